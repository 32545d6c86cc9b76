/** The panel's words in the viewer's language: one JSON catalogue a language, fetched with the panel. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type english from './strings/en.json';

/** Plural forms by the count `n`, as Intl.PluralRules names them. */
interface Plural {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type RoomCatalogue = Readonly<Record<keyof typeof english, string | Plural>>;
/** What may be said. */
export type RoomPhrase = keyof RoomCatalogue;

/** A loader for each language that the room speaks. */
export const ROOM_CATALOGUES: Readonly<Record<string, () => Promise<{ default: RoomCatalogue }>>> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};

export interface RoomWords {
  readonly language: string;
  /** Counts are written in the digits of the language; words that somebody wrote are isolated, so that they cannot turn the sentence. */
  say(phrase: RoomPhrase, values?: Readonly<Record<string, string | number>>): string;
  number(value: number): string;
  /** @param share 0-1. */
  percent(share: number): string;
  time(atMs: number): string;
}

/** English for a language that the room does not speak. */
export async function loadRoomWords(language: string): Promise<RoomWords> {
  const known = Object.hasOwn(ROOM_CATALOGUES, language) ? language : 'en';
  const load = ROOM_CATALOGUES[known];
  if (load === undefined) throw new RangeError(`no catalogue: ${known}`);
  // The hour is written as the viewer's country writes it, where the browser tells the country.
  const region = globalThis.navigator?.languages?.find((tag) => tag.toLowerCase().startsWith(`${known}-`));
  return makeRoomWords(known, (await load()).default, region);
}

/** @param catalogue in that language. @param region BCP 47, of the same language, for the hour. */
export function makeRoomWords(language: string, catalogue: RoomCatalogue, region: string = language): RoomWords {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const times = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' });
  return {
    language,
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    time: (atMs) => times.format(atMs),
    say(phrase, values = {}) {
      const entry = catalogue[phrase];
      const sentence = typeof entry === 'string' ? entry : (entry[pluralOf(plurals, Number(values['n']))] ?? entry.other);
      return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name] ?? '';
        return typeof value === 'number' ? numbers.format(value) : `\u2068${value}\u2069`;
      });
    },
  };
}

function pluralOf(plurals: Intl.PluralRules, n: number): keyof Plural {
  const form = plurals.select(n);
  return form === 'zero' || form === 'two' ? 'other' : form;
}

export const RoomWordsContext = createContext<RoomWords | undefined>(undefined);

/** The words of this panel. */
export function useRoomWords(): RoomWords {
  const words = useContext(RoomWordsContext);
  if (words === undefined) throw new Error('no words: render below RoomWordsContext');
  return words;
}
