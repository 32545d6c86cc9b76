import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataDir } from './data-dir.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'plenary-data-'));
});
afterEach(async () => {
  await chmod(dir, 0o700);
  await rm(dir, { recursive: true, force: true });
});

describe('claimDataDir', () => {
  it('makes the folder and gives it back', async () => {
    const held = await claimDataDir(path.join(dir, 'new', 'data'));
    await held.close();
    const again = await claimDataDir(path.join(dir, 'new', 'data'));
    await again.close();
  });

  it('refuses a second claim while the first process lives, and says which process it is', async () => {
    const held = await claimDataDir(dir);
    await expect(claimDataDir(dir)).rejects.toMatchObject({
      code: 'COMMAND_DATA_DIR_BUSY',
      message: expect.stringContaining(String(process.pid)),
    });
    await held.close();
  });

  const stale = [
    { text: '999999999 1', because: 'no such process' },
    { text: `${process.pid} 1`, because: 'the process id is used again by another process' },
    { text: '', because: 'the machine went down while the file was written' },
    { text: 'garbage', because: 'not a lock file at all' },
  ];
  for (const { text, because } of stale) {
    it(`takes over a claim that is stale: ${because}`, async () => {
      await writeFile(path.join(dir, 'plenary.lock'), text);
      const held = await claimDataDir(dir);
      expect(await readFile(path.join(dir, 'plenary.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
      await held.close();
    });
  }

  it('says the way out when the folder cannot be made', async () => {
    await writeFile(path.join(dir, 'file'), '');
    await expect(claimDataDir(path.join(dir, 'file', 'data'))).rejects.toMatchObject({
      code: 'COMMAND_DATA_DIR_UNUSABLE',
      message: expect.stringContaining('set DATA_DIR'),
    });
  });
});
