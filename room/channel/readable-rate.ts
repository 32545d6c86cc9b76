/**
 * What one viewer can read: about so many messages a second, the staff's always. Decided once an entry, in the order of the feed and by the
 * entries' own times, so that it is the same in a tick and in a recovery.
 */
export interface ReadableRate {
  /** In thousandths of a message, whole: the same on every node. */
  readonly credit: number;
  readonly atMs: number;
}

/** What a message costs; a second brings one for each message of the rate. */
const COST = 1_000;

export const FRESH_RATE: ReadableRate = { credit: Number.POSITIVE_INFINITY, atMs: 0 };

/** @param perSecond messages a second; 0: all are shown. */
export function nextReadable(
  rate: ReadableRate,
  atMs: number,
  perSecond: number,
): { readonly isShown: boolean; readonly rate: ReadableRate } {
  if (perSecond === 0) return { isShown: true, rate: FRESH_RATE };
  // The times of two nodes' clocks may go back a little.
  const passedMs = Math.max(0, Math.floor(atMs) - rate.atMs);
  const credit = Math.min(perSecond * COST, rate.credit + passedMs * perSecond);
  const isShown = credit >= COST;
  return { isShown, rate: { credit: isShown ? credit - COST : credit, atMs: Math.max(Math.floor(atMs), rate.atMs) } };
}
