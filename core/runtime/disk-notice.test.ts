import { describe, expect, it } from 'vitest';
import { DiskNotice } from './disk-notice.ts';
import { createLog } from './log.ts';

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

function setUp() {
  const lines: string[] = [];
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined };
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) } });
  return { lines, notice: new DiskNotice(log, clock), pass: (ms: number) => void (nowMs += ms) };
}

describe('a disk that is full', () => {
  it('is told once with the way out, and once when there is room again', () => {
    const { lines, notice, pass } = setUp();
    notice.worked();
    expect(notice.problem).toBeUndefined();
    for (let times = 0; times < 50; times++) notice.failed(full);
    expect(notice.problem).toMatch(/^the disk of DATA_DIR is full: free some space on it\./);
    pass(5_001);
    notice.worked();
    notice.worked();
    expect(notice.problem).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining('is full'), 'DATA_DIR can be written again']);
  });

  it('is not well because a small file still fits', () => {
    const { lines, notice, pass } = setUp();
    for (let second = 0; second < 20; second++) {
      notice.failed(full);
      pass(900);
      notice.worked();
    }
    expect(notice.problem).toBeDefined();
    expect(lines).toHaveLength(1);
  });

  const others = [
    { code: 'EDQUOT', says: 'the disk quota of DATA_DIR is used up: raise it' },
    { code: 'EROFS', says: 'has become read-only' },
    { code: 'EIO', says: 'DATA_DIR cannot be written (broken): see to its disk' },
  ];
  for (const { code, says } of others) {
    it(`${code}: ${says}`, () => {
      const { notice } = setUp();
      notice.failed(Object.assign(new Error('broken'), { code }));
      expect(notice.problem).toContain(says);
    });
  }
});
