/** Codes said to people: one catalogue a language, the same codes in each (the compiler and a test hold that). */
import type { Language } from '../../core/contracts/room/event.ts';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import type { RefusalCode } from '../refusals.ts';
import { REFUSALS } from '../refusals.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import ru from './ru.json' with { type: 'json' };

/** Plural forms by the count `by`, as Intl.PluralRules names them; `zero` is for the count 0 itself, in any language. */
export interface PluralSentence {
  readonly by: string;
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type Catalogue = Readonly<Record<RefusalCode, string | PluralSentence>>;

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, de, fr, pl, ru, fa };

const plurals = new Map(LANGUAGES.map((language) => [language, new Intl.PluralRules(language)]));
const numbers = new Map(LANGUAGES.map((language) => [language, new Intl.NumberFormat(language)]));

/** The catalogue's language for what a page asks for (BCP 47: `de-AT` is `de`); English for what there is no catalogue of. */
export function languageOf(tag: string | undefined): Language {
  const primary = tag?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

/**
 * The sentence for a person. Counts are written in the digits of the language; words that somebody wrote are isolated
 * (UAX #9: U+2068 … U+2069), so that they cannot turn the sentence around them.
 */
export function sentenceOf(code: RefusalCode, language: Language, facts: Readonly<Record<string, number | string>> = {}): string {
  const entry = CATALOGUES[language][code];
  const sentence = typeof entry === 'string' ? entry : pluralForm(entry, language, facts);
  const kinds: Readonly<Record<string, 'number' | 'text'>> = REFUSALS[code].facts;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return place;
    if (kinds[name] === 'number' && typeof fact === 'number') return numbers.get(language)?.format(fact) ?? String(fact);
    return `\u2068${fact}\u2069`;
  });
}

function pluralForm(entry: PluralSentence, language: Language, facts: Readonly<Record<string, number | string>>): string {
  const count = Number(facts[entry.by]);
  if (count === 0 && entry.zero !== undefined) return entry.zero;
  return entry[plurals.get(language)?.select(count) ?? 'other'] ?? entry.other;
}
