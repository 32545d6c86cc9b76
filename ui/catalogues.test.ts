/** Every catalogue of every page, read as a proofreader reads: what is missing, what is left over, and how each language is typeset. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDIT_ACTS } from '../core/contracts/room/audit-acts.ts';
import type { Language } from '../core/contracts/room/event.ts';
import { LANGUAGES } from '../core/contracts/room/event.ts';

type Entry = string | Readonly<Record<string, string>>;
type Catalogue = Readonly<Record<string, Entry>>;

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = globSync(['player/*/*strings', 'studio/words/*/', 'room/sentences'], { cwd: ROOT })
  .map((folder) => folder.replace(/\/$/, ''))
  .filter((folder) => !folder.endsWith('.ts') && !folder.endsWith('.tsx'));

const read = (folder: string, language: Language): Catalogue =>
  JSON.parse(readFileSync(join(ROOT, folder, `${language}.json`), 'utf8')) as Catalogue;
/** Its forms by their names; `by` says what the sentence counts. */
const formsOf = (entry: Entry): Readonly<Record<string, string>> => {
  if (typeof entry === 'string') return { other: entry };
  const { by: _, ...forms } = entry;
  return forms;
};
const textsOf = (catalogue: Catalogue): readonly (readonly [name: string, text: string])[] =>
  Object.entries(catalogue).flatMap(([phrase, entry]) =>
    Object.entries(formsOf(entry)).map(([form, text]) => [typeof entry === 'string' ? phrase : `${phrase}#${form}`, text] as const),
  );
const placesOf = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** Whether the form is said of one count alone, so that the figure need not stand in it: `one` is 21 too in Russian. */
const isCountItself = (form: string, language: Language): boolean =>
  form === 'zero' || (form === 'one' && new Intl.PluralRules(language).select(21) !== 'one');

interface Slip {
  readonly slip: RegExp;
  readonly because: string;
}
const ANYWHERE: readonly Slip[] = [
  { slip: /^\s|\s$/, because: 'a blank at either end' },
  { slip: /\s\s/, because: 'two blanks' },
  { slip: /\.\.\./, because: 'three dots are one sign: …' },
  { slip: /["']/, because: 'quotes and apostrophes of a typewriter' },
  { slip: /(^|\s)-(\s|$)/, because: 'a hyphen is not a dash' },
];
const OF_LANGUAGE: Readonly<Record<Language, readonly Slip[]>> = {
  en: [{ slip: /[„«»]/, because: 'quotes are “…”' }],
  de: [
    { slip: /[”«»]/, because: 'quotes are „…“' },
    { slip: /(^|[^„\p{L}])(du|dein|deine|dir|dich|euch|euer)(\P{L}|$)/iu, because: 'people are addressed as Sie' },
    { slip: / …/, because: 'a no-break space stands before an ellipsis' },
  ],
  fr: [
    { slip: /[„“”]/, because: 'quotes are « … »' },
    { slip: /[^\u202f][;!?»]|«[^\u202f]|[^\u202f\d]:(?!\/\/)/, because: 'a narrow no-break space stands inside of « » and before ; : ! ?' },
    { slip: /(^|\P{L})(tu|ton|ta|tes|toi)(\P{L}|$)/iu, because: 'people are addressed as vous' },
  ],
  pl: [
    { slip: /[“«»]/, because: 'quotes are „…”' },
    { slip: /(?<=.)(?<![.:?!] )(Twój|Twoj|Twoi|Twe|Tobą|Tobie|Ciebie|Cię)/u, because: 'in a page "twój" has a small letter' },
    { slip: /\p{L}(łeś|łaś)(\P{L}|$)/u, because: 'a past tense says of which sex the reader is' },
  ],
  ru: [
    { slip: /[„“”]/, because: 'quotes are «…»' },
    { slip: /(?<=[\p{L},] )(Вы|Вас|Вам|Ваш\p{L}*)(\P{L}|$)/u, because: 'in a page "вы" has a small letter' },
    { slip: / - | – /, because: 'the dash is —' },
  ],
  fa: [
    { slip: /[„“”]/, because: 'quotes are «…»' },
    { slip: /[,;?]/, because: 'the signs are ، ؛ ؟' },
    { slip: /[يك]/, because: 'these are the Arabic letters; the Persian are ی and ک' },
    { slip: /(^|[\s«(])ن?می [آ-ی]/, because: 'می is joined by a zero-width non-joiner' },
    { slip: /[آ-ی] ها(ی|یی|یش|یشان|یتان)?(?=[\s.،؛:؟»)]|$)/, because: 'ها is joined by a zero-width non-joiner' },
  ],
};

it('there are catalogues to read', () => {
  expect(FOLDERS.length).toBeGreaterThan(10);
});

describe.each(FOLDERS)('the words in %s', (folder) => {
  const english = read(folder, 'en');

  it.each(LANGUAGES)('%s says everything that English says, in the same order, with the same places to fill in', (language) => {
    const catalogue = read(folder, language);
    expect(Object.keys(catalogue)).toEqual(Object.keys(english));
    for (const [phrase, entry] of Object.entries(catalogue)) {
      const wanted = english[phrase] ?? '';
      expect(typeof entry, phrase).toBe(typeof wanted);
      const { other = '' } = formsOf(wanted);
      for (const [form, text] of Object.entries(formsOf(entry))) {
        expect(text, `${phrase} ${form}`).not.toBe('');
        const places = isCountItself(form, language) ? placesOf(other).filter((place) => text.includes(place)) : placesOf(other);
        expect(placesOf(text), `${phrase} ${form}`).toEqual(places);
      }
    }
  });

  it.each(LANGUAGES)('%s counts in every plural form of its language, and in no other', (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [phrase, entry] of Object.entries(read(folder, language))) {
      if (typeof entry === 'string') continue;
      const forms = Object.keys(formsOf(entry)).filter((form) => form !== 'zero');
      expect(forms.sort(), phrase).toEqual(categories);
    }
  });

  it.each(LANGUAGES)('%s is typeset as its readers are used to', (language) => {
    const texts = textsOf(read(folder, language));
    for (const { slip, because } of [...ANYWHERE, ...OF_LANGUAGE[language]]) {
      const slips = texts.filter(([, text]) => slip.test(text)).map(([name, text]) => `${name}: ${text}`);
      expect(slips, because).toEqual([]);
    }
  });
});

/** What a page is made of; what it has in common with the server names some phrases, too. */
const SOURCES: Readonly<Record<string, string>> = { player: sourceOf('player'), studio: sourceOf('studio') };
const ACT_PHRASES: ReadonlySet<string> = new Set(AUDIT_ACTS.map((act) => `act.${act}`));

function sourceOf(page: string): string {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/*.test.ts', '**/testing/**'];
  const files = globSync([`${page}/**/*.{ts,tsx}`, 'core/contracts/**/*.ts'], { cwd: ROOT, exclude });
  return files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
}

it.each(FOLDERS.filter((folder) => !folder.startsWith('room/')))('every phrase in %s is said somewhere', (folder) => {
  const source = SOURCES[folder.split('/')[0] ?? ''] ?? '';
  const isSaid = (phrase: string): boolean =>
    ACT_PHRASES.has(phrase) || [`'${phrase}'`, `"${phrase}"`, `default.${phrase}`, `${phrase}: '`].some((said) => source.includes(said));
  expect(Object.keys(read(folder, 'en')).filter((phrase) => !isSaid(phrase))).toEqual([]);
});
