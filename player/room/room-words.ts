/** The panel's words in the viewer's language: one JSON catalogue a language, fetched with the panel. */
import { wordsContext } from '../../ui/words-context.ts';
import { type CataloguesOf, loadWordsOf, type WordsOf } from '../../ui/words.ts';
import type english from './strings/en.json';

/** What may be said. */
export type RoomPhrase = keyof typeof english;

/** A loader for each language that the room speaks. */
export const ROOM_CATALOGUES: CataloguesOf<RoomPhrase> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};

export type RoomWords = WordsOf<RoomPhrase>;

/** English for a language that the room does not speak. */
export const loadRoomWords = (language: string): Promise<RoomWords> => loadWordsOf(ROOM_CATALOGUES, language);

/** The words of this panel. */
export const { Words: RoomWordsContext, use: useRoomWords } = wordsContext<RoomWords>('RoomWordsContext');
