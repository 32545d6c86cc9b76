/** The words of the cards that few open, in the viewer's language: fetched with the first card. */
import type { FunctionComponent } from 'preact';
import type english from './card-strings/en.json';
import { type Say, sayIn } from './words.ts';

type CardCatalogue = Readonly<Record<keyof typeof english, string>>;

/** What only a card says. */
export type CardPhrase = keyof CardCatalogue;

/** Every catalogue there is: the languages of the page. */
export const CARD_CATALOGUES: Readonly<Record<string, () => Promise<{ default: CardCatalogue }>>> = {
  de: () => import('./card-strings/de.json'),
  en: () => import('./card-strings/en.json'),
  fa: () => import('./card-strings/fa.json'),
  fr: () => import('./card-strings/fr.json'),
  pl: () => import('./card-strings/pl.json'),
  ru: () => import('./card-strings/ru.json'),
};

/** What a card with words of its own is given. */
export interface WithCardWords {
  readonly say: Say<CardPhrase>;
}

/** @returns what fetches the words of a language and makes the card speak them. */
export function speaking<Props>(Card: FunctionComponent<Props & WithCardWords>): (language: string) => Promise<FunctionComponent<Props>> {
  return async (language) => {
    const load = CARD_CATALOGUES[language];
    if (load === undefined) throw new RangeError(`no catalogue: ${language}`);
    const say = sayIn(language, (await load()).default);
    return function Speaking(props: Props) {
      return <Card {...props} say={say} />;
    };
  };
}
