/** Passwords of accounts and of events: judged, hashed, checked. The password itself is kept nowhere. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { Turns } from './turns.ts';

/** Characters. NIST SP 800-63B §5.1.1.2 asks for eight and for no rules of composition; what guards a stream asks for a little more. */
export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;

/** Argon2id (RFC 9106) with what OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane; 16 bytes of salt, 32 of hash. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes made at once: a crowd at the door must not take the memory and the threads from the room. */
const AT_ONCE = 2;
/** PHC string format, as other implementations of Argon2 write it. */
const HASH = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** What everybody tries first; longer ones that are made of these fall to the rules below. */
const COMMON = [
  'password',
  'passwort',
  'motdepasse',
  'qwerty',
  'qwertz',
  'azerty',
  'letmein',
  'welcome',
  'iloveyou',
  'administrator',
  'plenary',
];
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop'];
/** So many characters have to be left when everything is taken out that a guesser begins with. */
const MIN_LEFT = 5;
const MIN_DIFFERENT = 5;

const turns = new Turns(AT_ONCE);
const argon2Async = promisify(argon2);

/** Whether a password is long enough and not among the first that somebody would try. `known`: what everybody knows of its owner (name, address). */
export function checkPassword(password: string, known: readonly string[] = []): { readonly ok: true } | Refusal {
  const characters = Array.from(password.normalize('NFC'));
  if (characters.length < MIN_PASSWORD) return refuse('ROOM_PASSWORD_TOO_SHORT', { min: MIN_PASSWORD });
  if (characters.length > MAX_PASSWORD) return refuse('ROOM_PASSWORD_TOO_LONG', { max: MAX_PASSWORD });
  const different = new Set(characters).size;
  return different < MIN_DIFFERENT || guessable(password, known) ? refuse('ROOM_PASSWORD_TOO_SIMPLE') : { ok: true };
}

function guessable(password: string, known: readonly string[]): boolean {
  const parts = known.flatMap((text) => [text, ...text.split(/[\s@._-]+/u)]).map((text) => text.toLowerCase());
  let left = password.toLowerCase();
  for (const word of [...parts, ...COMMON].filter((part) => part.length >= 4).sort((a, b) => b.length - a.length))
    left = left.replaceAll(word, '');
  for (const row of ROWS) left = withoutRuns(withoutRuns(left, row), Array.from(row).toReversed().join(''));
  return left.replace(/(.{1,4}?)\1+/gu, '$1').length < MIN_LEFT;
}

/** Takes out what is written along a row of keys or of the alphabet, four in a row or more. */
function withoutRuns(text: string, row: string): string {
  let left = text;
  for (let length = row.length; length >= 4; length--) {
    for (let from = 0; from + length <= row.length; from++) left = left.replaceAll(row.slice(from, from + length), '');
  }
  return left;
}

/** @returns what is stored instead of the password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES, tagLength: HASH_BYTES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${text64(salt)}$${text64(hash)}`;
}

/** Whether it is the password of a stored hash. Without a hash (nobody has this address) it takes as long and says no. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = HASH.exec(stored ?? NOBODY) ?? HASH.exec(NOBODY) ?? [];
  const wanted = Buffer.from(hash ?? '', 'base64');
  const options = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: wanted.byteLength };
  const found = await derive(password, Buffer.from(salt ?? '', 'base64'), options);
  return timingSafeEqual(found, wanted) && stored !== null && stored !== undefined && HASH.test(stored);
}

/** A hash of no password. */
const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function derive(
  password: string,
  nonce: Buffer,
  options: { readonly memory: number; readonly passes: number; readonly parallelism: number; readonly tagLength: number },
): Promise<Buffer> {
  return turns.take(() => argon2Async('argon2id', { message: password.normalize('NFC'), nonce, ...options }));
}

function text64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
