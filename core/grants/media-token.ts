/**
 * What lets a browser at the picture (ADR 0021): `/v/<token>/live/<stream>/…`. The token is
 *
 *   base64url(<stream>.<session>.<expiry, Unix seconds>.<v or s>) "." base64url(HMAC-SHA-256(first part, key))
 *
 * with both alphabets free of dots, so that an edge needs three splits and one HMAC (nginx's njs, CloudFront Functions).
 */
import { asSessionId, asStreamId } from '../contracts/ids.ts';
import type { StreamId } from '../contracts/ids.ts';
import type { SigningKeys } from './secrets.ts';
import { isSignedBy, signText } from './signature.ts';

/** The longest life of a token: what is revoked at an edge that cannot ask ends by itself after so long. */
export const MAX_MEDIA_TOKEN_MS = 300_000;
const MAX_TOKEN_LENGTH = 400;
const EXPIRY_PATTERN = /^[1-9]\d{9,10}$/;

export interface MediaClaim {
  readonly stream: StreamId;
  /** Revoked as a whole. Opaque, URL-safe. */
  readonly session: string;
  /** Unix ms; whole seconds on the wire, rounded down. */
  readonly expiresAtMs: number;
  /** May see what is for the staff alone. */
  readonly isStaff: boolean;
}

export type MediaVerdict =
  | { readonly ok: true; readonly claim: MediaClaim }
  /** invalid: nobody here made it. expired: it was good once. */
  | { readonly ok: false; readonly reason: 'invalid' | 'expired' };

/** @throws RangeError when the session has characters that a token cannot carry, or the life is longer than a token's. */
export function signMediaToken(claim: MediaClaim, keys: SigningKeys, nowMs: number): string {
  if (asStreamId(claim.stream) === undefined || asSessionId(claim.session) === undefined)
    throw new RangeError('not a stream or session id');
  const expiry = Math.floor(claim.expiresAtMs / 1_000);
  if (!EXPIRY_PATTERN.test(String(expiry)) || claim.expiresAtMs > nowMs + MAX_MEDIA_TOKEN_MS) {
    throw new RangeError(`a media token lives at most ${MAX_MEDIA_TOKEN_MS} ms`);
  }
  const text = Buffer.from(`${claim.stream}.${claim.session}.${expiry}.${claim.isStaff ? 's' : 'v'}`).toString('base64url');
  return `${text}.${signText(text, keys[0])}`;
}

/** Checks the signature first, in constant time; then the form, the life and its length. Whether it fits the path and is not revoked is the caller's. */
export function verifyMediaToken(token: string, keys: SigningKeys, nowMs: number): MediaVerdict {
  const invalid = { ok: false, reason: 'invalid' } as const;
  const [text, signature, ...more] = token.length > MAX_TOKEN_LENGTH ? [] : token.split('.');
  if (text === undefined || signature === undefined || more.length > 0 || !isSignedBy(text, signature, keys)) return invalid;
  const [stream, session, expiry, audience, ...rest] = Buffer.from(text, 'base64url').toString().split('.');
  const streamId = asStreamId(stream ?? '');
  if (streamId === undefined || asSessionId(session ?? '') === undefined || rest.length > 0) return invalid;
  if (expiry === undefined || !EXPIRY_PATTERN.test(expiry) || (audience !== 'v' && audience !== 's')) return invalid;
  const expiresAtMs = Number(expiry) * 1_000;
  if (expiresAtMs > nowMs + MAX_MEDIA_TOKEN_MS + CLOCKS_APART_MS) return invalid;
  if (expiresAtMs <= nowMs) return { ok: false, reason: 'expired' };
  return { ok: true, claim: { stream: streamId, session: session ?? '', expiresAtMs, isStaff: audience === 's' } };
}

/** How far the clocks of two machines of ours may be apart. */
const CLOCKS_APART_MS = 60_000;
