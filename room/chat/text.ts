/**
 * What somebody wrote, made fit to be shown to others: readable in every script, also from right to left, and unable to reorder, cover or imitate
 * what stands around it. Text stays text: nothing is escaped here, pages make text nodes.
 */
import { MAX_TEXT } from '../../core/contracts/room/limits.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Lines that one message may have; further breaks become spaces, so that nobody fills the screens of all. */
export const MAX_LINES = 10;
/** Combining marks on one letter: living scripts need up to five (Burmese, Tibetan, pointed Hebrew). */
export const MAX_MARKS = 5;

const LINE_BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/**
 * Never kept: controls; embeddings, overrides and isolates (UAX #9: they reorder what follows; direction itself is the page's work, `dir="auto"`);
 * soft hyphen, zero-width space, word joiner, fillers and other invisible characters (they hide words from the word list and make empty names);
 * annotation and object characters; musical controls; noncharacters; tags (U+E00xx), but for the emoji flags of England, Scotland, Wales.
 */
const FLAG_OR_GONE =
  /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f})|[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0d\p{Cc}\u00ad\u115f\u1160\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\p{Noncharacter_Code_Point}]/gu;

/** Left-to-right, right-to-left and Arabic letter mark: needed beside numbers and signs in right-to-left text; one at a time says it all. */
const MARKS_OF_DIRECTION = /[\u200e\u200f\u061c]{2,}/gu;

/** Scripts in which joiner (U+200D) and non-joiner (U+200C) change what a word looks like, or means: Persian above all. */
const JOINING =
  /[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Nko}\p{scx=Mongolian}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const MARK = /\p{M}/u;
const EMOJI = /\p{Emoji}/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const BEFORE_EMOJI_JOINER = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const NO_LETTER = /[\s\u200e\u200f\u061c]/u;
/** What nobody sees: spaces, marks of direction, joiners, the empty Braille cell. */
const UNSEEN = '[\\s\\u200c-\\u200f\\u061c\\u2800]';
const UNSEEN_AT_ENDS = new RegExp(`^${UNSEEN}+|${UNSEEN}+$`, 'gu');
const UNSEEN_LINES = new RegExp(`\\n${UNSEEN}*\\n`, 'gu');
const SEEN = /[^\s\p{C}\p{M}\u2800]/u;

export interface TextLimits {
  /** Code points, after cleaning. */
  readonly max: number;
  /** Breaks beyond become spaces; 1: a single line. */
  readonly lines: number;
}

/** Code points: what people call characters, near enough, and what a limit can be told in. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The text without what others must not get. Cleaning what is clean changes nothing. */
export function cleanText(raw: string, lines: number = MAX_LINES): string {
  let text = raw;
  // What goes may bring together what stood apart: nearly always the second round finds nothing more.
  for (let round = 0; round < 8; round++) {
    const next = cleanOnce(text, lines);
    if (next === text) break;
    text = next;
  }
  return text;
}

function cleanOnce(raw: string, lines: number): string {
  const plain = raw
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replaceAll('\t', ' ')
    .replace(FLAG_OR_GONE, (gone, flag: string | undefined) => flag ?? (gone === '\n' ? gone : ''))
    .normalize('NFC')
    .replace(MARKS_OF_DIRECTION, (run) => run.charAt(0));
  const joined = tidyMarks(Array.from(plain));
  let left = lines;
  return joined
    .replace(UNSEEN_LINES, '\n\n')
    .replace(UNSEEN_AT_ENDS, '')
    .replace(/\n+/gu, (run) => {
      const kept = Math.min(run.length, 2, left - 1);
      left -= kept;
      return kept > 0 ? '\n'.repeat(kept) : ' ';
    })
    .normalize('NFC');
}

/** Joiners, variation selectors and combining marks: kept where they do their work. */
function tidyMarks(points: readonly string[]): string {
  let kept = '';
  let before = '';
  let marks = 0;
  for (const [index, point] of points.entries()) {
    if (!isAtWork(point, before, points[index + 1] ?? '')) continue;
    marks = MARK.test(point) ? marks + 1 : 0;
    if (marks > MAX_MARKS) continue;
    kept += point;
    before = point;
  }
  return kept;
}

function isAtWork(point: string, before: string, after: string): boolean {
  switch (point) {
    case '\u200c':
      return isJoining(before);
    case '\u200d':
      return isJoining(before) || (BEFORE_EMOJI_JOINER.test(before) && PICTOGRAPH.test(after));
    case '\ufe0e':
    case '\ufe0f':
      return EMOJI.test(before);
    default:
      // a mark without a letter would sit on what stands before the text
      return !MARK.test(point) || (before !== '' && !NO_LETTER.test(before));
  }
}

function isJoining(point: string): boolean {
  return JOINING.test(point) && LETTER_OR_MARK.test(point);
}

/** The text of a message, a question, a short answer as others will see it, or why it cannot be taken. */
export function checkText(raw: string, limits: TextLimits = { max: MAX_TEXT, lines: MAX_LINES }): { ok: true; text: string } | Refusal {
  const text = cleanText(raw, limits.lines);
  if (!SEEN.test(text)) return refuse('ROOM_TEXT_EMPTY');
  const length = charactersOf(text);
  if (length > limits.max) return refuse('ROOM_TEXT_TOO_LONG', { max: limits.max, length });
  return { ok: true, text };
}
