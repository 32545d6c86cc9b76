/** The page's words in the viewer's language: one JSON catalogue a language, and only that one is fetched. */
import { wordsContext } from '../../ui/words-context.ts';
import { clockText } from '../playback/programme-time.ts';
import type english from './strings/en.json';

type Catalogue = Readonly<Record<keyof typeof english, string>>;

/** What may be said. */
export type Phrase = keyof Catalogue;

/** Every catalogue there is. */
export const CATALOGUES: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};
const RIGHT_TO_LEFT = ['fa'];

/** Fills the places of a phrase; numbers are written in the digits of the language. */
export type Say<Name extends string> = (phrase: Name, values?: Readonly<Record<string, string | number>>) => string;

/** Speaks one language. */
export interface Words {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Say<Phrase>;
  /** `0.6 s`, `3 min`: for sentences. */
  span(seconds: number): string;
  /** `12:41`: for the bar. */
  clock(seconds: number): string;
  number(value: number, digits?: number): string;
}

/** @param wanted language tags, the dearest first. @returns the first that we speak; English when none. */
export function pickLanguage(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(CATALOGUES, language)) return language;
  }
  return 'en';
}

/** Fetches a language's catalogue. */
export async function loadWords(language: string): Promise<Words> {
  const load = CATALOGUES[language];
  if (load === undefined) throw new RangeError(`no catalogue: ${language}`);
  return makeWords(language, (await load()).default);
}

/** @param catalogue in that language. */
export function sayIn<Name extends string>(language: string, catalogue: Readonly<Record<Name, string>>): Say<Name> {
  const count = new Intl.NumberFormat(language, { useGrouping: false });
  return (phrase, values = {}) =>
    catalogue[phrase].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? count.format(value) : value;
    });
}

/** @param catalogue in that language. */
export function makeWords(language: string, catalogue: Catalogue): Words {
  // to make one takes a browser a hundred times as long as to write a number with it
  const writers: Intl.NumberFormat[] = [];
  const number = (value: number, digits = 0): string =>
    (writers[digits] ??= new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })).format(value);
  const say = sayIn(language, catalogue);
  return {
    language,
    direction: RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr',
    say,
    number,
    span(seconds) {
      if (seconds < 10) return say('seconds', { n: number(Math.max(0, seconds), 1) });
      if (seconds < 100) return say('seconds', { n: number(Math.round(seconds)) });
      if (seconds < 6000) return say('minutes', { n: number(Math.round(seconds / 60)) });
      return say('hours', { n: number(seconds / 3600, 1) });
    },
    clock: (seconds) => clockText(seconds).replace(/\d/g, (digit) => number(Number(digit))),
  };
}

/** The words of this page, for every component below. */
export const { Words: WordsContext, use: useWords } = wordsContext<Words>('WordsContext');
