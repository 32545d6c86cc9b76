/** Secrets that are shown once: made at random, stored as a hash or an HMAC, never themselves. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Of sessions, invitations, API keys: 256 bits, in base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Of a random secret a plain hash is enough: there is nothing to guess. Hex. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** With a key of the installation: whoever has read the database alone cannot even check a guess. Hex. */
export function hmacOf(secret: string, key: string): string {
  return createHmac('sha256', key).update(secret).digest('hex');
}

/** What a program sends: recognisable in a leak. */
export function newApiKey(): string {
  return `plenary_${newSecret()}`;
}

/** What a person comes to an event with: 128 bits, in base64url. */
export function newTicketToken(): string {
  return randomBytes(16).toString('base64url');
}
