/** How often the chat is drawn: a rule without I/O. */

/** More new lines than this at once, and nobody reads them one by one. */
const READABLE = 4;
/** Then they are drawn no more often than this. */
const BUSY_EVERY_MS = 500;

/** @returns for how long what is new may still wait, ms; 0: it is drawn now. @param sinceMs since it was drawn last. */
export function drawnIn(newLines: number, sinceMs: number): number {
  return newLines <= READABLE ? 0 : Math.max(0, BUSY_EVERY_MS - sinceMs);
}
