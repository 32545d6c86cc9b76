/** What the built page weighs: bytes after `gzip -9`, by what a viewer fetches when. Fonts and pictures are not counted. */
import { BuiltPage } from '../../ui/build/built-page.ts';

/** In bytes; the names are those of `size-budget.json`. */
export interface PageSizes {
  /** Everything that runs before the page is there, and its heaviest language. */
  readonly script: number;
  /** The page's sheet. */
  readonly style: number;
  /** hls.js with what is ours around it, beside what the page has already. */
  readonly hls: number;
  /** Script, sheet and heaviest language of the room, beside what the page has already. */
  readonly room: number;
  /** The same of the event's own surfaces: its entrance and its waiting room. */
  readonly event: number;
  /** What a page of somebody else fetches to show an event. */
  readonly embed: number;
}

/**
 * @param dist what `ensurePlayerBuilt` gave.
 * @throws when the page is not made of what it is said to be made of: one script and one sheet, the parts that come later by their names.
 */
export function pageSizes(dist: string): PageSizes {
  const built = new BuiltPage(dist);
  const part = (name: string): number => built.total([...built.beside(name), ...built.sheetsOf(name)]) + heaviestWords(built, name);
  return {
    script: built.total(built.core) + heaviestWords(built, 'view'),
    style: built.total([built.sheet]),
    hls: built.total(built.beside('source-hls')),
    room: part('room'),
    event: part('event'),
    embed: built.total(['../embed.js']),
  };
}

/** @param whose the part of the page that says it: `view`, `room`. */
function heaviestWords(built: BuiltPage, whose: string): number {
  const catalogues = built.files.filter((file) => file.startsWith(`words-${whose}-`));
  if (catalogues.length === 0) throw new Error(`there are no words for ${whose}`);
  return Math.max(...catalogues.map((file) => built.total([file])));
}
