import type { Bus } from '../core/ports/bus.ts';
import { BusMemory } from '../core/ports/bus-memory.ts';
import { BusRedis } from '../core/ports/bus-redis.ts';
import type { LeaseKeeper } from '../core/ports/lease.ts';
import { LeaseMemory } from '../core/ports/lease-memory.ts';
import { LeaseRedis } from '../core/ports/lease-redis.ts';
import type { MediaLog } from '../core/ports/media-log.ts';
import { MediaLogMemory } from '../core/ports/media-log-memory.ts';
import { MediaLogRedis } from '../core/ports/media-log-redis.ts';
import type { Lifecycle } from '../core/runtime/lifecycle.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';

/** What the services of several machines share. */
export interface SharedParts {
  readonly bus: Bus;
  readonly mediaLog: MediaLog;
  readonly leases: LeaseKeeper;
}

/** In this process, or over Redis when REDIS_URL is set. */
export async function openSharedParts(life: Lifecycle, settings: Settings, log: Log): Promise<SharedParts> {
  const { REDIS_URL: url, REDIS_PREFIX: prefix } = settings;
  if (url === undefined) {
    return {
      bus: await life.open('bus', () => new BusMemory({ log })),
      mediaLog: await life.open('media log', () => new MediaLogMemory({ log })),
      leases: await life.open('leases', () => new LeaseMemory()),
    };
  }
  const place = { url, prefix, log: log.child({ part: 'redis' }) };
  return {
    bus: await life.open('bus', () => new BusRedis(place)),
    mediaLog: await life.open('media log', () => new MediaLogRedis(place)),
    leases: await life.open('leases', () => new LeaseRedis(place)),
  };
}
