/** Questions about what a `<video>` holds in its buffer. All times are media time, in seconds. */

/** Touching this much before a range counts as being in it. */
const EDGE_SECONDS = 0.05;

/** Media ahead of the playhead; 0 when there is none at it. */
export function bufferAhead({ buffered, currentTime }: HTMLVideoElement): number {
  for (let i = 0; i < buffered.length; i += 1) {
    if (buffered.start(i) <= currentTime + EDGE_SECONDS && buffered.end(i) > currentTime) return buffered.end(i) - currentTime;
  }
  return 0;
}

/** Where the newest media ends. */
export function bufferEnd({ buffered }: HTMLVideoElement): number | null {
  return buffered.length === 0 ? null : buffered.end(buffered.length - 1);
}

/** Where the next range begins, for a playhead in a hole. */
export function nextStart({ buffered, currentTime }: HTMLVideoElement): number | null {
  for (let i = 0; i < buffered.length; i += 1) if (buffered.start(i) > currentTime) return buffered.start(i);
  return null;
}
