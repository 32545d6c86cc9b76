import { describe, expect, it } from 'vitest';
import de from './strings/de.json';
import en from './strings/en.json';
import fa from './strings/fa.json';
import fr from './strings/fr.json';
import pl from './strings/pl.json';
import { loadWords, makeWords, pickLanguage } from './words.ts';

const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each(Object.entries({ de, fa, fr, pl }))('the catalogue %s', (_, catalogue) => {
  it('says everything that English says', () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en));
  });

  it.each(Object.entries(catalogue))('%s has the same places to fill', (phrase, text) => {
    expect(text.trim()).not.toBe('');
    expect(places(text)).toEqual(places(en[phrase as keyof typeof en]));
  });
});

describe('the language', () => {
  it.each([
    { wanted: ['de-AT', 'en'], language: 'de', because: 'a region is a detail' },
    { wanted: ['nl', 'fr-BE'], language: 'fr', because: 'the second choice is spoken here' },
    { wanted: ['nl'], language: 'en', because: 'none is spoken here' },
    { wanted: ['constructor'], language: 'en', because: 'that is no language' },
    { wanted: ['fa-IR'], language: 'fa', because: 'Persian' },
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
