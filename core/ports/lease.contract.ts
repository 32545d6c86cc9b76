import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom, waitUntil } from '../runtime/test-support.ts';
import type { HeldLease, LeaseKeeper } from './lease.ts';

/** Several nodes that see the same leases. */
export interface LeaseWorld {
  /** A keeper of one more node. */
  node(): Promise<LeaseKeeper>;
  /** The node dies: it renews nothing and gives nothing back. */
  kill(keeper: LeaseKeeper): Promise<void>;
  close(): Promise<void>;
}

/** Long enough for a slow machine's timers, short enough to wait for. */
const TTL_MS = 300;
const LONG_MS = 60_000;

/** What every LeaseKeeper does. */
export function leaseContract(name: string, open: () => Promise<LeaseWorld>): void {
  describe(`LeaseKeeper contract: ${name}`, () => {
    const worlds: LeaseWorld[] = [];

    async function openWorld(): Promise<LeaseWorld> {
      const world = await open();
      worlds.push(world);
      return world;
    }

    async function mustAcquire(keeper: LeaseKeeper, holder: string, ttlMs = LONG_MS, lease = 'demo'): Promise<HeldLease> {
      const held = await keeper.acquire(lease, holder, ttlMs);
      if (held === undefined) throw new Error(`${holder} did not get ${lease}`);
      return held;
    }

    afterEach(async () => {
      await Promise.all(worlds.splice(0).map((world) => world.close()));
    });

    it('is held by one at a time, whoever asks', async () => {
      const world = await openWorld();
      const [one, two] = [await world.node(), await world.node()];
      const held = await mustAcquire(one, 'one');
      expect(held).toMatchObject({ name: 'demo', fence: { holder: 'one', epoch: 1 } });
      expect(held.lost.aborted).toBe(false);
      expect(await two.acquire('demo', 'two', LONG_MS)).toBeUndefined();
      expect(await one.acquire('demo', 'one', LONG_MS)).toBeUndefined();
    });

    it('is free at once when given back, and every new epoch is higher', async () => {
      const world = await openWorld();
      const [one, two] = [await world.node(), await world.node()];
      const epochs: number[] = [];
      for (const [keeper, holder] of [
        [one, 'one'],
        [two, 'two'],
        [one, 'one'],
      ] as const) {
        const held = await mustAcquire(keeper, holder);
        epochs.push(held.fence.epoch);
        await held.release();
        await held.release();
      }
      expect(epochs).toEqual([1, 2, 3]);
    });

    it('names are apart', async () => {
      const world = await openWorld();
      const node = await world.node();
      await mustAcquire(node, 'one', LONG_MS, 'demo');
      expect((await mustAcquire(node, 'one', LONG_MS, 'other')).fence.epoch).toBe(1);
    });

    it('is renewed while its node lives', async () => {
      const world = await openWorld();
      const [one, two] = [await world.node(), await world.node()];
      const held = await mustAcquire(one, 'one', TTL_MS);
      const until = performance.now() + 3 * TTL_MS;
      await waitUntil(
        async () => {
          expect(await two.acquire('demo', 'two', TTL_MS)).toBeUndefined();
          return performance.now() > until;
        },
        { within: 10 * TTL_MS, what: 'three times its time to live' },
      );
      expect(held.lost.aborted).toBe(false);
    });

    it('is free after its time to live when its node dies', async () => {
      const world = await openWorld();
      const [one, two] = [await world.node(), await world.node()];
      await mustAcquire(one, 'one', TTL_MS);
      await world.kill(one);
      const held = await waitUntil(() => two.acquire('demo', 'two', LONG_MS), { within: 10_000, what: 'the dead node’s lease' });
      expect(held.fence).toEqual({ holder: 'two', epoch: 2 });
    });

    it('giving back what somebody else holds by now takes nothing from him', async () => {
      const world = await openWorld();
      const [one, two, three] = [await world.node(), await world.node(), await world.node()];
      const old = await mustAcquire(one, 'one', TTL_MS);
      await world.kill(one);
      await waitUntil(() => two.acquire('demo', 'two', LONG_MS), { within: 10_000, what: 'the dead node’s lease' });
      await old.release();
      expect(await three.acquire('demo', 'three', LONG_MS)).toBeUndefined();
    });

    it('close tells the holders and gives everything back', async () => {
      const world = await openWorld();
      const [one, two] = [await world.node(), await world.node()];
      const held = await mustAcquire(one, 'one');
      await one.close();
      expect(held.lost.aborted).toBe(true);
      expect((await mustAcquire(two, 'two')).fence.epoch).toBe(2);
      expect(await one.acquire('other', 'one', LONG_MS)).toBeUndefined();
    });

    for (const seed of [1, 2, 3]) {
      it(`has one holder and rising epochs over a random walk (seed ${seed})`, async () => {
        const random = seededRandom(seed);
        const world = await openWorld();
        const nodes = await Promise.all([world.node(), world.node(), world.node()]);
        const names = ['a', 'b'];
        const holding = new Map<string, HeldLease>();
        const epochs = new Map<string, number>();
        for (let step = 0; step < 200; step++) {
          const lease = names[Math.floor(random() * names.length)] ?? 'a';
          const index = Math.floor(random() * nodes.length);
          const current = holding.get(lease);
          if (random() < 0.4 && current !== undefined) {
            await current.release();
            holding.delete(lease);
            continue;
          }
          const got = await nodes[index]?.acquire(lease, `node${index}`, LONG_MS);
          expect(got === undefined).toBe(current !== undefined);
          if (got === undefined) continue;
          expect(got.fence).toEqual({ holder: `node${index}`, epoch: (epochs.get(lease) ?? 0) + 1 });
          epochs.set(lease, got.fence.epoch);
          holding.set(lease, got);
        }
      });
    }
  });
}
