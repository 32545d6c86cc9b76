import type { StreamId } from '../../core/contracts/ids.ts';
import type { TimelineEntry } from '../../core/contracts/timeline.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { JournalState } from './journal.ts';
import { EMPTY_JOURNAL } from './journal.ts';

/** The log has told everything when it has been silent for this long; whoever wrote before has lost the lease. */
const SILENT_MS = 200;
const AT_MOST_MS = 2_000;

/** What a stream's log says of the numbers that are used; as a journal would. Pure. */
export function numbersAfter(state: JournalState, entry: TimelineEntry): JournalState {
  switch (entry.kind) {
    case 'opened': {
      const recording = { id: entry.recording, profile: entry.profile, startedMs: entry.atMs };
      return { ...state, recording, nextMsn: Math.max(state.nextMsn, entry.firstMsn) };
    }
    case 'run':
      return {
        ...state,
        nextRun: Math.max(state.nextRun, entry.run + 1),
        nextMsn: Math.max(state.nextMsn, entry.firstMsn),
        discontinuitySequence: Math.max(state.discontinuitySequence, entry.discontinuitySequence),
      };
    case 'part':
      return { ...state, nextMsn: Math.max(state.nextMsn, entry.msn + 1), atMs: Math.max(state.atMs, entry.inputAtMs) };
    case 'ended':
      return { ...state, recording: null, atMs: Math.max(state.atMs, entry.atMs) };
  }
}

/**
 * Where a stream has to go on: behind what this machine's journal says and behind what the shared log says, for another machine may have
 * had the stream in between. The recording is the one that was seen last.
 */
export function mergeNumbers(journal: JournalState, log: JournalState | undefined): JournalState {
  if (log === undefined) return journal;
  const isLogNewer = log.nextMsn > journal.nextMsn || log.nextRun > journal.nextRun;
  return {
    recording: isLogNewer ? log.recording : journal.recording,
    nextMsn: Math.max(journal.nextMsn, log.nextMsn),
    nextRun: Math.max(journal.nextRun, log.nextRun),
    discontinuitySequence: Math.max(journal.discontinuitySequence, log.discontinuitySequence),
    atMs: Math.max(journal.atMs, log.atMs),
  };
}

/** Reads a stream's log as far as it goes; undefined when it has none. To be called by the holder of the lease. */
export async function readLastNumbers(mediaLog: MediaLog, stream: StreamId, clock: Clock): Promise<JournalState | undefined> {
  if (!(await mediaLog.streams()).includes(stream)) return undefined;
  const over = new AbortController();
  const cancelLimit = clock.after(AT_MOST_MS, () => over.abort());
  let cancelSilence = clock.after(SILENT_MS, () => over.abort());
  let state = EMPTY_JOURNAL;
  for await (const { entry } of mediaLog.follow(stream, undefined, over.signal)) {
    cancelSilence();
    cancelSilence = clock.after(SILENT_MS, () => over.abort());
    state = numbersAfter(state, entry);
  }
  cancelLimit();
  cancelSilence();
  return state;
}
