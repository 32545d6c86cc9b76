import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { NoSuchMedia, StoreAway } from '../errors.ts';
import type { SendablePlaylist } from './media-reply.ts';

const compress = promisify(gzip);

export interface StoredMediaOptions {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Bytes of media kept in memory. */
  readonly cacheBytes?: number;
}

const MIB = 1024 * 1024;
const CACHE_BYTES = 64 * MIB;
const STORE_LIMIT_MS = 10_000;
/** Different objects that are fetched at once. */
const MAX_FETCHES = 128;
/** What may change is asked for again after so long. */
const FRESH_MS = 1_000;
const MAX_CHANGING = 500;
/** A store that is away is told of this often. */
const WARN_EVERY_MS = 10_000;

/** Something in the store that may change: a growing playlist, a poster. */
interface Changing {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly fetchedMs: number;
  gzipped: Promise<Buffer> | undefined;
}

/**
 * Objects of the store on their way to viewers. Whoever asks for the same object at the same time shares one fetch; media that were
 * asked for lately stay in memory, up to a bound; what may change is kept for a second, and for as long as the store is away.
 */
export class StoredMedia {
  readonly #options: StoredMediaOptions;
  /** Media by key, the one used longest ago first. */
  readonly #kept = new Map<string, Buffer>();
  #keptBytes = 0;
  readonly #changing = new Map<string, Changing>();
  readonly #fetches = new Map<string, Promise<Buffer | undefined>>();
  #warnedMs = Number.NEGATIVE_INFINITY;

  constructor(options: StoredMediaOptions) {
    this.#options = options;
  }

  /** Bytes in memory. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** An object that never changes. @throws NoSuchMedia, StoreAway. */
  async media(key: string): Promise<Buffer> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const bytes = await this.#fetch(key);
    if (bytes === undefined) throw new NoSuchMedia({});
    this.#keep(key, bytes);
    return bytes;
  }

  /** An object that may change. @throws NoSuchMedia, StoreAway (never when it was there before). */
  async changing(key: string): Promise<{ readonly bytes: Buffer; readonly etag: string }> {
    return this.#fresh(key);
  }

  /** A playlist that may grow. @throws NoSuchMedia, StoreAway. */
  async playlist(key: string): Promise<SendablePlaylist> {
    const entry = await this.#fresh(key);
    entry.gzipped ??= compress(entry.bytes);
    return { plain: entry.bytes, gzipped: await entry.gzipped, etag: entry.etag };
  }

  async #fresh(key: string): Promise<Changing> {
    const known = this.#changing.get(key);
    if (known !== undefined && this.#options.clock.monotonicMs() - known.fetchedMs < FRESH_MS) return known;
    let bytes: Buffer | undefined;
    try {
      bytes = await this.#fetch(key);
    } catch (error) {
      if (known === undefined) throw error;
      bytes = known.bytes;
    }
    if (bytes === undefined) {
      this.#changing.delete(key);
      throw new NoSuchMedia({});
    }
    return this.#remember(key, bytes);
  }

  #remember(key: string, bytes: Buffer): Changing {
    const fetchedMs = this.#options.clock.monotonicMs();
    const known = this.#changing.get(key);
    const isSame = known !== undefined && known.bytes.equals(bytes);
    const etag = isSame ? known.etag : `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    const entry: Changing = { bytes, etag, fetchedMs, gzipped: isSame ? known.gzipped : undefined };
    if (this.#changing.size >= MAX_CHANGING) this.#changing.clear();
    this.#changing.set(key, entry);
    return entry;
  }

  async #fetch(key: string): Promise<Buffer | undefined> {
    const running = this.#fetches.get(key);
    if (running !== undefined) return running;
    if (this.#fetches.size >= MAX_FETCHES) throw new StoreAway({});
    const fetching = this.#ask(key).finally(() => this.#fetches.delete(key));
    this.#fetches.set(key, fetching);
    return fetching;
  }

  async #ask(key: string): Promise<Buffer | undefined> {
    try {
      const bytes = await this.#options.store.get(key, AbortSignal.timeout(STORE_LIMIT_MS));
      return bytes === undefined ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      const nowMs = this.#options.clock.monotonicMs();
      if (nowMs - this.#warnedMs > WARN_EVERY_MS) {
        this.#warnedMs = nowMs;
        this.#options.log.warn({ err: error }, 'the object store does not give what viewers ask for');
      }
      throw new StoreAway({}, error);
    }
  }

  #keep(key: string, bytes: Buffer): void {
    const limit = this.#options.cacheBytes ?? CACHE_BYTES;
    if (bytes.byteLength > limit / 4 || this.#kept.has(key)) return;
    this.#kept.set(key, bytes);
    this.#keptBytes += bytes.byteLength;
    for (const [oldKey, old] of this.#kept) {
      if (this.#keptBytes <= limit) break;
      this.#kept.delete(oldKey);
      this.#keptBytes -= old.byteLength;
    }
  }
}
