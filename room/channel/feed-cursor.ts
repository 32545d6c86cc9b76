import type { FeedEntry } from '../../core/contracts/room/entries.ts';

/** Entries that may wait for those before them; more are let go: they are read again with the hole. */
const MAX_WAITING = 2_000;

/** Brings entries into the feed's order, whatever order they come in and however often. Says what is missing. */
export class FeedCursor {
  #offset: number;
  readonly #waiting = new Map<number, FeedEntry>();
  #heardOf: number;

  constructor(offset: number) {
    this.#offset = offset;
    this.#heardOf = offset;
  }

  /** Everything up to here has been given out. */
  get offset(): number {
    return this.#offset;
  }

  /** There is something before what was heard of that has not come. */
  get hasHole(): boolean {
    return this.#heardOf > this.#offset;
  }

  /** The newest offset that somebody spoke of. */
  get heardOf(): number {
    return this.#heardOf;
  }

  /** Somebody says that the feed ends there. */
  hear(offset: number): void {
    this.#heardOf = Math.max(this.#heardOf, offset);
  }

  /** What was spoken of is not there. */
  forgetHearsay(): void {
    this.#heardOf = this.#offset;
    this.#waiting.clear();
  }

  /** @returns those that follow now, in order, each once for ever. */
  offer(entries: readonly FeedEntry[]): readonly FeedEntry[] {
    const ready: FeedEntry[] = [];
    for (const entry of entries) {
      this.hear(entry.offset);
      if (entry.offset === this.#offset + 1) this.#take(entry, ready);
      else if (entry.offset > this.#offset && this.#waiting.size < MAX_WAITING) this.#waiting.set(entry.offset, entry);
    }
    return ready;
  }

  #take(entry: FeedEntry, ready: FeedEntry[]): void {
    for (let next: FeedEntry | undefined = entry; next !== undefined; next = this.#waiting.get(this.#offset + 1)) {
      this.#waiting.delete(next.offset);
      this.#offset = next.offset;
      ready.push(next);
    }
  }
}
