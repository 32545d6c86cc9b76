import type { Redis } from 'ioredis';
import type { StreamId } from '../contracts/ids.ts';
import type { TimelineEntry } from '../contracts/timeline.ts';
import { systemClock } from '../runtime/clock.ts';
import { errorMessage } from '../runtime/errors.ts';
import type { Fence } from './lease.ts';
import { LeaseLost } from './lease.ts';
import type { LoggedEntry, LogPosition, MediaLog } from './media-log.ts';
import { MediaLogClosed } from './media-log.ts';
import { followRedis, positionOf } from './media-log-follower.ts';
import { APPEND, logKeys } from './media-log-scripts.ts';
import type { RedisPlace } from './redis-link.ts';
import { isReadyWithin, openRedis, RedisAway, textOf } from './redis-link.ts';
import type { Retention } from './retention.ts';
import { DEFAULT_RETENTION, entryCostBytes } from './retention.ts';
import { encodeEntry } from './timeline-codec.ts';

const CONNECT_WITHIN_MS = 2_000;
/** How often new streams are looked for. */
const LOOK_EVERY_MS = 300;

/**
 * The distributed {@link MediaLog}: a Redis Stream a stream of ours, trimmed inside Redis by the same rules as the embedded log.
 * Redis is memory here, not truth: what it forgets is in the object store and the journal, and readers start over in its new life.
 */
export class MediaLogRedis implements MediaLog {
  readonly #place: RedisPlace;
  readonly #redis: Redis;
  readonly #retention: Retention;
  readonly #following = new AbortController();
  readonly #callbacks = new Map<(stream: StreamId) => void, Set<StreamId>>();
  #cancelLook: () => void = () => undefined;
  #isAway = false;

  constructor(options: RedisPlace & { readonly retention?: Partial<Retention> }) {
    this.#place = options;
    this.#retention = { ...DEFAULT_RETENTION, ...options.retention };
    this.#redis = openRedis(options, 'media-log');
    this.#lookLater();
  }

  /** @throws RedisAway when there is no answer: whether the entry was appended is then unknown. */
  async append(stream: StreamId, entry: TimelineEntry, fence: Fence): Promise<LogPosition> {
    if (this.#following.signal.aborted) throw new MediaLogClosed({ stream });
    await isReadyWithin(this.#redis, this.#isAway ? 0 : CONNECT_WITHIN_MS);
    const { facts, bytes } = encodeEntry(entry);
    const { bytes: keepBytes, ageMs, idleMs } = this.#retention;
    const run = entry.kind === 'run' || entry.kind === 'part' ? entry.run : '';
    const media = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let answer: string;
    try {
      const args = [
        fence.holder,
        fence.epoch,
        crypto.randomUUID(),
        entry.kind,
        run,
        facts,
        media,
        entryCostBytes(entry),
        keepBytes,
        ageMs,
        idleMs,
      ];
      answer = textOf(await APPEND.run(this.#redis, 'append to a timeline', logKeys(this.#place.prefix, stream), args));
      this.#isAway = false;
    } catch (error) {
      this.#isAway = true;
      throw error;
    }
    const [verdict, one = '', two = '', isFirst] = answer.split(' ');
    if (verdict === 'lost') throw new LeaseLost({ name: stream, epoch: fence.epoch, newerEpoch: Number(one) });
    if (isFirst === '1') await this.#redis.sadd(this.#streamsKey, stream).catch((error: unknown) => this.#away('name a stream', error));
    return positionOf({ incarnation: one, seq: Number(two) });
  }

  async *follow(stream: StreamId, after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<LoggedEntry, void, void> {
    yield* followRedis(this.#place, stream, after, AbortSignal.any([signal, this.#following.signal]));
  }

  /** @throws RedisAway when there is no answer. */
  async streams(): Promise<readonly StreamId[]> {
    await isReadyWithin(this.#redis, CONNECT_WITHIN_MS);
    return (await this.#redis.smembers(this.#streamsKey).catch((error: unknown) => this.#away('list the streams', error))) as StreamId[];
  }

  onStream(callback: (stream: StreamId) => void): () => void {
    const own = (stream: StreamId) => callback(stream);
    this.#callbacks.set(own, new Set());
    return () => {
      this.#callbacks.delete(own);
    };
  }

  async close(): Promise<void> {
    if (this.#following.signal.aborted) return;
    this.#following.abort();
    this.#cancelLook();
    this.#callbacks.clear();
    this.#redis.disconnect();
  }

  get #streamsKey(): string {
    return `${this.#place.prefix}log:streams`;
  }

  #away(doing: string, error: unknown): never {
    throw new RedisAway({ doing, reason: errorMessage(error) }, error);
  }

  #lookLater(): void {
    this.#cancelLook = systemClock.after(LOOK_EVERY_MS, () => void this.#look());
  }

  /** Tells the listeners of streams that they do not know yet. Redis away: at the next look. */
  async #look(): Promise<void> {
    if (this.#callbacks.size > 0 && this.#redis.status === 'ready') {
      const streams = await this.streams().catch(() => []);
      for (const [callback, known] of this.#callbacks) {
        for (const stream of streams) {
          if (known.has(stream)) continue;
          known.add(stream);
          this.#tell(callback, stream);
        }
      }
    }
    if (!this.#following.signal.aborted) this.#lookLater();
  }

  #tell(callback: (stream: StreamId) => void, stream: StreamId): void {
    try {
      callback(stream);
    } catch (error) {
      this.#place.log.error({ err: error, stream }, 'a listener for new streams failed');
    }
  }
}
