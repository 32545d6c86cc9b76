/** The words of the page: one language at a time, and of it what the screens that were opened say. The one place that fetches them. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Language } from '../../core/contracts/room/event.ts';
import { type Area, loadWords, pickLanguage, type Words } from './words.ts';

export class WordBook {
  readonly #words;
  #areas: ReadonlySet<Area>;
  /** One after the other: each begins with what the one before has come to. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(words: Words, areas: ReadonlySet<Area>) {
    this.#words = signal(words);
    this.#areas = areas;
  }

  /** With what the page begins with. @throws what `import()` throws when a file cannot be had. */
  static async open(language: Language): Promise<WordBook> {
    const areas = new Set<Area>(['base']);
    return new WordBook(await loadWords(language, areas), areas);
  }

  get words(): ReadonlySignal<Words> {
    return this.#words;
  }

  /** Whether all of it can be said now. */
  has(areas: readonly Area[]): boolean {
    return areas.every((area) => this.#areas.has(area));
  }

  /** When it comes back, all of it can be said. @throws what `import()` throws; then everything is as before. */
  need(areas: readonly Area[]): Promise<void> {
    return this.#next(() => [pickLanguage([this.#words.peek().language]), new Set([...this.#areas, ...areas])]);
  }

  /** Says everything in another language. @throws what `import()` throws; then everything is as before. */
  speak(language: Language): Promise<void> {
    return this.#next(() => [language, this.#areas]);
  }

  #next(wanted: () => readonly [Language, ReadonlySet<Area>]): Promise<void> {
    const turn = this.#turn.then(async () => {
      const [language, areas] = wanted();
      if (language === this.#words.peek().language && areas.size === this.#areas.size) return;
      const words = await loadWords(language, areas);
      this.#areas = areas;
      this.#words.value = words;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
