/**
 * The studio's words: one folder an area of the studio, in it one JSON catalogue a language. Of one language only, and of it only the areas that
 * the screens in use need (`word-book.ts`).
 */
import { wordsContext } from '../../ui/words-context.ts';
import type { Language } from '../../core/contracts/room/event.ts';
import { type CatalogueOf, makeWords, type WordsOf } from '../../ui/words.ts';
import type acts from './acts/en.json';
import type audience from './audience/en.json';
import type base from './base/en.json';
import type control from './control/en.json';
import type events from './events/en.json';
import type house from './house/en.json';

interface Phrases {
  readonly acts: keyof typeof acts;
  readonly audience: keyof typeof audience;
  readonly base: keyof typeof base;
  readonly control: keyof typeof control;
  readonly events: keyof typeof events;
  readonly house: keyof typeof house;
}

/** `base`: what the page begins with, and what several areas say. */
export type Area = keyof Phrases;
/** What may be said, of all areas; no two areas have a phrase of the same name. */
export type Phrase = Phrases[Area];
export type Words = WordsOf<Phrase>;

type Catalogues = { readonly [A in Area]: Readonly<Record<Language, () => Promise<{ readonly default: CatalogueOf<Phrases[A]> }>>> };

/** Every catalogue there is. */
export const CATALOGUES: Catalogues = {
  acts: {
    de: () => import('./acts/de.json'),
    en: () => import('./acts/en.json'),
    fa: () => import('./acts/fa.json'),
    fr: () => import('./acts/fr.json'),
    pl: () => import('./acts/pl.json'),
    ru: () => import('./acts/ru.json'),
  },
  audience: {
    de: () => import('./audience/de.json'),
    en: () => import('./audience/en.json'),
    fa: () => import('./audience/fa.json'),
    fr: () => import('./audience/fr.json'),
    pl: () => import('./audience/pl.json'),
    ru: () => import('./audience/ru.json'),
  },
  base: {
    de: () => import('./base/de.json'),
    en: () => import('./base/en.json'),
    fa: () => import('./base/fa.json'),
    fr: () => import('./base/fr.json'),
    pl: () => import('./base/pl.json'),
    ru: () => import('./base/ru.json'),
  },
  control: {
    de: () => import('./control/de.json'),
    en: () => import('./control/en.json'),
    fa: () => import('./control/fa.json'),
    fr: () => import('./control/fr.json'),
    pl: () => import('./control/pl.json'),
    ru: () => import('./control/ru.json'),
  },
  events: {
    de: () => import('./events/de.json'),
    en: () => import('./events/en.json'),
    fa: () => import('./events/fa.json'),
    fr: () => import('./events/fr.json'),
    pl: () => import('./events/pl.json'),
    ru: () => import('./events/ru.json'),
  },
  house: {
    de: () => import('./house/de.json'),
    en: () => import('./house/en.json'),
    fa: () => import('./house/fa.json'),
    fr: () => import('./house/fr.json'),
    pl: () => import('./house/pl.json'),
    ru: () => import('./house/ru.json'),
  },
};

export const AREAS = Object.keys(CATALOGUES) as readonly Area[];

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
  return Object.hasOwn(LANGUAGE_NAMES, text);
}

/** Fetches areas in a language. What is of other areas cannot be said by them. @throws what `import()` throws when a file cannot be had. */
export async function loadWords(language: Language, areas: Iterable<Area> = AREAS): Promise<Words> {
  const catalogues = await Promise.all([...areas].map((area) => CATALOGUES[area][language]()));
  const catalogue: CatalogueOf<Phrase> = Object.assign({}, ...catalogues.map((one) => one.default));
  return makeWords(language, catalogue);
}

/** The words of this page, for every component below. */
export const { Words: WordsContext, use: useWords } = wordsContext<Words>('WordsContext');
