import type { Redis } from 'ioredis';
import type { Clock } from '../runtime/clock.ts';

/**
 * Asks a connection that only listens for a sign of life, and breaks it when none comes (ioredis' command time limit): one to a Redis that
 * hangs would otherwise look alive for ever. It comes back by itself.
 * @returns how to stop.
 */
export function keepAlive(redis: Redis, clock: Clock, everyMs: number): () => void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const again = () => {
    cancel = clock.after(everyMs, () => {
      if (redis.status !== 'ready') return again();
      redis
        .ping()
        .catch(() => {
          if (!stopped && redis.status === 'ready') redis.disconnect(true);
        })
        .finally(() => {
          if (!stopped) again();
        });
    });
  };
  again();
  return () => {
    stopped = true;
    cancel();
  };
}
