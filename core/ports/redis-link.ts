import { Redis } from 'ioredis';
import { defineError, errorMessage } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';

/** Redis cannot be asked now; it may work later. */
export const RedisAway = defineError<{ readonly doing: string; readonly reason: string }>('CORE_REDIS_AWAY', {
  status: 503,
  retryable: true,
  message: ({ doing, reason }) => `Redis cannot be reached (${doing}): ${reason}`,
});

/** How every adapter finds its Redis. */
export interface RedisPlace {
  /** `redis://` or `rediss://`, with user and password where there are any. */
  readonly url: string;
  /** What every key and channel starts with, so that several installations may share one Redis. */
  readonly prefix: string;
  readonly log: Log;
}

const CONNECT_WITHIN_MS = 2_000;
/** A command without an answer for this long has failed: a Redis that hangs must not hang us. */
export const COMMAND_WITHIN_MS = 1_500;
const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 2_000;

/** Wait before attempt `times`, ms: doubled each time, bounded, with jitter so that nodes do not come back as one. */
export function retryDelayMs(times: number, random: () => number = Math.random): number {
  const longest = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(times - 1, 10));
  return Math.ceil(longest * (0.5 + random() / 2));
}

/**
 * One connection to Redis that is opened in the background, comes back by itself, and never queues: a command while Redis is away
 * fails at once. Says once that Redis is away and once that it is back.
 */
export function openRedis(
  place: RedisPlace,
  name: string,
  limits: { readonly commandTimeout?: number; readonly blockingTimeout?: number } = {},
): Redis {
  const redis = new Redis(place.url, {
    connectionName: `plenary-${name}`,
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: COMMAND_WITHIN_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => retryDelayMs(times),
    ...limits,
  });
  let isAway = false;
  redis.on('error', (error: unknown) => {
    if (!isAway) place.log.warn({ connection: name, reason: errorMessage(error) }, 'Redis is away; trying again by itself');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) place.log.info({ connection: name }, 'Redis is back');
    isAway = false;
  });
  return redis;
}

/** Waits until the connection can be used, at most `withinMs`. @returns whether it can. */
export function isReadyWithin(redis: Redis, withinMs: number): Promise<boolean> {
  if (redis.status === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (isReady: boolean) => {
      clearTimeout(timer);
      redis.off('ready', onReady);
      redis.off('end', onEnd);
      resolve(isReady);
    };
    const onReady = () => finish(true);
    const onEnd = () => finish(false);
    const timer = setTimeout(() => finish(false), withinMs);
    redis.once('ready', onReady);
    redis.once('end', onEnd);
  });
}

/** A Lua script: sent whole once, by its hash afterwards. Replies are bytes. */
export class RedisScript {
  readonly #source: string;
  #sha: string | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  /** @throws RedisAway when there is no answer; whether the script ran is then unknown. */
  async run(redis: Redis, doing: string, keys: readonly string[], args: readonly (string | number | Buffer)[]): Promise<unknown> {
    try {
      if (this.#sha !== undefined) {
        try {
          return await redis.callBuffer('EVALSHA', this.#sha, keys.length, ...keys, ...args);
        } catch (error) {
          if (!errorMessage(error).startsWith('NOSCRIPT')) throw error;
        }
      }
      const sha = await redis.call('SCRIPT', 'LOAD', this.#source);
      this.#sha = String(sha);
      return await redis.callBuffer('EVALSHA', this.#sha, keys.length, ...keys, ...args);
    } catch (error) {
      throw new RedisAway({ doing, reason: errorMessage(error) }, error);
    }
  }
}

/** A reply that is text. */
export function textOf(reply: unknown): string {
  return Buffer.isBuffer(reply) ? reply.toString('utf8') : String(reply);
}
