/** What is said of the event before, beside and after the picture, in the viewer's language. */
import { wordsContext } from '../../ui/words-context.ts';
import { type CataloguesOf, loadWordsOf, type WordsOf } from '../../ui/words.ts';
import type english from './strings/en.json';

/** What may be said. */
export type EventPhrase = keyof typeof english;

/** A loader for each language. */
export const EVENT_CATALOGUES: CataloguesOf<EventPhrase> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};

export type EventWords = WordsOf<EventPhrase>;

/** English for a language that there is no catalogue of. */
export const loadEventWords = (language: string): Promise<EventWords> => loadWordsOf(EVENT_CATALOGUES, language);

/** The words of the event. */
export const { Words: EventWordsContext, use: useEventWords } = wordsContext<EventWords>('EventWordsContext');
