/** A swipe of a finger, to and fro. Pure. */

/** Shorter, and it was a tap that slipped; in CSS pixels. */
const LEAST = 48;
/** Slower, and it was a drag; in ms. */
const WITHIN_MS = 600;

export interface Touch {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** @returns where it went along the line of reading: from its end to its beginning (`in`: what waits beyond the end comes in), or the other way; undefined: it was none. */
export function swipeOf(from: Touch, to: Touch, isRtl: boolean): 'in' | 'out' | undefined {
  const along = to.x - from.x;
  if (Math.abs(along) < LEAST || Math.abs(along) < Math.abs(to.y - from.y) * 2 || to.atMs - from.atMs > WITHIN_MS) return undefined;
  return along < 0 === isRtl ? 'out' : 'in';
}
