import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../core/contracts/room/event.ts';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { CATALOGUES, LANGUAGE_NAMES, loadWords, pickLanguage } from './words.ts';

type Entry = string | Readonly<Record<string, string>>;
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const formsOf = (entry: Entry): readonly string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const areasOf = async (language: Language) =>
  (await Promise.all(CATALOGUES[language]())).map((area): Readonly<Record<string, Entry>> => ({ ...area.default }) as never);

describe('the words of the studio', () => {
  it('every area has a catalogue for each language, and every one is fetched', async () => {
    const areas = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of areas) {
      const files = readdirSync(join(import.meta.dirname, name)).map((file) => file.replace('.json', ''));
      expect(files.sort(), name).toEqual([...LANGUAGES].sort());
    }
    expect((await areasOf('en')).length).toBe(areas.length);
    expect(Object.keys(LANGUAGE_NAMES).sort()).toEqual([...LANGUAGES].sort());
  });

  it('no phrase stands in two areas', async () => {
    const phrases = (await areasOf('en')).flatMap((area) => Object.keys(area));
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
  });

  it.each(LANGUAGES)('%s says everything, with the same places and the plural forms of its language', async (language) => {
    const [english, translated] = await Promise.all([areasOf('en'), areasOf(language)]);
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    english.forEach((area, index) => {
      const catalogue = translated[index] ?? {};
      expect(Object.keys(catalogue)).toEqual(Object.keys(area));
      for (const [phrase, entry] of Object.entries(catalogue)) {
        const wanted = area[phrase] ?? '';
        expect(typeof entry, phrase).toBe(typeof wanted);
        for (const form of formsOf(entry)) {
          expect(form.trim(), phrase).not.toBe('');
          expect(places(form), phrase).toEqual(places(formsOf(wanted)[0] ?? ''));
        }
        if (typeof entry === 'object') expect(Object.keys(entry).sort(), phrase).toEqual(categories);
      }
    });
  });

  it('what somebody wrote cannot turn a sentence', async () => {
    const words = await loadWords('fa');
    expect(words.direction).toBe('rtl');
    expect(words.say('errorCode', { code: 'A' })).toContain('\u2068A\u2069');
  });

  it.each([
    { wanted: ['de-AT', 'en'], language: 'de', because: 'a region is a detail' },
    { wanted: ['nl', 'fr-BE'], language: 'fr', because: 'the second choice is spoken here' },
    { wanted: ['constructor'], language: 'en', because: 'that is no language' },
  ])('$wanted: $language, $because', ({ wanted, language }) => {
    expect(pickLanguage(wanted)).toBe(language);
  });
});
