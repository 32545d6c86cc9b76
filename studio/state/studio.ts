/** What every screen has at hand: who is signed in, the API, and where one is. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Me } from '../../core/contracts/room/organiser.ts';
import type { StudioApi } from '../api/studio-api.ts';
import type { WordBook } from '../words/word-book.ts';
import { pathOf, type Route, routeOf } from './route.ts';
import { Session } from './session.ts';

const here = (): Route => routeOf(location.pathname + location.search);

export class Studio {
  readonly session: Session;
  readonly book: WordBook;
  readonly #route = signal<Route>(here());
  /** Whether what is on the screen may be left. */
  #mayLeave: () => boolean = () => true;

  constructor(session: Session, book: WordBook) {
    this.session = session;
    this.book = book;
    addEventListener('popstate', () => (this.#route.value = here()));
    addEventListener('beforeunload', (event) => {
      if (!this.#mayLeave()) event.preventDefault();
    });
  }

  get api(): StudioApi {
    return this.session.api;
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** Goes to another place. `replace`: the place before is not one to come back to. */
  go(route: Route, how: 'push' | 'replace' = 'push'): void {
    if (how === 'push') history.pushState(null, '', pathOf(route));
    else history.replaceState(null, '', pathOf(route));
    this.#route.value = route;
    scrollTo(0, 0);
  }

  /** While a screen has what is not saved, closing the page is asked about. @returns ends it. */
  guardLeaving(mayLeave: () => boolean): () => void {
    this.#mayLeave = mayLeave;
    return () => (this.#mayLeave = () => true);
  }
}

export const StudioContext = createContext<Studio | undefined>(undefined);

/** The studio of this page. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === undefined) throw new Error('no studio: render below StudioContext');
  return studio;
}

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('nobody is signed in here');
  return me;
}
