import type { TimelineEntry } from '../contracts/timeline.ts';

/** How much of a stream's log is kept. Both bounds hold; the newest entry is always kept. */
export interface Retention {
  /** Entries older than the newest one by more than this are dropped. */
  readonly ageMs: number;
  /** Bytes of media kept a stream (init sections included, and a fixed cost an entry). */
  readonly bytes: number;
  /** A stream that has been silent this long gives its media back; what it was (opened, newest run, ended) stays known. */
  readonly idleMs: number;
}

const MIB = 1024 * 1024;

/** A minute, as the live window and its late fetchers need; 192 MiB holds that minute up to 25 Mbit/s for all renditions together. */
export const DEFAULT_RETENTION: Retention = { ageMs: 60_000, bytes: 192 * MIB, idleMs: 10 * 60_000 };

/** What an entry costs beside its bytes: the object, its strings, its place in the map. Rounded up. */
const ENTRY_COST_BYTES = 512;

/** What an entry counts against the bound. Bytes. */
export function entryCostBytes(entry: TimelineEntry): number {
  if (entry.kind === 'part') return ENTRY_COST_BYTES + entry.bytes.byteLength;
  if (entry.kind === 'run')
    return entry.renditions.reduce((sum, one) => sum + ENTRY_COST_BYTES + one.initBytes.byteLength, ENTRY_COST_BYTES);
  return ENTRY_COST_BYTES;
}
