import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { loadRoomWords, ROOM_CATALOGUES, type RoomPhrase } from './room-words.ts';

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const formsOf = (entry: string | object): readonly string[] => (typeof entry === 'string' ? [entry] : (Object.values(entry) as string[]));

describe('the words of the room', () => {
  it('there is a catalogue for each language that events have, and no other file', () => {
    expect(Object.keys(ROOM_CATALOGUES).sort()).toEqual([...LANGUAGES].sort());
    const files = readdirSync(join(import.meta.dirname, 'strings')).map((name) => name.replace('.json', ''));
    expect(files.sort()).toEqual([...LANGUAGES].sort());
  });

  it.each(LANGUAGES)('%s says everything, with the same places and the plural forms of its language', async (language) => {
    const english = (await ROOM_CATALOGUES['en']?.())?.default;
    const catalogue = (await ROOM_CATALOGUES[language]?.())?.default;
    if (english === undefined || catalogue === undefined) throw new Error('not there');
    expect(Object.keys(catalogue)).toEqual(Object.keys(english));
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [phrase, entry] of Object.entries(catalogue)) {
      const wanted = english[phrase as RoomPhrase];
      expect(typeof entry, phrase).toBe(typeof wanted);
      for (const form of formsOf(entry)) {
        expect(form.trim(), phrase).not.toBe('');
        expect(places(form), phrase).toEqual(places(formsOf(wanted)[0] ?? ''));
      }
      if (typeof entry === 'object') expect(Object.keys(entry).sort(), phrase).toEqual(categories);
    }
  });

  it('counts in the language’s own way', async () => {
    const [pl, fa, en] = await Promise.all(['pl', 'fa', 'xx'].map(loadRoomWords));
    expect([1, 2, 5, 22].map((n) => pl?.say('votes', { n }))).toEqual(['1 głos', '2 głosy', '5 głosów', '22 głosy']);
    expect(fa?.say('votes', { n: 12 })).toContain('۱۲');
    expect(en?.say('replyTo', { name: 'Ada' })).toBe('Reply to \u2068Ada\u2069');
  });
});
