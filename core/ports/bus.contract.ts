import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom, waitUntil } from '../runtime/test-support.ts';
import type { Bus } from './bus.ts';
import { MAX_BUS_PAYLOAD_BYTES } from './bus.ts';

/** Two ends of one bus; the embedded one is both. */
export interface BusPair {
  readonly sender: Bus;
  readonly listener: Bus;
}

/** What every Bus does. */
export function busContract(name: string, open: () => Promise<BusPair>): void {
  describe(`Bus contract: ${name}`, () => {
    const pairs: BusPair[] = [];

    async function openPair(): Promise<BusPair> {
      const pair = await open();
      pairs.push(pair);
      return pair;
    }

    afterEach(async () => {
      for (const { sender, listener } of pairs.splice(0)) {
        await sender.close();
        await listener.close();
      }
    });

    it('brings what is published to everyone who listens, in order', async () => {
      const { sender, listener } = await openPair();
      const [one, two]: [string[], string[]] = [[], []];
      await listener.subscribe('room:1', (payload) => one.push(payload));
      await listener.subscribe('room:1', (payload) => two.push(payload));
      const sent = Array.from({ length: 100 }, (_, index) => `${index} ✓`);
      for (const payload of sent) await sender.publish('room:1', payload);
      await waitUntil(() => one.length >= 100 && two.length >= 100, { within: 5_000 });
      expect([one, two]).toEqual([sent, sent]);
    });

    it('keeps topics apart, and a topic nobody listens to is no error', async () => {
      const { sender, listener } = await openPair();
      const got: string[] = [];
      await listener.subscribe('room:1', (payload) => got.push(payload));
      await sender.publish('room:10', 'other');
      await sender.publish('room', 'other');
      await sender.publish('room:1', 'mine');
      await waitUntil(() => got.length > 0, { within: 5_000 });
      expect(got).toEqual(['mine']);
    });

    it('brings nothing after the subscription ended, and the other subscription stands', async () => {
      const { sender, listener } = await openPair();
      const [ended, standing]: [string[], string[]] = [[], []];
      const end = await listener.subscribe('room:1', (payload) => ended.push(payload));
      await listener.subscribe('room:1', (payload) => standing.push(payload));
      await end();
      await end();
      await sender.publish('room:1', 'late');
      await waitUntil(() => standing.length === 1, { within: 5_000 });
      expect(ended).toEqual([]);
    });

    it('a listener that throws harms nobody', async () => {
      const { sender, listener } = await openPair();
      const got: string[] = [];
      await listener.subscribe('room:1', () => {
        throw new Error('listener');
      });
      await listener.subscribe('room:1', (payload) => got.push(payload));
      await sender.publish('room:1', 'a');
      await sender.publish('room:1', 'b');
      await waitUntil(() => got.length === 2, { within: 5_000 });
      expect(got).toEqual(['a', 'b']);
    });

    it('a listener may publish', async () => {
      const { sender, listener } = await openPair();
      const got: string[] = [];
      await sender.subscribe('pong', (payload) => got.push(payload));
      await listener.subscribe('ping', (payload) => void listener.publish('pong', payload));
      for (const payload of ['1', '2', '3']) await sender.publish('ping', payload);
      await waitUntil(() => got.length === 3, { within: 5_000 });
      expect(got).toEqual(['1', '2', '3']);
    });

    const bad: readonly { topic: string; payload: string; because: string }[] = [
      { topic: '', payload: '', because: 'a topic has a letter at least' },
      { topic: 'Room', payload: '', because: 'lower case only' },
      { topic: 'a b', payload: '', because: 'no spaces' },
      { topic: 'a*', payload: '', because: 'no patterns' },
      { topic: 'a'.repeat(129), payload: '', because: 'at most 128 characters' },
      { topic: 'a', payload: 'é'.repeat(MAX_BUS_PAYLOAD_BYTES / 2 + 1), because: 'bytes count, not characters' },
    ];
    for (const { topic, payload, because } of bad) {
      it(`refuses a bad message: ${because}`, async () => {
        const { sender } = await openPair();
        await expect(sender.publish(topic, payload)).rejects.toThrow(RangeError);
      });
    }

    it('carries the largest payload there may be', async () => {
      const { sender, listener } = await openPair();
      const got: string[] = [];
      await listener.subscribe('a', (payload) => got.push(payload));
      const payload = 'é'.repeat(MAX_BUS_PAYLOAD_BYTES / 2);
      await sender.publish('a', payload);
      await waitUntil(() => got.length === 1, { within: 5_000 });
      expect(got[0] === payload).toBe(true);
    });

    it('close is quiet: nothing comes after it, publishing is no error', async () => {
      const { sender, listener } = await openPair();
      const got: string[] = [];
      await listener.subscribe('a', (payload) => got.push(payload));
      await listener.close();
      await sender.publish('a', 'late');
      await sender.close();
      await sender.publish('a', 'later');
      expect(got).toEqual([]);
    });

    for (const seed of [1, 2, 3]) {
      it(`delivers what a naive model delivers over a random walk (seed ${seed})`, async () => {
        const random = seededRandom(seed);
        const { sender, listener } = await openPair();
        const topics = ['a', 'b', 'c'];
        const subscriptions: { topic: string; got: string[]; expected: string[]; end: () => Promise<void> }[] = [];
        for (let step = 0; step < 200; step++) {
          const topic = topics[Math.floor(random() * topics.length)] ?? 'a';
          const dice = random();
          if (dice < 0.1) {
            const got: string[] = [];
            const end = await listener.subscribe(topic, (payload) => got.push(payload));
            subscriptions.push({ topic, got, expected: [], end });
          } else if (dice < 0.15 && subscriptions.length > 0) {
            const [gone] = subscriptions.splice(Math.floor(random() * subscriptions.length), 1);
            await waitUntil(() => gone?.got.length === gone?.expected.length, { within: 5_000 });
            await gone?.end();
          } else {
            await sender.publish(topic, String(step));
            for (const one of subscriptions) if (one.topic === topic) one.expected.push(String(step));
            await waitUntil(() => subscriptions.every((one) => one.got.length === one.expected.length), { within: 5_000, every: 0 });
          }
        }
        for (const { got, expected } of subscriptions) expect(got).toEqual(expected);
      });
    }
  });
}
