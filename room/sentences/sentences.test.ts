import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import type { RefusalCode } from '../refusals.ts';
import { REFUSALS, refuse } from '../refusals.ts';
import { CATALOGUES, languageOf, sentenceOf } from './sentences.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];
const placesOf = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
const formsOf = (code: RefusalCode, language: (typeof LANGUAGES)[number]): Readonly<Record<string, string>> => {
  const entry = CATALOGUES[language][code];
  if (typeof entry === 'string') return { other: entry };
  const { by: _, ...forms } = entry;
  return forms;
};

describe.each(LANGUAGES)('the catalogue %s', (language) => {
  it('has a sentence for every code and no other', () => {
    expect(Object.keys(CATALOGUES[language]).sort()).toEqual([...CODES].sort());
  });

  it('has the places that the table of refusals promises', () => {
    for (const code of CODES) {
      const facts = Object.keys(REFUSALS[code].facts).sort();
      const forms = formsOf(code, language);
      expect([code, placesOf(forms['other'] ?? '')]).toEqual([code, facts]);
      for (const [form, sentence] of Object.entries(forms)) {
        expect(facts, `${code} ${form}`).toEqual(expect.arrayContaining(placesOf(sentence)));
        expect(sentence.trim(), `${code} ${form}`).toBe(sentence);
        expect(sentence.length, `${code} ${form}`).toBeGreaterThan(10);
      }
    }
  });

  it('has every plural form of the language wherever a sentence counts', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const code of CODES) {
      const entry = CATALOGUES[language][code];
      if (typeof entry === 'string') continue;
      expect(Object.keys(REFUSALS[code].facts), code).toContain(entry.by);
      expect(Object.keys(formsOf(code, language)), code).toEqual(expect.arrayContaining(wanted));
    }
  });

  it('leaves no place open', () => {
    for (const code of CODES) {
      for (const count of [0, 1, 2, 5, 22, 1000]) {
        const facts = Object.fromEntries(
          Object.entries(REFUSALS[code].facts).map(([name, kind]) => [name, kind === 'number' ? count : 'x']),
        );
        expect(sentenceOf(code, language, facts)).not.toMatch(/[{}]|undefined|NaN/);
      }
    }
  });
});

describe('sentenceOf', () => {
  it.each([
    { language: 'en', seconds: 1, ends: 'again in 1 second.', because: 'one' },
    { language: 'en', seconds: 5, ends: 'again in 5 seconds.', because: 'other' },
    { language: 'pl', seconds: 3, ends: 'za 3 sekundy.', because: 'few' },
    { language: 'pl', seconds: 25, ends: 'za 25 sekund.', because: 'many' },
    { language: 'ru', seconds: 21, ends: 'через 21 секунду.', because: 'Russian says 21 like 1' },
    { language: 'ru', seconds: 12, ends: 'через 12 секунд.', because: 'but not 12 like 2' },
  ] as const)('$language $seconds: $because', ({ language, seconds, ends }) => {
    expect(sentenceOf('ROOM_SLOW_MODE', language, { seconds }).endsWith(ends)).toBe(true);
  });

  it('writes counts in the digits of the language', () => {
    expect(sentenceOf('ROOM_SLOW_MODE', 'fa', { seconds: 12 })).toContain('۱۲ ثانیهٔ');
  });

  it('isolates what somebody wrote', () => {
    expect(sentenceOf('ROOM_FIELD_REQUIRED', 'en', { field: 'نام' })).toBe('Please fill in “\u2068نام\u2069”.');
  });

  it('says a count of nothing in its own words', () => {
    expect(sentenceOf('ROOM_WORD_LISTED', 'pl', { left: 0 })).toContain('Przez jakiś czas nie możesz pisać');
  });

  it.each([
    ['de-AT', 'de'],
    ['FA', 'fa'],
    ['it', 'en'],
    [undefined, 'en'],
  ] as const)('knows the language of %s: %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });
});

describe('refuse', () => {
  it('carries facts only where there are some', () => {
    expect(refuse('ROOM_CHAT_OFF')).toEqual({ ok: false, code: 'ROOM_CHAT_OFF' });
    expect(refuse('ROOM_MUTED', { minutes: 10 })).toEqual({ ok: false, code: 'ROOM_MUTED', facts: { minutes: 10 } });
  });
});
