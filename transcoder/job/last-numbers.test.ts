import { describe, expect, it } from 'vitest';
import type { Msn, RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { TimelineEntry } from '../../core/contracts/timeline.ts';
import { LeaseMemory } from '../../core/ports/lease-memory.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import type { JournalState } from './journal.ts';
import { EMPTY_JOURNAL } from './journal.ts';
import { mergeNumbers, readLastNumbers } from './last-numbers.ts';

const STREAM = 'stage' as StreamId;
const profile = { partTargetSeconds: 0.334, targetDurationSeconds: 4, namePrefix: 'abcdefgh', renditions: ['source' as RenditionId] };
const opened = (id: string, firstMsn: number): TimelineEntry => ({
  kind: 'opened',
  stream: STREAM,
  recording: id as RecordingId,
  atMs: 5,
  profile,
  firstMsn: firstMsn as Msn,
});
const run = (number: number, firstMsn: number, discontinuitySequence: number): TimelineEntry => ({
  kind: 'run',
  run: number,
  cause: 'publisher',
  atMs: 6,
  discontinuitySequence,
  firstMsn: firstMsn as Msn,
  renditions: [],
});
const part = (msn: number): TimelineEntry => ({
  kind: 'part',
  run: 0,
  rendition: 'source' as RenditionId,
  msn: msn as Msn,
  part: 0,
  durationTicks: 1,
  independent: true,
  closesSegment: false,
  segmentStartMs: 1,
  inputAtMs: 1_000 + msn,
  bytes: Uint8Array.of(1),
});

async function logOf(entries: readonly TimelineEntry[]): Promise<MediaLogMemory> {
  const log = new MediaLogMemory({ log: silentLog });
  const lease = await new LeaseMemory().acquire(STREAM, 'before', 60_000);
  if (lease === undefined) throw new Error('no lease');
  for (const entry of entries) await log.append(STREAM, entry, lease.fence);
  return log;
}

describe('the log tells where to go on', () => {
  for (const { entries, says, because } of [
    { entries: [opened('recording1', 7)], says: { nextMsn: 7, nextRun: 0, recording: 'recording1' }, because: 'nothing was shown yet' },
    {
      entries: [opened('recording1', 0), run(4, 0, 2), part(0), part(1)],
      says: { nextMsn: 2, nextRun: 5, discontinuitySequence: 2, atMs: 1_001, recording: 'recording1' },
      because: 'behind an open segment',
    },
    {
      entries: [opened('recording1', 0), run(0, 0, 0), part(0), { kind: 'ended', atMs: 2_000, reason: 'publisher-gone' } as const],
      says: { nextMsn: 1, nextRun: 1, recording: undefined },
      because: 'no recording is open',
    },
    {
      entries: [
        opened('recording1', 0),
        run(0, 0, 0),
        part(0),
        { kind: 'ended', atMs: 2_000, reason: 'publisher-gone' } as const,
        opened('recording2', 1),
      ],
      says: { nextMsn: 1, recording: 'recording2' },
      because: 'the newest recording',
    },
  ]) {
    it(because, async () => {
      const state = await readLastNumbers(await logOf(entries), STREAM, systemClock);
      expect({ ...state, recording: state?.recording?.id }).toMatchObject(says);
    });
  }

  it('nothing where there is no log', async () => {
    expect(await readLastNumbers(new MediaLogMemory({ log: silentLog }), STREAM, systemClock)).toBeUndefined();
  });
});

describe('journal and log together', () => {
  const state = (nextMsn: number, nextRun: number, recording: string | null): JournalState => ({
    ...EMPTY_JOURNAL,
    nextMsn,
    nextRun,
    recording: recording === null ? null : { id: recording as RecordingId, profile, startedMs: 1 },
  });
  for (const { journal, log, says, because } of [
    { journal: state(9, 2, 'here'), log: undefined, says: [9, 2, 'here'], because: 'the log died with the process' },
    { journal: state(9, 2, 'here'), log: state(6, 2, 'here'), says: [9, 2, 'here'], because: 'the journal has reserved more' },
    { journal: state(9, 2, 'here'), log: state(40, 7, 'there'), says: [40, 7, 'there'], because: 'another machine had the stream since' },
    { journal: state(9, 2, 'here'), log: state(40, 7, null), says: [40, 7, undefined], because: 'and ended the recording' },
    {
      journal: state(9, 2, null),
      log: state(6, 2, 'here'),
      says: [9, 2, undefined],
      because: 'it was ended here, the log had not been told',
    },
    { journal: EMPTY_JOURNAL, log: state(40, 7, 'there'), says: [40, 7, 'there'], because: 'this machine never had it' },
  ]) {
    it(because, () => {
      const merged = mergeNumbers(journal, log);
      expect([merged.nextMsn, merged.nextRun, merged.recording?.id]).toEqual(says);
    });
  }
});
