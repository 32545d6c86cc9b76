import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../core/contracts/room/event.ts';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { AREAS, CATALOGUES, LANGUAGE_NAMES, loadWords, pickLanguage } from './words.ts';

const areasOf = (language: Language) =>
  Promise.all(AREAS.map(async (area): Promise<object> => (await CATALOGUES[area][language]()).default));

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
