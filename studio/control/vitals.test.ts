import { describe, expect, it } from 'vitest';
import { columnsOf, type Sample, sampled, tableOf } from './vitals.ts';

const at = (second: number, more: Partial<Sample> = {}): Sample => ({
  ...{ atMs: second * 1_000, viewers: second, bitsPerSecond: null, behindSeconds: null, stalls: 0, droppedFrames: 0 },
  ...more,
});

describe('what is measured', () => {
  it('is kept for ten minutes', () => {
    const all = Array.from({ length: 400 }, (_, second) => at(second)).reduce<readonly Sample[]>(sampled, []);
    expect([all.length, all[0]?.viewers, all.at(-1)?.viewers]).toEqual([300, 100, 399]);
  });

  it('is a short table, the newest first', () => {
    const table = tableOf(Array.from({ length: 300 }, (_, second) => at(second)));
    expect([table.length, table[0]?.viewers, table[1]?.viewers]).toEqual([10, 299, 269]);
    expect(tableOf([at(1), at(2)]).map(({ viewers }) => viewers)).toEqual([2, 1]);
  });

  it('is drawn in megabits, with a hole where nothing is known', () => {
    expect(columnsOf([at(1, { bitsPerSecond: 2_500_000 }), at(2)], 'bitsPerSecond')).toEqual([
      [1, 2],
      [2.5, null],
    ]);
    expect(columnsOf([at(100)], 'viewers')).toEqual([
      [40, 100],
      [null, 100],
    ]);
  });
});
