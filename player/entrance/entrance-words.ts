/** The words of the entrance in the viewer's language: fetched with it. */
import { wordsContext } from '../../ui/words-context.ts';
import { regionOf } from '../../ui/words.ts';
import { type Say, sayIn } from '../view/words.ts';
import type english from './strings/en.json';

type EntranceCatalogue = Readonly<Record<keyof typeof english, string>>;

/** What may be said. */
export type EntrancePhrase = keyof EntranceCatalogue;

/** Every catalogue there is: the languages of the page. */
export const ENTRANCE_CATALOGUES: Readonly<Record<string, () => Promise<{ default: EntranceCatalogue }>>> = {
  de: () => import('./strings/de.json'),
  en: () => import('./strings/en.json'),
  fa: () => import('./strings/fa.json'),
  fr: () => import('./strings/fr.json'),
  pl: () => import('./strings/pl.json'),
  ru: () => import('./strings/ru.json'),
};

export interface EntranceWords {
  readonly language: string;
  readonly say: Say<EntrancePhrase>;
  /** A day and an hour in the viewer's own time zone, which is named. @param iso ISO 8601. */
  readonly when: (iso: string) => string;
  /** `4:12`: how long to wait. */
  readonly clock: (seconds: number) => string;
}

/** @throws RangeError for a language that there is no catalogue for. */
export async function loadEntranceWords(language: string): Promise<EntranceWords> {
  const load = ENTRANCE_CATALOGUES[language];
  if (load === undefined) throw new RangeError(`no catalogue: ${language}`);
  return makeEntranceWords(language, (await load()).default, { region: regionOf(language) });
}

/** @param catalogue in that language. `region`: BCP 47, of the same language, for the hour; `timeZone`: IANA name; absent: the browser's. */
export function makeEntranceWords(
  language: string,
  catalogue: EntranceCatalogue,
  { region = language, timeZone }: { readonly region?: string; readonly timeZone?: string } = {},
): EntranceWords {
  const times = new Intl.DateTimeFormat(region, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const digits = new Intl.NumberFormat(language, { useGrouping: false });
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  return {
    language,
    say: sayIn(language, catalogue),
    when: (iso) => times.format(new Date(iso)),
    clock: (seconds) => `${digits.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`,
  };
}

/** The words of this entrance. */
export const { Words: EntranceWordsContext, use: useEntranceWords } = wordsContext<EntranceWords>('EntranceWordsContext');
