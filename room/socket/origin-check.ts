/** Whether a page may open the room: our own pages may, pages of other hosts only where the event allows them. */

export type OriginVerdict =
  /** Our own page, or no page at all (an app, a load test): what it may do, its ticket says. */
  | 'own'
  /** A page of another host: the event is asked. */
  | 'other'
  /** Not an origin. */
  | 'bad';

/**
 * Judges the `Origin` header (RFC 6454) against the host that the request was sent to and the origins that are ours by configuration. The ticket travels in
 * the first frame, not in a cookie: this is the second lock, not the first.
 */
export function judgeOrigin(origin: string | undefined, host: string | undefined, own: readonly string[]): OriginVerdict {
  if (origin === undefined) return 'own';
  if (own.includes(origin)) return 'own';
  const url = URL.parse(origin);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.origin !== origin) return 'bad';
  return host !== undefined && url.host === host.toLowerCase() ? 'own' : 'other';
}
