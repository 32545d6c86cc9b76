import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../view/words.ts';
import { ENTRANCE_CATALOGUES, loadEntranceWords, makeEntranceWords } from './entrance-words.ts';
import english from './strings/en.json' with { type: 'json' };

describe('the entrance speaks', () => {
  it('the languages of the page', () => {
    expect(Object.keys(ENTRANCE_CATALOGUES).sort()).toEqual(Object.keys(CATALOGUES).sort());
  });

  it('of times in the viewer’s own zone and digits', async () => {
    const words = makeEntranceWords('en', english, { region: 'en-GB', timeZone: 'Europe/Berlin' });
    expect(words.when('2026-05-12T09:30:00.000Z')).toMatch(/Tuesday.*12.*11:30/);
    expect(words.clock(252)).toBe('4:12');
    expect((await loadEntranceWords('fa')).clock(65)).toBe('۱:۰۵');
  });
});
