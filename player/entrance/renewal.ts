/** When a grant is renewed: early enough that the picture never waits for it, and not for everybody at the same moment. Pure. */
import type { Joined } from '../../core/contracts/room/join.ts';

/** A pass to the picture lives minutes: there is time for several tries. */
const MEDIA_AT = 0.6;
const TICKET_AT = 0.75;
/** Ten thousand who came in together do not renew together: up to so much earlier. */
const SPREAD = 0.2;
const SOONEST_MS = 1_000;
/** A timer holds 24 days; no ticket lives so long, but an open end is written as a far one. */
const LATEST_MS = 86_400_000;
const FIRST_AGAIN_MS = 3_000;
const LONGEST_AGAIN_MS = 30_000;

/** After so many ms, by whichever of ticket and pass ends first. @param random 0..1 */
export function renewAfterMs({ ticketExpiresAtMs, media, nowMs }: Joined, random: number): number {
  const ticketMs = (ticketExpiresAtMs - nowMs) * TICKET_AT;
  const mediaMs = media.expiresAtMs === null ? Number.POSITIVE_INFINITY : (media.expiresAtMs - nowMs) * MEDIA_AT;
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.min(ticketMs, mediaMs) * (1 - SPREAD * random)));
}

/** The server did not answer: again after so many ms. @param failures in a row. @param random 0..1 */
export function renewAgainMs(failures: number, random: number): number {
  return Math.min(LONGEST_AGAIN_MS, FIRST_AGAIN_MS * 2 ** Math.min(failures - 1, 8)) * (0.6 + 0.4 * random);
}

/** Whether an answer says no for good; else the same may be asked again. `status` 0: there was none. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
