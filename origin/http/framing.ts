/** Who shows our page in a frame, as far as a request tells. Pure. The page's own `frame-ancestors` is what keeps others out; this is for saying so politely. */
import type { IncomingHttpHeaders } from 'node:http';

/** What decides in {@link isRefusedFrame}, for caches. */
export const FRAMING_HEADERS = 'sec-fetch-dest, sec-fetch-site, referer';

const FRAMES = new Set<unknown>(['iframe', 'frame', 'embed', 'object']);
/** Another site, or another host of ours: none that the page counts as itself. */
const ELSEWHERE = new Set<unknown>(['cross-site', 'same-site']);

/** Those that CSP takes as they are; whatever is no plain https origin is left out. */
export function plainOrigins(origins: readonly string[]): readonly string[] {
  return origins.filter((origin) => /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?$/.test(origin));
}

/**
 * Whether the browser says that a page around ours asks, and that it is none of those which may (Fetch Metadata, RFC 9110 10.1.3). Who says nothing of
 * himself gets the page, and his browser refuses it.
 *
 * @param host ours, as the request names it. @param origins of the pages that may, besides our own.
 */
export function isRefusedFrame(headers: IncomingHttpHeaders, host: string, origins: readonly string[]): boolean {
  if (!FRAMES.has(headers['sec-fetch-dest']) || !ELSEWHERE.has(headers['sec-fetch-site'])) return false;
  const asking = parsed(headers.referer);
  if (asking === undefined || asking.host === host) return false;
  return !plainOrigins(origins).some((origin) => parsed(origin)?.origin === asking.origin);
}

function parsed(address: string | undefined): URL | undefined {
  return address === undefined ? undefined : (URL.parse(address) ?? undefined);
}
