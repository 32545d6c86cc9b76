import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { PostOutcome } from './post.ts';
import type { DeliveryQueue, DueDelivery } from './webhook-sender.ts';
import { nextTryMs, openWebhookSender, signature } from './webhook-sender.ts';

const log = createLog({ name: 'test', level: 'silent' });

/** A queue in memory. */
function queueOf(deliveries: readonly Omit<DueDelivery, 'tries'>[]) {
  const waiting = new Map(deliveries.map((one) => [one.id, { ...one, tries: 0, atMs: 0 }]));
  const settled: string[] = [];
  const queue: DeliveryQueue = {
    claim: async (nowMs, holdMs, limit) => {
      const due = [...waiting.values()].filter(({ atMs }) => atMs <= nowMs).slice(0, limit);
      for (const one of due) one.atMs = nowMs + holdMs;
      return due.map((one) => ({ ...one }));
    },
    settle: async (id, result) => {
      settled.push(`${id} ${result.kind}`);
      const one = waiting.get(id);
      if (result.kind !== 'again' || one === undefined) waiting.delete(id);
      else Object.assign(one, { tries: one.tries + 1, atMs: result.atMs });
    },
  };
  return { queue, settled };
}

const delivery = { id: 'd1', url: 'https://hooks.example.eu', secret: 'shh', body: '{"kind":"event.live"}', kind: 'event.live' };

describe('webhooks', () => {
  it('are signed so that the receiver can check body and time', () => {
    const header = signature('shh', '{}', 1_700_000_000_123);
    expect(header).toBe(`t=1700000000,v1=${createHmac('sha256', 'shh').update('1700000000.{}').digest('hex')}`);
  });

  it('are tried about a day, further and further apart, and not all at the same moment', () => {
    let atMs = 0;
    let tries = 0;
    const waits: number[] = [];
    for (let next = nextTryMs(tries, atMs, 0.5); next !== undefined; next = nextTryMs(tries, atMs, 0.5)) {
      waits.push(next - atMs);
      atMs = next;
      tries++;
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(atMs).toBeGreaterThan(20 * 3_600_000);
    expect(atMs).toBeLessThan(30 * 3_600_000);
    expect(nextTryMs(3, 0, 0)).not.toBe(nextTryMs(3, 0, 0.9));
  });

  it.each<{ outcomes: PostOutcome[]; settled: string[]; because: string }>([
    { outcomes: [{ kind: 'delivered', status: 200 }], settled: ['d1 delivered'], because: 'it worked' },
    {
      outcomes: [
        { kind: 'failed', why: 'it answered 503', status: 503 },
        { kind: 'delivered', status: 200 },
      ],
      settled: ['d1 again', 'd1 delivered'],
      because: 'a server that was away comes back',
    },
    {
      outcomes: [{ kind: 'refused-by-us', why: 'not on the list' }],
      settled: ['d1 gave-up'],
      because: 'what may not be called is not tried again',
    },
  ])('$settled: $because', async ({ outcomes, settled: wanted }) => {
    const clock = new ManualClock();
    const { queue, settled } = queueOf([delivery]);
    const headers: Readonly<Record<string, string>>[] = [];
    const left = [...outcomes];
    const sender = openWebhookSender({
      queue,
      clock,
      log,
      post: async (call) => {
        headers.push(call.headers);
        return left.shift() ?? { kind: 'failed', why: 'not expected' };
      },
    });
    await waitUntil(
      () => {
        clock.advance(1_000);
        return settled.length === wanted.length;
      },
      { within: 5_000, every: 1 },
    );
    await sender.close();
    expect(settled).toEqual(wanted);
    expect(headers.every((one) => one['plenary-event'] === 'event.live' && one['plenary-signature']?.startsWith('t='))).toBe(true);
  });

  it('goes on when the database was away', async () => {
    const clock = new ManualClock();
    const { queue, settled } = queueOf([delivery]);
    let isAway = true;
    const sender = openWebhookSender({
      queue: {
        ...queue,
        claim: async (...of) => {
          if (isAway) throw new Error('away');
          return queue.claim(...of);
        },
      },
      clock,
      log,
      post: async () => ({ kind: 'delivered', status: 200 }),
    });
    clock.advance(3_000);
    isAway = false;
    await waitUntil(
      () => {
        clock.advance(1_000);
        return settled.length > 0;
      },
      { within: 5_000, every: 1 },
    );
    await sender.close();
    expect(settled).toEqual(['d1 delivered']);
  });
});
