/** How soon playback is looked at again while it runs: a rule without I/O. Each look costs the page's main thread half a millisecond. */
const SOON_MS = 50;
const AWAITING_MS = 100;
const CALM_MS = 300;
/** At the next look so much is left at least, where there is so much: time enough to stretch it. */
const LEFT_SECONDS = 0.15;

/**
 * While nothing is awaited nothing has to be decided but at the buffer's low points, and those are looked at before each append.
 *
 * @param isAwaiting a part is on its way, or late. @param aheadSeconds media ahead of the playhead. @returns ms.
 */
export function calmFor(isAwaiting: boolean, aheadSeconds: number): number {
  const lastsMs = (aheadSeconds - LEFT_SECONDS) * 1_000;
  return Math.max(SOON_MS, Math.min(isAwaiting ? AWAITING_MS : CALM_MS, lastsMs));
}
