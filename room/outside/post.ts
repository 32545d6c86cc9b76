import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import { isPublicAddress } from './addresses.ts';

/** Why a call to the outside was not made, or did not succeed. Nothing of the answer's body is kept. */
export type PostOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'refused-by-us'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly status?: number };

export interface PostOptions {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whole host names that may be called, lower case. */
  readonly allowedHosts: readonly string[];
  /** For tests alone: `http://127.0.0.1:…` may be called. */
  readonly allowsLoopback?: boolean;
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * POSTs to a server outside without letting its owner aim the call at anything of ours (SSRF): only https, only listed hosts, the name
 * is resolved once, every address it has must be public, the connection goes to the address that was checked (a second answer of DNS
 * changes nothing), redirects are not followed, five seconds, 64 KiB.
 */
export async function postOutside(options: PostOptions): Promise<PostOutcome> {
  const url = URL.parse(options.url);
  const refusal = url === null ? 'it is not a URL' : refusalOf(url, options);
  if (url === null || refusal !== undefined) return { kind: 'refused-by-us', why: refusal ?? '' };
  try {
    return await withTimeLimit(LIMIT_MS, options.signal, async (signal) => {
      const address = await addressOf(url, options);
      if (address === undefined) return { kind: 'refused-by-us', why: `${url.hostname} has an address that is not public` };
      return send(url, address, options, signal);
    });
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

/** A sentence, or undefined when the URL may be called as far as its text tells. Also asked when a webhook is saved. */
export function refusalOf(
  url: URL,
  { allowedHosts, allowsLoopback }: Pick<PostOptions, 'allowedHosts' | 'allowsLoopback'>,
): string | undefined {
  if (allowsLoopback === true && url.protocol === 'http:' && url.hostname === '127.0.0.1') return undefined;
  if (url.protocol !== 'https:') return 'only https:// may be called';
  if (url.username !== '' || url.password !== '') return 'a URL with a user name may not be called';
  if (url.port !== '' && url.port !== '443' && url.port !== '8443') return 'only the ports 443 and 8443 may be called';
  if (!allowedHosts.includes(url.hostname.replace(/\.$/, '')))
    return `${url.hostname} is not on the list of hosts that may be called (WEBHOOK_HOSTS)`;
  return undefined;
}

async function addressOf(url: URL, options: PostOptions): Promise<LookupAddress | undefined> {
  if (options.allowsLoopback === true && url.hostname === '127.0.0.1') return { address: '127.0.0.1', family: 4 };
  const addresses = await lookup(url.hostname, { all: true, verbatim: true });
  return addresses.every(({ address }) => isPublicAddress(address)) ? addresses[0] : undefined;
}

function send(url: URL, { address, family }: LookupAddress, options: PostOptions, signal: AbortSignal): Promise<PostOutcome> {
  const request = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        headers: { ...options.headers, 'content-length': Buffer.byteLength(options.body) },
        // to the address that was checked, and to no other
        lookup: (_host, _options, callback) => callback(null, [{ address, family }]),
        agent: false,
        signal,
      },
      (answer) => {
        drain(answer).then(
          () => resolve(judge(answer.statusCode ?? 0)),
          () => resolve({ kind: 'failed', why: 'the answer is too long', status: answer.statusCode ?? 0 }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

async function drain(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      answer.destroy();
      throw new Error('too long');
    }
  }
}

function judge(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  const why = status >= 300 && status < 400 ? 'it answered with a redirect, which is not followed' : `it answered ${status}`;
  return { kind: 'failed', why, status };
}
