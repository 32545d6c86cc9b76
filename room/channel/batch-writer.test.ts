import { describe, expect, it } from 'vitest';
import type { ClientId, Epoch, PollId, TicketId } from '../../core/contracts/room/ids.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import { StoreAway } from '../errors.ts';
import { BatchWriter } from './batch-writer.ts';
import type { Committed, Op, Outcome } from './room-store.ts';
import { MAX_OPS } from './room-store.ts';

const vote = (id: string, ticket = id): Op => ({
  kind: 'vote',
  id: id as ClientId,
  ticket: ticket as TicketId,
  poll: 'poll' as PollId,
  choice: { value: 1 },
  atMs: 0,
});

/** Lets everything that waits for promises go on. */
async function calm(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

function rig(commitOf?: (ops: readonly Op[], attempt: number) => Promise<readonly Outcome[]> | readonly Outcome[]) {
  const clock = new ManualClock();
  const batches: string[][] = [];
  const told: Committed[] = [];
  const writer = new BatchWriter({
    commit: async (ops) => {
      batches.push(ops.map(({ id }) => id));
      const outcomes = (await commitOf?.(ops, batches.length)) ?? ops.map(() => ({ ok: true as const }));
      return { outcomes, entries: [], position: { epoch: 'e' as Epoch, offset: batches.length } };
    },
    onCommitted: (committed) => void told.push(committed),
    limits: { collectMs: 25, queuedOps: 1_000, tryMs: 5_000, storeMs: 50 },
    clock,
    random: () => 0.5,
    log: silentLog,
  });
  const advance = async (ms: number) => {
    clock.advance(ms);
    await calm();
  };
  return { clock, batches, told, writer, advance };
}

describe('BatchWriter', () => {
  it('collects for a while, commits together, then answers each', async () => {
    const { writer, batches, told, advance } = rig((ops) => ops.map((_, offset) => ({ ok: true, offset })));
    const outcomes = [writer.submit(vote('a')), writer.submit(vote('b'))];
    await advance(24);
    expect(batches).toEqual([]);
    await advance(1);
    expect(batches).toEqual([['a', 'b']]);
    expect(await Promise.all(outcomes)).toEqual([
      { ok: true, offset: 0 },
      { ok: true, offset: 1 },
    ]);
    expect([told.length, writer.size]).toEqual([1, 0]);
  });

  it('commits one batch at a time, in order, at most so many', async () => {
    const gate = Promise.withResolvers<void>();
    const { writer, batches, advance } = rig(async (ops, attempt) => {
      if (attempt === 1) await gate.promise;
      return ops.map(() => ({ ok: true }));
    });
    void writer.submit(vote('first'));
    await advance(25);
    for (let index = 0; index < MAX_OPS + 10; index++) void writer.submit(vote(`v${index}`));
    await advance(10);
    expect(batches).toEqual([['first']]);
    gate.resolve();
    await calm();
    await advance(25);
    await advance(25);
    expect(batches.map(({ length }) => length)).toEqual([1, MAX_OPS, 10]);
  });

  it('the same id of the same person while it waits is the same op; of another person it is another', async () => {
    const { writer, batches, advance } = rig((ops) =>
      ops.map((op) => ({ ok: true, offset: op.kind === 'vote' && op.ticket === 'x' ? 1 : 2 })),
    );
    const outcomes = [writer.submit(vote('a', 'x')), writer.submit(vote('a', 'x')), writer.submit(vote('a', 'y'))];
    await advance(25);
    expect(batches).toEqual([['a', 'a']]);
    expect(await Promise.all(outcomes)).toEqual([
      { ok: true, offset: 1 },
      { ok: true, offset: 1 },
      { ok: true, offset: 2 },
    ]);
  });

  it('tries again while the store is away, the same ops first, and answers when it is back', async () => {
    const { writer, batches, advance } = rig((ops, attempt) => {
      if (attempt < 4) throw new StoreAway({});
      return ops.map(() => ({ ok: true }));
    });
    const outcome = writer.submit(vote('a'));
    await advance(25);
    void writer.submit(vote('b'));
    for (let turn = 0; turn < 20; turn++) await advance(50);
    expect(batches).toEqual([['a'], ['a', 'b'], ['a', 'b'], ['a', 'b']]);
    expect(await outcome).toEqual({ ok: true });
  });

  it('gives up after its time, with a no that may be tried again, and nothing waits for ever', async () => {
    const { writer, advance } = rig(() => {
      throw new StoreAway({});
    });
    const outcomes = [writer.submit(vote('a'))];
    await advance(3_000);
    outcomes.push(writer.submit(vote('b')));
    for (let turn = 0; turn < 100; turn++) await advance(100);
    expect(await Promise.all(outcomes)).toEqual([
      { ok: false, code: 'ROOM_STORE_AWAY' },
      { ok: false, code: 'ROOM_STORE_AWAY' },
    ]);
    expect(writer.size).toBe(0);
  });

  it('a commit that hangs is given up in time, and tried again', async () => {
    const never = new Promise<never>(() => undefined);
    const { writer, clock, batches } = rig((ops, attempt) => (attempt === 1 ? never : ops.map(() => ({ ok: true }))));
    const outcome = writer.submit(vote('a'));
    await waitUntil(
      () => {
        clock.advance(25);
        return batches.length === 2;
      },
      { within: 5_000 },
    );
    expect(await outcome).toEqual({ ok: true });
  });

  it('refuses at once what is too much', async () => {
    const { writer } = rig();
    for (let index = 0; index < 1_000; index++) void writer.submit(vote(`v${index}`));
    expect(await writer.submit(vote('one more'))).toEqual({ ok: false, code: 'ROOM_OVERLOADED' });
  });

  it('an op that the store breaks on takes nobody with it', async () => {
    const { writer, advance } = rig((ops) => {
      if (ops.some(({ id }) => id === 'poison')) throw new Error('constraint');
      return ops.map((_, offset) => ({ ok: true, offset }));
    });
    const outcomes = ['a', 'b', 'poison', 'c'].map((id) => writer.submit(vote(id)));
    await advance(25);
    expect((await Promise.all(outcomes)).map(({ ok }) => ok)).toEqual([true, true, false, true]);
  });

  it.each([1, 2, 3, 4, 5])('every op is committed, in order, or refused, whatever the store does (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const stored: string[] = [];
    const { writer, advance } = rig((ops) => {
      const dice = random();
      if (dice < 0.3) throw new StoreAway({});
      for (const { id } of ops) if (!stored.includes(id)) stored.push(id);
      // Committed, but nobody hears of it.
      if (dice < 0.5) throw new StoreAway({});
      return ops.map(() => ({ ok: true }));
    });
    const outcomes = new Map<string, Promise<Outcome>>();
    for (let index = 0; index < 300; index++) {
      if (random() < 0.7) outcomes.set(`v${index}`, writer.submit(vote(`v${index}`)));
      else await advance(Math.floor(random() * 60));
    }
    for (let turn = 0; turn < 100; turn++) await advance(100);
    for (const [id, outcome] of outcomes) if ((await outcome).ok) expect(stored).toContain(id);
    expect(stored).toEqual([...outcomes.keys()].filter((id) => stored.includes(id)));
  });
});
