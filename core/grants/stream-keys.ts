/** Stream keys: what an encoder shows. Made here, shown once, known afterwards by their HMAC. */
import { createHmac, randomBytes } from 'node:crypto';

/** 192 bits. */
const KEY_BYTES = 24;
const KEY_PATTERN = /^pk_[A-Za-z0-9_-]{32}$/;

/** A fresh key. */
export function newStreamKey(): string {
  return `pk_${randomBytes(KEY_BYTES).toString('base64url')}`;
}

/** Whether a text has the form of a key. */
export function isStreamKey(text: string): boolean {
  return KEY_PATTERN.test(text);
}

/** What is kept of a key: HMAC-SHA-256, hex. `hmacKey` is the installation's for `stream-key` (secrets.ts). */
export function streamKeyHmac(key: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(key).digest('hex');
}
