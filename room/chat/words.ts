/** The organiser's word list: whole words, also written so that a filter does not see them. */

const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' },
  // letters of other scripts that look the same to a reader
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ο: 'o', α: 'a', ε: 'e' },
};
const IMITATES = /[013457@$!аеорсухіѕοαε]/gu;
/** Marks, joiners, marks of direction, the kashida. */
const SILENT = /\p{M}|\u200c|\u200d|\u200e|\u200f|\u0640/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;
const LONE_LETTER = /^\p{L}$/u;

/** Words of a text without case, accents and signs that are not heard; single letters with spaces or signs between them are one word. */
function wordsOf(text: string): readonly string[] {
  const folded = text
    .normalize('NFKD')
    .replace(SILENT, '')
    .toLowerCase()
    .replace(/(?<=\p{L})[@$!](?=\p{L})/gu, (sign) => LOOKALIKES[sign] ?? sign);
  const words: string[] = [];
  let spelt = '';
  for (const word of folded.split(BETWEEN_WORDS)) {
    if (LONE_LETTER.test(word)) {
      spelt += word;
      continue;
    }
    if (spelt !== '') words.push(spelt);
    spelt = '';
    if (word !== '') words.push(word);
  }
  return (spelt === '' ? words : [...words, spelt]).map((word) => word.replace(IMITATES, (sign) => LOOKALIKES[sign] ?? sign));
}

/** A letter may be drawn out, but not left out: "asss" is "ass", "as" is not. */
function drawnOut(word: string): string {
  return word.replace(/(.)\1*/gu, (run, letter: string) => `${letter}{${Array.from(run).length},}`);
}

/** A list as one pattern, made once. null: it lists nothing. */
const patterns = new WeakMap<readonly string[], RegExp | null>();

function patternOf(list: readonly string[]): RegExp | null {
  const made = patterns.get(list);
  if (made !== undefined) return made;
  const phrases = list.map((entry) => wordsOf(entry).map(drawnOut).join(' ')).filter((phrase) => phrase !== '');
  const pattern = phrases.length === 0 ? null : new RegExp(` (?:${phrases.join('|')}) `, 'u');
  patterns.set(list, pattern);
  return pattern;
}

/** Whether a listed word, or all words of a listed phrase in a row, stand in the text. Parts of words do not count: "class" is no "ass". */
export function hasListedWord(text: string, list: readonly string[]): boolean {
  return patternOf(list)?.test(` ${wordsOf(text).join(' ')} `) === true;
}
