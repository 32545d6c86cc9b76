import type { StreamId } from '../contracts/ids.ts';
import type { TimelineEntry } from '../contracts/timeline.ts';
import { defineError } from '../runtime/errors.ts';
import type { Fence } from './lease.ts';

/** Appending to a log that has been closed: the process is on its way out. */
export const MediaLogClosed = defineError<{ readonly stream: StreamId }>('CORE_MEDIA_LOG_CLOSED', {
  status: 503,
  retryable: true,
  message: ({ stream }) => `the live timeline of ${stream} is closed: this process is stopping`,
});

/** A place in a stream's log. Opaque; places of one log sort as text; `undefined` means before the oldest entry kept. */
export type LogPosition = string & { readonly __brand: 'LogPosition' };

export interface LoggedEntry {
  readonly position: LogPosition;
  readonly entry: TimelineEntry;
}

/**
 * The live timeline of every stream: entries in order, the recent minute kept.
 * A reader that starts before the oldest entry gets, in order: the `opened` entry of the newest recording, every `run` entry
 * that a kept part refers to (and the newest one), then the kept parts and whatever follows. So a follower that starts late can
 * always build the live window.
 */
export interface MediaLog {
  /**
   * Appends at the end.
   * @throws LeaseLost (core/ports/lease.ts) when somebody with a higher epoch has written to the stream: a writer that lost its lease cannot write.
   */
  append(stream: StreamId, entry: TimelineEntry, fence: Fence): Promise<LogPosition>;
  /**
   * Every entry after `after`, in order, then live until `signal` aborts (the iteration then ends without an error) or the log is closed.
   * When entries after `after` are no longer kept (also while following, for a reader that is too slow), or `after` is a place in
   * another life of the log, it starts over as from `undefined`: `opened` and `run` entries may come again, parts do not.
   */
  follow(stream: StreamId, after: LogPosition | undefined, signal: AbortSignal): AsyncIterable<LoggedEntry>;
  /** Streams that have a log, in no order. */
  streams(): Promise<readonly StreamId[]>;
  /** Calls back for each stream that has or gets a log; returns how to stop. */
  onStream(callback: (stream: StreamId) => void): () => void;
  close(): Promise<void>;
}
