import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../runtime/log.ts';
import { waitUntil } from '../runtime/test-support.ts';
import { busContract } from './bus.contract.ts';
import { BusRedis } from './bus-redis.ts';
import { leaseContract } from './lease.contract.ts';
import { LeaseRedis } from './lease-redis.ts';
import { mediaLogContract } from './media-log.contract.ts';
import { MediaLogRedis } from './media-log-redis.ts';
import type { LoggedEntry } from './media-log.ts';
import { retryDelayMs } from './redis-link.ts';
import type { RedisPlace } from './redis-link.ts';
import type { TestRedis } from './test-redis.ts';
import { openTestRedis } from './test-redis.ts';
import { opened, part, run, STREAM } from './test-timeline.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

function place(): RedisPlace {
  return { url: server.url, prefix: `test-${randomUUID()}:`, log: silentLog };
}

busContract('Redis', async () => {
  const at = place();
  return { sender: new BusRedis(at), listener: new BusRedis(at) };
});

leaseContract('Redis', async () => {
  const at = place();
  const keepers: LeaseRedis[] = [];
  return {
    node: async () => {
      const keeper = new LeaseRedis(at);
      keepers.push(keeper);
      return keeper;
    },
    kill: async (dying) => {
      for (const keeper of keepers) if (keeper === dying) keeper.abandon();
    },
    close: async () => {
      await Promise.all(keepers.map((keeper) => keeper.close()));
    },
  };
});

mediaLogContract('Redis', async ({ keepBytes }) => {
  return new MediaLogRedis({ ...place(), ...(keepBytes === undefined ? {} : { retention: { bytes: keepBytes } }) });
});

describe('a Redis that dies, hangs or forgets', () => {
  const FENCE = { holder: 'one', epoch: 1 };

  it('the bus: hints of the time away are lost, without an error, and it listens again by itself', async () => {
    const own = await openTestRedis();
    const at = { ...place(), url: own.url };
    const [sender, listener] = [new BusRedis(at), new BusRedis(at)];
    try {
      const got: string[] = [];
      await listener.subscribe('a', (payload) => got.push(payload));
      await sender.publish('a', 'before');
      await waitUntil(() => got.includes('before'), { within: 5_000 });
      await own.kill();
      await sender.publish('a', 'lost');
      await own.restart();
      await waitUntil(
        async () => {
          await sender.publish('a', 'after');
          return got.includes('after');
        },
        { within: 15_000, every: 100, what: 'a hint after the restart' },
      );
      own.signal('SIGSTOP');
      await sender.publish('a', 'hung');
      // long enough for the listening connection to be given up
      await waitUntil(() => sender.publish('a', 'hung').then(() => true), { within: 15_000 });
      own.signal('SIGCONT');
      await waitUntil(
        async () => {
          await sender.publish('a', 'woken');
          return got.includes('woken');
        },
        { within: 15_000, every: 100, what: 'a hint after the hang' },
      );
      expect(got).not.toContain('lost');
    } finally {
      await sender.close();
      await listener.close();
      await own.close();
    }
  });

  it('a lease: lost within its time to live when Redis dies, and at the next renewal when it is flushed', async () => {
    const own = await openTestRedis();
    const keeper = new LeaseRedis({ ...place(), url: own.url });
    try {
      const flushed = await keeper.acquire('a', 'one', 300);
      await own.flush();
      await waitUntil(() => flushed?.lost.aborted, { within: 5_000, what: 'the lease of a flushed Redis' });
      const killed = await keeper.acquire('b', 'one', 600);
      expect(killed).toBeDefined();
      await own.kill();
      await waitUntil(() => killed?.lost.aborted, { within: 5_000, what: 'the lease of a dead Redis' });
      await expect(keeper.acquire('c', 'one', 600)).rejects.toMatchObject({ code: 'CORE_REDIS_AWAY', retryable: true });
    } finally {
      await keeper.close();
      await own.close();
    }
  });

  it('the media log: appending fails with a code while Redis is away, and readers start over in the new life', async () => {
    const own = await openTestRedis();
    const at = { ...place(), url: own.url };
    const [writer, reader] = [new MediaLogRedis(at), new MediaLogRedis(at)];
    const abort = new AbortController();
    const got: LoggedEntry[] = [];
    const reading = (async () => {
      for await (const logged of reader.follow(STREAM, undefined, abort.signal)) got.push(logged);
    })();
    try {
      for (const entry of [opened(), run(0), part(0, 0)]) await writer.append(STREAM, entry, FENCE);
      await waitUntil(() => got.length === 3, { within: 5_000 });
      await own.kill();
      await expect(writer.append(STREAM, part(0, 1), FENCE)).rejects.toMatchObject({ code: 'CORE_REDIS_AWAY', retryable: true });
      await own.restart();
      const second = [opened('recording2'), run(1), part(1, 2)];
      await waitUntil(
        () =>
          writer.append(STREAM, opened('recording2'), FENCE).then(
            () => true,
            () => false,
          ),
        { within: 15_000, every: 100, what: 'an append after the restart' },
      );
      for (const entry of second.slice(1)) await writer.append(STREAM, entry, FENCE);
      await waitUntil(() => got.length === 6, { within: 15_000, what: 'the new life' });
      expect(got.slice(3).map(({ entry }) => entry)).toEqual(second);
      expect(await reader.streams()).toEqual([STREAM]);
    } finally {
      abort.abort();
      await reading;
      await writer.close();
      await reader.close();
      await own.close();
    }
  });

  it('waits longer each time, never longer than two seconds, never exactly alike', () => {
    expect([1, 2, 3, 10, 100].map((times) => retryDelayMs(times, () => 1))).toEqual([50, 100, 200, 2_000, 2_000]);
    expect(retryDelayMs(10, () => 0)).toBe(1_000);
  });
});
