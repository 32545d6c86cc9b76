import { withTimeLimit } from '../../core/runtime/time-limit.ts';

/** An answer with everything that a validator looks at. */
export interface Fetched {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Of performance.now(). */
  readonly sentMs: number;
  readonly receivedMs: number;
}

/** Longer than an origin holds a request. */
const LIMIT_MS = 30_000;

/** GET as a player does it: gzip is taken, nothing is cached. */
export async function get(url: URL, signal: AbortSignal): Promise<Fetched> {
  const sentMs = performance.now();
  return withTimeLimit(LIMIT_MS, signal, async (limited) => {
    const response = await fetch(url, { signal: limited, headers: { 'accept-encoding': 'gzip' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), bytes, sentMs, receivedMs: performance.now() };
  });
}
