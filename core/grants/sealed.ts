/** Secrets that we must be able to read again, as they stand in the database: AES-256-GCM (NIST SP 800-38D) with a key of the installation, which is not in the database. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SigningKeys } from './secrets.ts';

/** Begins what is sealed; no secret of ours has a colon. The number names algorithm and form. */
const MARK = 'sealed1:';
const ALGORITHM = 'aes-256-gcm';
/** Random for each text: 96 bits (§8.2.2), the tag 128 (§5.2.1.2). */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Whether a stored text is sealed; what was stored before there were seals is not. */
export function isSealed(stored: string): boolean {
  return stored.startsWith(MARK);
}

/**
 * Seals a text with the first key. `place` names the row that it stands in: in another one it does not open, so that rows cannot be exchanged.
 * @param keys of the purpose `seal` (secrets.ts).
 */
export function seal(text: string, place: string, keys: SigningKeys): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, Buffer.from(keys[0], 'base64url'), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return MARK + sealed.toString('base64url');
}

/** Opens it with whichever key sealed it; a text that is not sealed as it is. undefined: none of the keys did, or not for this place. */
export function unseal(stored: string, place: string, keys: SigningKeys): string | undefined {
  if (!isSealed(stored)) return stored;
  const sealed = Buffer.from(stored.slice(MARK.length), 'base64url');
  if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
  for (const key of keys) {
    const decipher = createDecipheriv(ALGORITHM, Buffer.from(key, 'base64url'), sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      // another key's, or nobody's
    }
  }
  return undefined;
}
