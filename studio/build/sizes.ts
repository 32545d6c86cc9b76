/** What the built studio weighs: bytes after `gzip -9`, by what an organiser fetches when. Fonts and pictures are not counted. */
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { BuiltPage } from '../../ui/build/built-page.ts';

/** In bytes; the names are those of `size-budget.json`. */
export interface StudioSizes {
  /** Everything that runs before the page is there, and its heaviest language. */
  readonly script: number;
  /** The page's sheet. */
  readonly style: number;
  /** Script and sheet of the control room, without the chart and hls.js, beside what the page has already. */
  readonly control: number;
  /** The same of the chart of an event's health. */
  readonly chart: number;
  /** hls.js with what is ours around it, for the picture that the audience sees. */
  readonly hls: number;
}

/** @param dist what `ensureStudioBuilt` gave. @throws when it is not made of what it is said to be made of. */
export function studioSizes(dist: string): StudioSizes {
  const built = new BuiltPage(dist);
  const part = (name: string): number => built.total([...built.beside(name), ...built.sheetsOf(name)]);
  return {
    script: built.total(built.core) + Math.max(...LANGUAGES.map((language) => wordsIn(built, language))),
    style: built.total([built.sheet]),
    control: part('control-screen'),
    chart: part('chart'),
    hls: built.total(built.beside('source-hls')),
  };
}

/** One catalogue an area of the studio. */
function wordsIn(built: BuiltPage, language: string): number {
  const catalogues = built.files.filter((file) => file.startsWith(`${language}-`) && file.endsWith('.js'));
  if (catalogues.length === 0) throw new Error(`there are no words in ${language}`);
  return built.total(catalogues);
}
