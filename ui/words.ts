/** A catalogue that speaks: plural forms, digits and hours of its language. */

/** Plural forms by the count `n`, as Intl.PluralRules names them. */
export interface Plural {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** What may be said, in one language. */
export type CatalogueOf<Phrase extends string> = Readonly<Record<Phrase, string | Plural>>;

/** A loader for each language. */
export type CataloguesOf<Phrase extends string> = Readonly<Record<string, () => Promise<{ default: CatalogueOf<Phrase> }>>>;

/** Speaks one language. */
export interface WordsOf<Phrase extends string> {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Counts are written in the digits of the language; words that somebody wrote are isolated, so that they cannot turn the sentence. */
  say(phrase: Phrase, values?: Readonly<Record<string, string | number>>): string;
  number(value: number, digits?: number): string;
  /** @param share 0-1. */
  percent(share: number): string;
  /** The hour of this browser. */
  time(atMs: number): string;
}

const RIGHT_TO_LEFT = ['fa'];

/** @param catalogue in that language. @param region BCP 47, of the same language, for the hour. */
export function makeWords<Phrase extends string>(
  language: string,
  catalogue: CatalogueOf<Phrase>,
  region: string = regionOf(language),
): WordsOf<Phrase> {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const times = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' });
  return {
    language,
    direction: RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr',
    number: (value, digits) =>
      digits === undefined
        ? numbers.format(value)
        : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
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

/** Fetches a language; English where there is no catalogue of it. @throws what `import()` throws when a file cannot be had. */
export async function loadWordsOf<Phrase extends string>(catalogues: CataloguesOf<Phrase>, language: string): Promise<WordsOf<Phrase>> {
  const known = Object.hasOwn(catalogues, language) ? language : 'en';
  const load = catalogues[known];
  if (load === undefined) throw new RangeError(`no catalogue: ${known}`);
  return makeWords(known, (await load()).default);
}

/** The hour is written as the reader's country writes it, where the browser tells the country. */
export function regionOf(language: string): string {
  return globalThis.navigator?.languages?.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;
}

function pluralOf(plurals: Intl.PluralRules, n: number): keyof Plural {
  const form = plurals.select(n);
  return form === 'zero' || form === 'two' ? 'other' : form;
}
