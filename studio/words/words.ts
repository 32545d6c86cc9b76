/** The studio's words: one folder an area of the studio, in it one JSON catalogue a language. Only one language is fetched. */
import { wordsContext } from '../../ui/words-context.ts';
import type { Language } from '../../core/contracts/room/event.ts';
import { type CatalogueOf, makeWords, type WordsOf } from '../../ui/words.ts';
import type acts from './acts/en.json';
import type audience from './audience/en.json';
import type base from './base/en.json';
import type control from './control/en.json';
import type events from './events/en.json';
import type house from './house/en.json';
import type library from './library/en.json';

/** What may be said, of all areas; no two areas have a phrase of the same name. */
export type Phrase =
  | keyof typeof acts
  | keyof typeof audience
  | keyof typeof base
  | keyof typeof control
  | keyof typeof events
  | keyof typeof house
  | keyof typeof library;
export type Words = WordsOf<Phrase>;

type Area<Phrases extends string> = Promise<{ readonly default: CatalogueOf<Phrases> }>;
type Areas = () => readonly [
  Area<keyof typeof acts>,
  Area<keyof typeof audience>,
  Area<keyof typeof base>,
  Area<keyof typeof control>,
  Area<keyof typeof events>,
  Area<keyof typeof house>,
  Area<keyof typeof library>,
];

/** Every catalogue there is. */
export const CATALOGUES: Readonly<Record<Language, Areas>> = {
  de: () => [
    import('./acts/de.json'),
    import('./audience/de.json'),
    import('./base/de.json'),
    import('./control/de.json'),
    import('./events/de.json'),
    import('./house/de.json'),
    import('./library/de.json'),
  ],
  en: () => [
    import('./acts/en.json'),
    import('./audience/en.json'),
    import('./base/en.json'),
    import('./control/en.json'),
    import('./events/en.json'),
    import('./house/en.json'),
    import('./library/en.json'),
  ],
  fa: () => [
    import('./acts/fa.json'),
    import('./audience/fa.json'),
    import('./base/fa.json'),
    import('./control/fa.json'),
    import('./events/fa.json'),
    import('./house/fa.json'),
    import('./library/fa.json'),
  ],
  fr: () => [
    import('./acts/fr.json'),
    import('./audience/fr.json'),
    import('./base/fr.json'),
    import('./control/fr.json'),
    import('./events/fr.json'),
    import('./house/fr.json'),
    import('./library/fr.json'),
  ],
  pl: () => [
    import('./acts/pl.json'),
    import('./audience/pl.json'),
    import('./base/pl.json'),
    import('./control/pl.json'),
    import('./events/pl.json'),
    import('./house/pl.json'),
    import('./library/pl.json'),
  ],
  ru: () => [
    import('./acts/ru.json'),
    import('./audience/ru.json'),
    import('./base/ru.json'),
    import('./control/ru.json'),
    import('./events/ru.json'),
    import('./house/ru.json'),
    import('./library/ru.json'),
  ],
};

/** Each language by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  pl: 'Polski',
  ru: 'Русский',
  fa: 'فارسی',
};

/** The same for a list to choose from. */
export const LANGUAGE_OPTIONS = Object.entries(LANGUAGE_NAMES) as readonly (readonly [Language, string])[];

/** @param wanted language tags, the dearest first. @returns the first that we speak; English when none. */
export function pickLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage);
  return spoken ?? 'en';
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(CATALOGUES, text);
}

/** Fetches a language. @throws what `import()` throws when a file cannot be had. */
export async function loadWords(language: Language): Promise<Words> {
  const areas = await Promise.all(CATALOGUES[language]());
  const catalogue: CatalogueOf<Phrase> = Object.assign({}, ...areas.map((area) => area.default));
  return makeWords(language, catalogue);
}

/** The words of this page, for every component below. */
export const { Words: WordsContext, use: useWords } = wordsContext<Words>('WordsContext');
