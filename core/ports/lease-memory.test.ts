import { describe, expect, it } from 'vitest';
import { ManualClock } from '../runtime/clock.ts';
import { leaseContract } from './lease.contract.ts';
import { LeaseMemory, LeaseTable } from './lease-memory.ts';

leaseContract('memory', async () => {
  const table = new LeaseTable();
  const keepers: LeaseMemory[] = [];
  return {
    node: async () => {
      const keeper = new LeaseMemory({ table });
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

describe('LeaseMemory', () => {
  it('tells the holder that its lease ran out while the process was blocked, and never revives it', async () => {
    const clock = new ManualClock();
    const table = new LeaseTable();
    const one = new LeaseMemory({ clock, table });
    const held = await one.acquire('demo', 'one', 1_000);
    expect(held?.lost.aborted).toBe(false);
    const blocked = new ManualClock(clock.nowMs() + 5_000);
    const two = new LeaseMemory({ clock: blocked, table });
    expect((await two.acquire('demo', 'two', 60_000))?.fence.epoch).toBe(2);
    clock.advance(5_000);
    expect(held?.lost.aborted).toBe(true);
    expect(await one.acquire('demo', 'one', 1_000)).toBeUndefined();
  });

  it('refuses a lease without a time to live', async () => {
    await expect(new LeaseMemory().acquire('demo', 'one', 0)).rejects.toThrow(RangeError);
  });
});
