import type { StreamId } from '../contracts/ids.ts';
import type { TimelineEntry } from '../contracts/timeline.ts';
import type { Fence } from './lease.ts';

/** A place in a stream's log. Opaque, ordered; `undefined` means before the oldest entry kept. */
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
   * When entries after `after` are no longer kept, it starts over as from `undefined`.
   */
  follow(stream: StreamId, after: LogPosition | undefined, signal: AbortSignal): AsyncIterable<LoggedEntry>;
  /** Streams that have a log, in no order. */
  streams(): Promise<readonly StreamId[]>;
  /** Calls back for each stream that has or gets a log; returns how to stop. */
  onStream(callback: (stream: StreamId) => void): () => void;
  close(): Promise<void>;
}
