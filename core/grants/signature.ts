/** HMAC-SHA-256 over a text, in base64url: what both kinds of grant are signed with. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKeys } from './secrets.ts';

/** Characters of a signature: 32 bytes in base64url. */
const SIGNATURE_LENGTH = 43;

/** @returns 43 characters of base64url. */
export function signText(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/**
 * Whether one of the keys made this signature of the text. Takes the same time whichever character is wrong. Compares texts, not the bytes that they
 * decode to: base64 has several texts for one value, and a token must have one.
 */
export function isSignedBy(text: string, signature: string, keys: SigningKeys): boolean {
  const given = Buffer.from(signature);
  if (given.length !== SIGNATURE_LENGTH) return false;
  let isGood = false;
  for (const key of keys) isGood = timingSafeEqual(Buffer.from(signText(text, key)), given) || isGood;
  return isGood;
}
