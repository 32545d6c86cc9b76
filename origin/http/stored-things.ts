import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Clock } from '../../core/runtime/clock.ts';

const ASK_EVERY_MS = 2_000;
const LIMIT_MS = 1_000;
const MAX_KEYS = 10_000;

/** Whether objects exist, asked of the store at most every two seconds for each; what exists once, exists. */
export class StoredThings {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly has: boolean; readonly atMs: number }>();

  constructor(store: ObjectStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** While the store is away the last answer stands; a status must not fail with it. */
  async has(key: string): Promise<boolean> {
    const known = this.#known.get(key);
    const nowMs = this.#clock.monotonicMs();
    if (known !== undefined && (known.has || nowMs - known.atMs < ASK_EVERY_MS)) return known.has;
    this.#remember(key, known?.has ?? false, nowMs);
    try {
      const head = await this.#store.head(key, AbortSignal.timeout(LIMIT_MS));
      this.#remember(key, head !== undefined, nowMs);
      return head !== undefined;
    } catch {
      return known?.has ?? false;
    }
  }

  #remember(key: string, has: boolean, atMs: number): void {
    if (this.#known.size >= MAX_KEYS) this.#known.clear();
    this.#known.set(key, { has, atMs });
  }
}
