import type { Redis } from 'ioredis';
import { systemClock } from '../runtime/clock.ts';
import { errorMessage } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Bus } from './bus.ts';
import { checkBusMessage } from './bus.ts';
import { keepAlive } from './redis-heartbeat.ts';
import type { RedisPlace } from './redis-link.ts';
import { isReadyWithin, openRedis } from './redis-link.ts';

/** How long a new subscription waits for Redis before it goes on without: it stands as soon as Redis is there. */
const SUBSCRIBE_WITHIN_MS = 2_000;
/** Hints on their way to Redis; more are dropped, as a hint may be. */
const MAX_IN_FLIGHT = 1_000;
const HEARTBEAT_MS = 1_000;

/**
 * The distributed {@link Bus}: Redis pub/sub. Redis away: what is published is lost, which a hint may be; subscriptions stand again as soon as
 * it is back.
 */
export class BusRedis implements Bus {
  readonly #out: Redis;
  readonly #in: Redis;
  readonly #prefix: string;
  readonly #log: Log;
  readonly #topics = new Map<string, Set<(payload: string) => void>>();
  readonly #stopHeartbeat: () => void;
  #inFlight = 0;
  #dropped = 0;
  #closed = false;

  constructor(place: RedisPlace) {
    this.#prefix = `${place.prefix}bus:`;
    this.#log = place.log;
    this.#out = openRedis(place, 'bus-out');
    this.#in = openRedis(place, 'bus-in');
    this.#in.on('message', (channel: string, payload: string) => this.#deliver(channel.slice(this.#prefix.length), payload));
    this.#in.on('ready', () => {
      const topics = [...this.#topics.keys()];
      if (topics.length > 0) void this.#listen(topics);
    });
    this.#stopHeartbeat = keepAlive(this.#in, systemClock, HEARTBEAT_MS);
  }

  async publish(topic: string, payload: string): Promise<void> {
    checkBusMessage(topic, payload);
    if (this.#closed) return;
    if (this.#inFlight >= MAX_IN_FLIGHT) return this.#lose('too many hints on their way');
    this.#inFlight++;
    try {
      // only the very first ones may come before the connection stands
      if (this.#out.status !== 'ready' && !(await isReadyWithin(this.#out, this.#out.status === 'connecting' ? SUBSCRIBE_WITHIN_MS : 0)))
        return this.#lose('no connection');
      await this.#out.publish(this.#prefix + topic, payload);
      if (this.#dropped > 0) this.#log.info({ dropped: this.#dropped }, 'hints reach Redis again');
      this.#dropped = 0;
    } catch (error) {
      this.#lose(errorMessage(error));
    } finally {
      this.#inFlight--;
    }
  }

  async subscribe(topic: string, onPayload: (payload: string) => void): Promise<() => Promise<void>> {
    checkBusMessage(topic, '');
    const own = (payload: string) => onPayload(payload);
    const callbacks = this.#topics.get(topic) ?? new Set();
    const isNew = callbacks.size === 0;
    this.#topics.set(topic, callbacks.add(own));
    if (isNew && !this.#closed && (await isReadyWithin(this.#in, SUBSCRIBE_WITHIN_MS))) await this.#listen([topic]);
    return async () => {
      callbacks.delete(own);
      if (callbacks.size > 0 || this.#topics.get(topic) !== callbacks) return;
      this.#topics.delete(topic);
      if (this.#closed || this.#in.status !== 'ready') return;
      // one who subscribes again meanwhile is told by `ready` or by his own call
      await this.#in.unsubscribe(this.#prefix + topic).catch(() => undefined);
      if (this.#topics.has(topic)) await this.#listen([topic]);
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopHeartbeat();
    this.#topics.clear();
    this.#out.disconnect();
    this.#in.disconnect();
  }

  async #listen(topics: readonly string[]): Promise<void> {
    try {
      await this.#in.subscribe(...topics.map((topic) => this.#prefix + topic));
    } catch (error) {
      if (this.#closed) return;
      // a connection that cannot subscribe is of no use: a new one subscribes to everything
      this.#log.warn({ reason: errorMessage(error) }, 'a subscription failed; connecting again');
      this.#in.disconnect(true);
    }
  }

  #deliver(topic: string, payload: string): void {
    for (const callback of this.#topics.get(topic) ?? []) {
      try {
        callback(payload);
      } catch (error) {
        this.#log.error({ err: error, topic }, 'a listener on the bus failed');
      }
    }
  }

  /** Says it once until hints get through again. */
  #lose(reason: string): void {
    if (this.#closed) return;
    if (this.#dropped === 0) this.#log.warn({ reason }, 'hints are being lost: nodes notice by themselves, a second later');
    this.#dropped++;
  }
}
