import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { FRESH_RATE, nextReadable } from './readable-rate.ts';

function shownOf(times: readonly number[], perSecond: number): readonly number[] {
  let rate = FRESH_RATE;
  const shown: number[] = [];
  for (const atMs of times) {
    const next = nextReadable(rate, atMs, perSecond);
    rate = next.rate;
    if (next.isShown) shown.push(atMs);
  }
  return shown;
}

describe('nextReadable', () => {
  it('shows everything where people can read it', () => {
    const times = [0, 200, 400, 401, 402, 1_500, 1_501];
    expect(shownOf(times, 5)).toEqual(times);
  });

  it('spreads what it shows of a flood over the second', () => {
    const flood = Array.from({ length: 100 }, (_, index) => 1_000 + index * 20);
    expect(shownOf(flood, 5)).toEqual([1_000, 1_020, 1_040, 1_060, 1_080, 1_200, 1_400, 1_600, 1_800, 2_000, 2_200, 2_400, 2_600, 2_800]);
  });

  it('0 shows all; a rate set during a flood counts from then on', () => {
    expect(
      shownOf(
        Array.from({ length: 50 }, () => 7),
        0,
      ),
    ).toHaveLength(50);
  });

  it('is not upset by clocks that go back a little', () => {
    expect(shownOf([1_000, 990, 1_000, 980, 1_000, 1_000, 1_000], 2)).toEqual([1_000, 990]);
  });

  it.each([1, 2, 3])('never shows more than the rate and one burst over any stretch (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const perSecond = 1 + Math.floor(random() * 10);
    let atMs = 0;
    const times = Array.from({ length: 2_000 }, () => (atMs += Math.floor(random() * 60)));
    const shown = shownOf(times, perSecond);
    for (let from = 0; from < shown.length; from += 7) {
      for (let to = from; to < shown.length; to += 11) {
        const seconds = ((shown[to] ?? 0) - (shown[from] ?? 0)) / 1_000;
        expect(to - from + 1).toBeLessThanOrEqual(perSecond * seconds + perSecond + 1e-6);
      }
    }
  });
});
