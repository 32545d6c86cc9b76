/** How long a browser stays signed in. Pure. */

/** Not used for so long: over. */
export const IDLE_MS = 12 * 3_600_000;
/** However much it is used. */
export const LONGEST_MS = 7 * 86_400_000;
/** That it is used is written down this often. */
export const TOUCH_EVERY_MS = 60_000;
/** For so long after the password was given one may make keys and change how one signs in. */
export const PROVED_MS = 10 * 60_000;

/** Whether it is still good; its longest end the database knows. */
export function isAwake(seenAtMs: number, nowMs: number): boolean {
  return nowMs - seenAtMs < IDLE_MS;
}

/** Whether the password was given recently. */
export function isProved(provedAtMs: number, nowMs: number): boolean {
  return nowMs - provedAtMs < PROVED_MS;
}

/** With https a name that a browser accepts from this very host alone, over https alone (RFC 6265bis §4.1.3.2). */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-plenary' : 'plenary';
}
