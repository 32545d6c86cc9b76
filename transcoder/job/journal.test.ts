import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { JournalState } from './journal.ts';
import { EMPTY_JOURNAL, Journal } from './journal.ts';

const STREAM = 'main-stage' as StreamId;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-journal-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const state = (nextMsn: number): JournalState => ({
  recording: {
    id: 'recording1' as RecordingId,
    profile: { partTargetSeconds: 0.334, targetDurationSeconds: 4, namePrefix: 'abcdefgh', renditions: ['source' as RenditionId] },
    startedMs: 1_700_000_000_000.5,
  },
  nextMsn,
  nextRun: 3,
  discontinuitySequence: 2,
  atMs: 1_700_000_000_100,
});

it('is empty before anything was saved', async () => {
  expect(await new Journal(dataDir, STREAM).load()).toEqual(EMPTY_JOURNAL);
  expect(await Journal.streams(dataDir)).toEqual([]);
});

it('what was saved is loaded, by whoever comes next', async () => {
  await new Journal(dataDir, STREAM).save(state(7));
  expect(await new Journal(dataDir, STREAM).load()).toEqual(state(7));
  expect(await Journal.streams(dataDir)).toEqual([STREAM]);
});

it('keeps streams apart, and forgets one', async () => {
  await new Journal(dataDir, STREAM).save(state(7));
  await new Journal(dataDir, 'other' as StreamId).save(state(9));
  await new Journal(dataDir, STREAM).remove();
  expect(await new Journal(dataDir, STREAM).load()).toEqual(EMPTY_JOURNAL);
  expect((await new Journal(dataDir, 'other' as StreamId).load()).nextMsn).toBe(9);
});

it('many saves at once end with the newest on the disk when any of them resolves', async () => {
  const journal = new Journal(dataDir, STREAM);
  const saves = Array.from({ length: 50 }, (_, index) => journal.save(state(index)));
  await saves[49];
  expect((await new Journal(dataDir, STREAM).load()).nextMsn).toBe(49);
  await Promise.all(saves);
  expect(await readdir(path.join(dataDir, 'journal'))).toEqual([`${STREAM}.json`]);
});

it('a save that fails says so, and the next one works', async () => {
  await writeFile(path.join(dataDir, 'journal'), 'a file where the folder should be');
  const journal = new Journal(dataDir, STREAM);
  await expect(journal.save(state(1))).rejects.toThrow();
  await rm(path.join(dataDir, 'journal'));
  await journal.save(state(2));
  expect((await journal.load()).nextMsn).toBe(2);
});

describe('a file that cannot be read', () => {
  for (const { text, because } of [
    { text: '{"version":1,"state":{"nextMsn":', because: 'it is cut off' },
    { text: '{"version":2,"state":{"nextMsn":5}}', because: 'it is of another version' },
    { text: '{"version":1,"state":{"nextMsn":-0.5}}', because: 'its number is none' },
    { text: '{"version":1,"state":{"nextMsn":-5}}', because: 'its number is negative' },
    { text: '{"version":1,"state":null}', because: 'it has no state' },
    { text: 'null', because: 'it is nothing' },
  ]) {
    it(`is put aside, and no number can have been used before: ${because}`, async () => {
      await new Journal(dataDir, STREAM).save(state(7));
      const file = path.join(dataDir, 'journal', `${STREAM}.json`);
      await writeFile(file, text);
      const loaded = await new Journal(dataDir, STREAM).load();
      expect(loaded.recording).toBeNull();
      expect(loaded.nextMsn).toBeGreaterThan(1_700_000_000);
      expect(await readFile(`${file}.unreadable`, 'utf8')).toBe(text);
    });
  }
});
