/** What every part's loaders have in common; what the catalogues say is read in ui/catalogues.test.ts. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import type { CatalogueOf } from '../../ui/words.ts';

/** A loader for each language. */
type Catalogues<Phrase extends string> = Readonly<Record<string, () => Promise<{ default: CatalogueOf<Phrase> }>>>;

/** @param folder of the JSON files. */
export function catalogueContract<Phrase extends string>(name: string, catalogues: Catalogues<Phrase>, folder: string): void {
  describe(`the words of ${name}`, () => {
    it('there is a catalogue for each language that events have, and no other file', () => {
      expect(Object.keys(catalogues).sort()).toEqual([...LANGUAGES].sort());
      const files = readdirSync(folder).map((file) => file.replace('.json', ''));
      expect(files.sort()).toEqual([...LANGUAGES].sort());
    });
  });
}
