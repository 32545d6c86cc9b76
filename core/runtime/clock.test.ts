import { describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from './clock.ts';
import { seededRandom, waitUntil } from './test-support.ts';

describe('systemClock', () => {
  it('tells the wall clock with fractions, and never goes back', () => {
    expect(Math.abs(systemClock.nowMs() - Date.now())).toBeLessThan(1_000);
    let last = systemClock.monotonicMs();
    for (let step = 0; step < 1_000; step++) {
      const now = systemClock.monotonicMs();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it('calls back once, and not at all when cancelled', async () => {
    const called: string[] = [];
    const cancel = systemClock.after(1, () => called.push('cancelled'));
    systemClock.after(5, () => called.push('late'));
    cancel();
    await waitUntil(() => called.length > 0, { within: 1_000 });
    expect(called).toEqual(['late']);
  });
});

describe('ManualClock', () => {
  it('stands until it is moved', () => {
    const clock = new ManualClock(1_000);
    expect(clock.nowMs()).toBe(1_000);
    clock.advance(250);
    expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1_250, 1_250]);
  });

  it('runs timers that timers set, in the same move, at their own time', () => {
    const clock = new ManualClock(0);
    const called: number[] = [];
    const tick = () => {
      called.push(clock.nowMs());
      clock.after(10, tick);
    };
    clock.after(10, tick);
    clock.advance(35);
    expect(called).toEqual([10, 20, 30]);
    expect(clock.nowMs()).toBe(35);
  });

  it('timers of one time run in the order they were set', () => {
    const clock = new ManualClock(0);
    const called: string[] = [];
    for (const name of ['a', 'b', 'c']) clock.after(5, () => called.push(name));
    clock.advance(5);
    expect(called).toEqual(['a', 'b', 'c']);
  });

  for (const seed of [1, 2, 3]) {
    it(`calls what a naive model calls (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const clock = new ManualClock(0);
      const called: number[] = [];
      const model: { id: number; atMs: number; isCancelled: boolean }[] = [];
      const expected: number[] = [];
      const cancels: (() => void)[] = [];
      for (let step = 0; step < 300; step++) {
        const dice = random();
        if (dice < 0.6) {
          const id = model.length;
          const delayMs = Math.floor(random() * 50);
          model.push({ id, atMs: clock.nowMs() + delayMs, isCancelled: false });
          cancels.push(clock.after(delayMs, () => called.push(id)));
        } else if (dice < 0.75 && model.length > 0) {
          const id = Math.floor(random() * model.length);
          cancels[id]?.();
          for (const timer of model) if (timer.id === id) timer.isCancelled = true;
        } else {
          const from = clock.nowMs();
          const byMs = Math.floor(random() * 30);
          const due = model.filter((timer) => !timer.isCancelled && !expected.includes(timer.id) && timer.atMs <= from + byMs);
          expected.push(...due.sort((a, b) => a.atMs - b.atMs || a.id - b.id).map((timer) => timer.id));
          clock.advance(byMs);
        }
      }
      expect(called).toEqual(expected);
      expect(called.length).toBeGreaterThan(20);
    });
  }
});
