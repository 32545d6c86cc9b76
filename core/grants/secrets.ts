/** The installation has one secret; each purpose gets its own key from it (HKDF, RFC 5869), so that what proves one thing proves nothing else. */
import { hkdfSync } from 'node:crypto';

/** What keys are for. A name is for ever: another name is another key, and everything signed before is void. */
export const PURPOSES = ['ticket', 'media', 'stream-key', 'internal', 'cookie', 'webhook', 'api-key', 'seal'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Bytes that the installation's secret has at least, as text: 32 random bytes in base64url have 43 characters. */
export const MIN_SECRET_LENGTH = 32;

/** The keys of one purpose: the first signs, each of them proves. More than one while a secret is being replaced. */
export type SigningKeys = readonly [string, ...(readonly string[])];

/**
 * The key of a purpose: 43 characters (base64url of 32 bytes), used as text, because CloudFront Functions and nginx's njs take HMAC keys as text.
 * @throws RangeError when the secret is too short to be one.
 */
export function deriveKey(secret: string, purpose: Purpose): string {
  if (secret.length < MIN_SECRET_LENGTH) throw new RangeError(`the installation's secret has at least ${MIN_SECRET_LENGTH} characters`);
  return Buffer.from(hkdfSync('sha256', secret, 'plenary', `plenary ${purpose} v1`, 32)).toString('base64url');
}

/** The keys of a purpose: the present secret's first, then those that were in use before and still prove. @throws RangeError as {@link deriveKey}. */
export function deriveKeys(secrets: SigningKeys, purpose: Purpose): SigningKeys {
  const [present, ...before] = secrets;
  return [deriveKey(present, purpose), ...before.map((secret) => deriveKey(secret, purpose))];
}
