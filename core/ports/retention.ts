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
