import { describe, expect, it } from 'vitest';
import { swipeOf, type Touch } from './swipe.ts';

const from = { x: 300, y: 100, atMs: 1_000 };

describe('a swipe', () => {
  it.each<[Touch, boolean, 'in' | 'out' | undefined, string]>([
    [{ x: 200, y: 110, atMs: 1_200 }, false, 'in', 'to the left, where reading goes to the right'],
    [{ x: 400, y: 110, atMs: 1_200 }, false, 'out', 'to the right'],
    [{ x: 200, y: 110, atMs: 1_200 }, true, 'out', 'to the left, where reading goes there too'],
    [{ x: 400, y: 110, atMs: 1_200 }, true, 'in', 'to the right, where reading goes to the left'],
    [{ x: 270, y: 100, atMs: 1_050 }, false, undefined, 'a tap that slipped'],
    [{ x: 220, y: 160, atMs: 1_200 }, false, undefined, 'more down than aside: the page is scrolled'],
    [{ x: 100, y: 100, atMs: 2_000 }, false, undefined, 'slow: something is dragged'],
  ])('to %o, right to left %s: %s, %s', (to, isRtl, way) => {
    expect(swipeOf(from, to, isRtl)).toBe(way);
  });
});
