/** The panel's words in the viewer's language: one JSON catalogue a language, fetched with the panel. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type CatalogueOf, makeWords, type WordsOf } from '../../ui/words.ts';
import type english from './strings/en.json';

export type RoomCatalogue = CatalogueOf<keyof typeof english>;
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

export type RoomWords = WordsOf<RoomPhrase>;

/** English for a language that the room does not speak. */
export async function loadRoomWords(language: string): Promise<RoomWords> {
  const known = Object.hasOwn(ROOM_CATALOGUES, language) ? language : 'en';
  const load = ROOM_CATALOGUES[known];
  if (load === undefined) throw new RangeError(`no catalogue: ${known}`);
  return makeWords(known, (await load()).default);
}

export const RoomWordsContext = createContext<RoomWords | undefined>(undefined);

/** The words of this panel. */
export function useRoomWords(): RoomWords {
  const words = useContext(RoomWordsContext);
  if (words === undefined) throw new Error('no words: render below RoomWordsContext');
  return words;
}
