import { describe, expect, it } from 'vitest';
import { Asking } from './asking.ts';
import { ManualClock } from './clock.ts';
import { silentLog } from './log.ts';

describe('Asking', () => {
  it('asks by itself, has one timer however often it is told to ask at once, and none when it is closed', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const asking = new Asking({
      ...{ everyMs: 1_000, withinMs: 1_000, away: 'away', back: 'back', clock, log: silentLog },
      ask: async () => ++asked,
      take: () => undefined,
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    for (let times = 0; times < 3; times++) await asking.now();
    expect(asked).toBe(3);
    clock.advance(1_000);
    await settle();
    expect(asked).toBe(4);
    asking.close();
    clock.advance(10_000);
    await settle();
    expect(asked).toBe(4);
  });
});
