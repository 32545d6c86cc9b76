/** What every part's catalogues have in common. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import type { CatalogueOf } from '../../ui/words.ts';

/** A loader for each language. */
type Catalogues<Phrase extends string> = Readonly<Record<string, () => Promise<{ default: CatalogueOf<Phrase> }>>>;

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const formsOf = (entry: string | object): readonly string[] => (typeof entry === 'string' ? [entry] : (Object.values(entry) as string[]));

/** @param folder of the JSON files. */
export function catalogueContract<Phrase extends string>(name: string, catalogues: Catalogues<Phrase>, folder: string): void {
  describe(`the words of ${name}`, () => {
    it('there is a catalogue for each language that events have, and no other file', () => {
      expect(Object.keys(catalogues).sort()).toEqual([...LANGUAGES].sort());
      const files = readdirSync(folder).map((file) => file.replace('.json', ''));
      expect(files.sort()).toEqual([...LANGUAGES].sort());
    });

    it.each(LANGUAGES)('%s says everything, with the same places and the plural forms of its language', async (language) => {
      const english = (await catalogues['en']?.())?.default;
      const catalogue = (await catalogues[language]?.())?.default;
      if (english === undefined || catalogue === undefined) throw new Error('not there');
      expect(Object.keys(catalogue)).toEqual(Object.keys(english));
      const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
      for (const phrase of Object.keys(catalogue) as Phrase[]) {
        const [entry, wanted] = [catalogue[phrase], english[phrase]];
        expect(typeof entry, phrase).toBe(typeof wanted);
        for (const form of formsOf(entry)) {
          expect(form.trim(), phrase).not.toBe('');
          expect(places(form), phrase).toEqual(places(formsOf(wanted)[0] ?? ''));
        }
        if (typeof entry === 'object') expect(Object.keys(entry).sort(), phrase).toEqual(categories);
      }
    });
  });
}
