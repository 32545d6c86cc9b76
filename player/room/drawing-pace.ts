/** How often the chat is drawn, and how much of it: rules without I/O. */

/** More new lines than this at once, and nobody reads them one by one. */
const READABLE = 4;
/** Then they are gathered for the page's next second, as long as something was drawn in the last. */
const SECOND_MS = 1_000;

/** @returns whether what is new waits for the page's next second; else it is drawn now. @param sinceMs since it was drawn last. */
export function isGathered(newLines: number, sinceMs: number): boolean {
  return newLines > READABLE && sinceMs < SECOND_MS;
}

/** No line is lower than this, at the usual size of letters. */
const ROW_PX = 40;
/** Lines above those that are seen, for the first turn of a wheel. */
const SPARE = 8;

/** @returns how many lines are there for who follows the newest; the others come when he goes back. @param heightPx of the list. */
export function followedIn(heightPx: number): number {
  return Math.ceil(heightPx / ROW_PX) + SPARE;
}
