/** The name under which somebody is seen by others. */
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { charactersOf, cleanText } from './text.ts';

/** Code points of a name. */
export const MAX_NAME = 60;
/** Combining marks on one letter of a name. */
const MAX_NAME_MARKS = 3;

const REORDERS = /[\u202a-\u202e\u2066-\u2069]/u;
const STACKED = new RegExp(`\\p{M}{${MAX_NAME_MARKS + 1},}`, 'u');
const WRITTEN = /[\p{L}\p{N}]/u;
const NO_WRITING = /[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\u200c-\u200f\u061c]/u;

/**
 * A name is refused rather than mended where mending would make it another name: who writes with overrides or ten thousand accents gets a sentence.
 * Spaces are made single; letters of every script are welcome.
 */
export function checkName(raw: string): { ok: true; name: string } | Refusal {
  if (REORDERS.test(raw) || STACKED.test(raw.normalize('NFC'))) return refuse('ROOM_NAME_UNREADABLE');
  const name = cleanText(raw, 1).replace(/\s+/gu, ' ');
  if (name === '') return refuse('ROOM_NAME_EMPTY');
  if (!WRITTEN.test(name) || NO_WRITING.test(name)) return refuse('ROOM_NAME_UNREADABLE');
  if (charactersOf(name) > MAX_NAME) return refuse('ROOM_NAME_TOO_LONG', { max: MAX_NAME });
  return { ok: true, name };
}
