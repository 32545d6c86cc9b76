import type { RecordingId, StreamId } from '../../core/contracts/ids.ts';
import { readNewest } from '../../core/contracts/newest-recording.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Clock } from '../../core/runtime/clock.ts';

const ASK_EVERY_MS = 2_000;
/** A stream that is over gets no newer recording; one that comes on air again tells its own. */
const NEWEST_EVERY_MS = 10_000;
const LIMIT_MS = 1_000;
const MAX_KEYS = 10_000;

/** Whether objects exist, asked of the store at most every two seconds for each; what exists once, exists. */
export class StoredThings {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #newest = new Map<StreamId, { readonly recording: RecordingId | null; readonly atMs: number }>();
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

  /** The newest recording of a stream; null when there is none. While the store is away the last answer stands. */
  async newest(stream: StreamId): Promise<RecordingId | null> {
    const known = this.#newest.get(stream);
    const atMs = this.#clock.monotonicMs();
    if (known !== undefined && atMs - known.atMs < NEWEST_EVERY_MS) return known.recording;
    if (this.#newest.size >= MAX_KEYS) this.#newest.clear();
    this.#newest.set(stream, { recording: known?.recording ?? null, atMs });
    try {
      const there = await this.#store.get(storeKeys.newest(stream), AbortSignal.timeout(LIMIT_MS));
      const recording = (there === undefined ? undefined : readNewest(Buffer.from(there).toString()))?.recording ?? null;
      this.#newest.set(stream, { recording, atMs });
      return recording;
    } catch {
      return known?.recording ?? null;
    }
  }

  #remember(key: string, has: boolean, atMs: number): void {
    if (this.#known.size >= MAX_KEYS) this.#known.clear();
    this.#known.set(key, { has, atMs });
  }
}
