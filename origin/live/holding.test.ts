import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../core/runtime/clock.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import { Show, SOURCE } from '../testing/show.ts';
import { settle } from '../testing/test-origin.ts';
import type { HoldEnd, Wanted } from './holding.ts';
import { Holding } from './holding.ts';
import { RenditionWindow } from './rendition-window.ts';

const LIMIT_MS = 6_000;

class Rig {
  readonly clock = new ManualClock();
  readonly show = new Show({ renditions: [SOURCE] });
  readonly window = new RenditionWindow(SOURCE, this.show.profile);
  readonly holding: Holding;

  constructor(maxHeld?: number) {
    this.holding = new Holding(this.clock, maxHeld);
    this.window.startRun(this.show.run(), true);
  }

  /** The next part, told to whoever waits. */
  part(): void {
    for (const part of this.show.part()) this.window.addPart(part);
    this.holding.changed(this.window);
  }

  /** Waits; `end` tells how it ended, once it has. */
  wait(wanted: Wanted): { end: HoldEnd | undefined; go: () => void } {
    const result: { end: HoldEnd | undefined; go: () => void } = { end: undefined, go: () => undefined };
    result.go = this.holding.wait(this.window, wanted, LIMIT_MS, (end) => {
      expect(result.end).toBeUndefined();
      result.end = end;
    });
    return result;
  }
}

describe('holding', () => {
  it('releases whoever has what it waited for, and nobody else', async () => {
    const rig = new Rig();
    rig.part();
    const next = rig.wait({ msn: 0, part: 1 });
    const later = rig.wait({ msn: 0, part: 3 });
    const whole = rig.wait({ msn: 0, part: undefined });
    expect(rig.holding.held).toBe(3);
    rig.part();
    await settle();
    expect([next.end, later.end, whole.end, rig.holding.held]).toEqual(['ready', undefined, undefined, 2]);
    for (let part = 0; part < 4; part++) rig.part();
    await settle();
    expect([later.end, whole.end, rig.holding.held]).toEqual(['ready', 'ready', 0]);
  });

  it('what is there is not waited for', async () => {
    const rig = new Rig();
    rig.part();
    const there = rig.wait({ msn: 0, part: 0 });
    await settle();
    expect([there.end, rig.holding.held]).toEqual(['ready', 0]);
  });

  it('ends at the limit', async () => {
    const rig = new Rig();
    const held = rig.wait({ msn: 0, part: 0 });
    rig.clock.advance(LIMIT_MS - 1);
    await settle();
    expect(held.end).toBeUndefined();
    rig.clock.advance(1);
    await settle();
    expect([held.end, rig.holding.held]).toEqual(['timeout', 0]);
  });

  it('a client that goes frees its place, and comes to no harm when its part comes', async () => {
    const rig = new Rig();
    const held = rig.wait({ msn: 0, part: 0 });
    held.go();
    await settle();
    expect([held.end, rig.holding.held]).toEqual(['gone', 0]);
    rig.part();
    held.go();
    rig.clock.advance(LIMIT_MS);
    await settle();
    expect([held.end, rig.holding.held]).toEqual(['gone', 0]);
  });

  it('refuses past its bound', async () => {
    const rig = new Rig(2);
    rig.wait({ msn: 0, part: 0 });
    const second = rig.wait({ msn: 0, part: 0 });
    const third = rig.wait({ msn: 0, part: 0 });
    await settle();
    expect([third.end, rig.holding.held]).toEqual(['refused', 2]);
    second.go();
    const fourth = rig.wait({ msn: 0, part: 0 });
    await settle();
    expect(fourth.end).toBeUndefined();
  });

  it('tells everybody when the process stops, and holds nobody after that', async () => {
    const rig = new Rig();
    const held = rig.wait({ msn: 0, part: 0 });
    rig.holding.drain();
    const late = rig.wait({ msn: 0, part: 0 });
    await settle();
    expect([held.end, late.end, rig.holding.held]).toEqual(['closing', 'closing', 0]);
  });

  it('lets other work in between when many are released at once', async () => {
    const rig = new Rig();
    const all = Array.from({ length: 1_000 }, () => rig.wait({ msn: 0, part: 0 }));
    rig.part();
    expect(rig.holding.held).toBe(750);
    const goneWhileReady = all[900];
    goneWhileReady?.go();
    await waitUntil(() => rig.holding.held === 0, { within: 2_000 });
    await settle();
    expect(all.filter((one) => one.end === 'ready')).toHaveLength(999);
    expect(goneWhileReady?.end).toBe('gone');
  });

  for (const seed of [11, 12, 13]) {
    it(`seed ${seed}: nobody is forgotten, nobody is released early`, async () => {
      const random = seededRandom(seed);
      const rig = new Rig();
      const waiting: { readonly wanted: Wanted; readonly result: ReturnType<Rig['wait']>; readonly sinceMs: number }[] = [];
      for (let step = 0; step < 600; step++) {
        const { lastMsn = 0 } = rig.window.edge;
        const roll = random();
        if (roll < 0.6) {
          const wanted = { msn: lastMsn + Math.floor(random() * 2), part: random() < 0.3 ? undefined : Math.floor(random() * 7) };
          waiting.push({ wanted, result: rig.wait(wanted), sinceMs: rig.clock.monotonicMs() });
        } else if (roll < 0.9) rig.part();
        else if (roll < 0.95) rig.clock.advance(random() * 2_000);
        else waiting[Math.floor(random() * waiting.length)]?.result.go();
        await settle();
        const { edge } = rig.window;
        for (const { wanted, result, sinceMs } of waiting) {
          const { msn, part } = wanted;
          const isPast =
            edge.lastMsn !== undefined && (edge.lastMsn > msn || (edge.lastMsn === msn && edge.isLastClosed && part === undefined));
          const hasPart = part !== undefined && edge.lastMsn === msn && part < edge.lastParts;
          if (result.end === 'ready') expect(isPast || hasPart || msn > (edge.lastMsn ?? 0)).toBe(true);
          if (result.end === undefined) {
            expect(isPast || hasPart).toBe(false);
            expect(rig.clock.monotonicMs() - sinceMs).toBeLessThan(LIMIT_MS);
          }
        }
        expect(rig.holding.held).toBe(waiting.filter(({ result }) => result.end === undefined).length);
      }
    });
  }
});
