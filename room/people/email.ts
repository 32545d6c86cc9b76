import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Something, an at sign, a name with a dot or without: whether it exists, a mail would show. */
const EMAIL = /^[^\s@<>()",;:\\\p{C}]{1,64}@[^\s@.\p{C}]+(?:\.[^\s@.\p{C}]+)*$/u;
const MAX_EMAIL = 254;

/** An address as it is stored: without spaces around it, in lower case. */
export function checkEmail(raw: string): { readonly ok: true; readonly email: string } | Refusal {
  const email = raw.trim().normalize('NFC').toLowerCase();
  return EMAIL.test(email) && email.length <= MAX_EMAIL ? { ok: true, email } : refuse('ROOM_ADDRESS_INVALID');
}
