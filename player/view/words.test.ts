import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CARD_CATALOGUES } from './card-words.tsx';
import en from './strings/en.json';
import { CATALOGUES, loadWords, makeWords, pickLanguage } from './words.ts';

describe.each([
  { folder: 'strings', all: CATALOGUES },
  { folder: 'card-strings', all: CARD_CATALOGUES },
])('the catalogues in $folder', ({ folder, all }) => {
  it('every one can be chosen, and all six languages have one', () => {
    const files = readdirSync(new URL(folder, import.meta.url)).map((file) => file.replace('.json', ''));
    expect(Object.keys(all).toSorted()).toEqual(files.toSorted());
    expect(files.toSorted()).toEqual(['de', 'en', 'fa', 'fr', 'pl', 'ru']);
  });
});

describe('the language', () => {
  it.each([
    { wanted: ['de-AT', 'en'], language: 'de', because: 'a region is a detail' },
    { wanted: ['nl', 'fr-BE'], language: 'fr', because: 'the second choice is spoken here' },
    { wanted: ['nl'], language: 'en', because: 'none is spoken here' },
    { wanted: ['constructor'], language: 'en', because: 'that is no language' },
    { wanted: ['fa-IR'], language: 'fa', because: 'Persian' },
    { wanted: ['xx', 'ru-RU', 'en'], language: 'ru', because: 'what the link asks for is unknown, and the browser has a second choice' },
  ])('$wanted: $language, $because', ({ wanted, language }) => {
    expect(pickLanguage(wanted)).toBe(language);
  });

  it('Persian goes from right to left, with its own digits', async () => {
    const words = await loadWords('fa');
    expect(words.direction).toBe('rtl');
    expect(words.clock(75)).toBe('۱:۱۵');
  });
});

describe('a span of time', () => {
  const words = makeWords('en', en);
  it.each([
    [0.63, '0.6 s'],
    [-0.2, '0.0 s'],
    [41.4, '41 s'],
    [200, '3 min'],
    [9000, '2.5 h'],
  ])('%d: %s', (seconds, text) => {
    expect(words.span(seconds)).toBe(text);
  });
});
