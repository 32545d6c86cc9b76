/** What is said of the event before, beside and after the picture, in the viewer's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type CatalogueOf, makeWords, type WordsOf } from '../../ui/words.ts';
import type english from './strings/en.json';

/** What may be said. */
export type EventPhrase = keyof typeof english;

/** A loader for each language. */
export const EVENT_CATALOGUES: Readonly<Record<string, () => Promise<{ default: CatalogueOf<EventPhrase> }>>> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};

export type EventWords = WordsOf<EventPhrase>;

/** English for a language that there is no catalogue of. */
export async function loadEventWords(language: string): Promise<EventWords> {
  const known = Object.hasOwn(EVENT_CATALOGUES, language) ? language : 'en';
  const load = EVENT_CATALOGUES[known];
  if (load === undefined) throw new RangeError(`no catalogue: ${known}`);
  return makeWords(known, (await load()).default);
}

export const EventWordsContext = createContext<EventWords | undefined>(undefined);

/** The words of the event. */
export function useEventWords(): EventWords {
  const words = useContext(EventWordsContext);
  if (words === undefined) throw new Error('no words: render below EventWordsContext');
  return words;
}
