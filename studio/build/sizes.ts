/** What the built studio weighs: bytes after `gzip -9`, by what an organiser fetches when. Fonts and pictures are not counted. */
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { BuiltPage } from '../../ui/build/built-page.ts';
import type { Area } from '../words/words.ts';

/** In bytes; the names are those of `size-budget.json`. Words are those of the heaviest language. */
export interface StudioSizes {
  /** Everything that runs before the list of events is there, and its words. */
  readonly script: number;
  /** The page's sheet. */
  readonly style: number;
  /** The settings of an event and how its stream is set up, with their words, beside what the page has already. */
  readonly event: number;
  /** The settings of the organisation with the words of all screens of the house. */
  readonly house: number;
  /** Script, sheet and words of the control room, without the chart and hls.js. */
  readonly control: number;
  /** Script and sheet of the chart of an event's health. */
  readonly chart: number;
  /** hls.js with what is ours around it, for the picture that the audience sees. */
  readonly hls: number;
}

/** @param dist what `ensureStudioBuilt` gave. @throws when it is not made of what it is said to be made of. */
export function studioSizes(dist: string): StudioSizes {
  const built = new BuiltPage(dist);
  const part = (name: string): number => built.total([...built.beside(name), ...built.sheetsOf(name)]);
  return {
    script: built.total(built.core) + wordsOf(built, ['base']),
    style: built.total([built.sheet]),
    event: part('event-screen') + wordsOf(built, ['events']),
    house: part('organisation') + wordsOf(built, ['house']),
    control: part('control-screen') + wordsOf(built, ['acts', 'control']),
    chart: part('chart'),
    hls: built.total(built.beside('source-hls')),
  };
}

/** Of the heaviest language. */
function wordsOf(built: BuiltPage, areas: readonly Area[]): number {
  const fileOf = (area: Area, language: string): string => {
    const file = built.files.find((one) => one.startsWith(`words-${area}-${language}-`) && one.endsWith('.js'));
    if (file === undefined) throw new Error(`there are no words of ${area} in ${language}`);
    return file;
  };
  return Math.max(...LANGUAGES.map((language) => built.total(areas.map((area) => fileOf(area, language)))));
}
