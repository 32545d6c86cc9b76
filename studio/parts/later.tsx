import type { FunctionComponent, VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { useStudio } from '../state/studio.ts';
import type { Area } from '../words/words.ts';
import { useWords } from '../words/words.ts';
import { useLater } from './use-later.ts';

/** A part of the studio that is fetched when it is opened, with its words. */
export class LaterPart<Props> {
  /** Of what it says beside the page's own words, all. */
  readonly areas: readonly Area[];
  readonly #load: () => Promise<FunctionComponent<Props>>;
  #component: FunctionComponent<Props> | undefined;

  constructor(areas: readonly Area[], load: () => Promise<FunctionComponent<Props>>) {
    this.areas = areas;
    this.#load = load;
  }

  /** When it has been fetched already. */
  get component(): FunctionComponent<Props> | undefined {
    return this.#component;
  }

  /** @throws what `import()` throws. */
  async fetch(): Promise<FunctionComponent<Props>> {
    this.#component = await this.#load();
    return this.#component;
  }
}

interface LaterProps<Props> {
  /** Always the same: another one has another `key`. */
  readonly part: LaterPart<Props>;
  readonly given: Props;
}

/** Such a part; until it is there its bones, and another try when it cannot be had. It is shown when its words are there too. */
export function Later<Props extends object>({ part, given }: LaterProps<Props>): VNode {
  const words = useWords();
  const { book } = useStudio();
  const load = useMemo(
    () => async () => {
      const [component] = await Promise.all([part.fetch(), book.need(part.areas)]);
      return component;
    },
    [part, book],
  );
  const { state, again } = useLater(load);
  const hasTried = useRef(false);
  const tryAgain = (): void => {
    // a newer studio calls its files otherwise: then the page itself is out of date
    if (hasTried.current) location.reload();
    else again();
    hasTried.current = true;
  };
  const Part = book.has(part.areas) ? part.component : undefined;
  if (Part !== undefined) return <Part {...given} />;
  if (state !== 'failed') {
    return (
      <div class="bones" role="status" aria-label={words.say('loading')}>
        <div class="bone" />
        <div class="bone" />
        <div class="bone" />
      </div>
    );
  }
  return (
    <div class="card trouble" role="alert">
      <h2>{words.say('loadFailed')}</h2>
      <button type="button" class="button" onClick={tryAgain}>
        {words.say('tryAgain')}
      </button>
    </div>
  );
}
