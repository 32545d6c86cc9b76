import { describe, expect, it } from 'vitest';
import { chooseRung, firstRung, type QualityView } from './quality-rule.ts';

const rungs = [{ bitrate: 800_000 }, { bitrate: 1_500_000 }, { bitrate: 3_000_000 }, { bitrate: 6_000_000 }];
const never = Number.NEGATIVE_INFINITY;
const base: QualityView = { rungs, current: 2, bps: 6e6, nowMs: 100_000, switchedMs: 0, wentDown: false, stalledMs: never };

describe('the next rung', () => {
  it.each([
    { view: { bps: null }, rung: 2, because: 'nothing was measured yet' },
    { view: { bps: 6e6 }, rung: 2, because: 'there is room, but not for the next one' },
    { view: { bps: 12e6 }, rung: 3, because: 'the next one fits with room to spare' },
    { view: { bps: 12e6, switchedMs: 98_000 }, rung: 2, because: 'it went up two seconds ago' },
    { view: { bps: 12e6, switchedMs: 95_000 }, rung: 3, because: 'it went up five seconds ago' },
    { view: { bps: 12e6, switchedMs: 95_000, wentDown: true }, rung: 2, because: 'it went down five seconds ago: do not flap' },
    { view: { bps: 12e6, switchedMs: 91_000, wentDown: true }, rung: 3, because: 'nine seconds of peace are enough' },
    { view: { bps: 3.5e6 }, rung: 1, because: 'parts need more than four fifths of their time' },
    { view: { bps: 3.5e6, switchedMs: 99_900 }, rung: 1, because: 'down is never made to wait' },
    { view: { bps: 0.3e6 }, rung: 0, because: 'nothing fits: the lowest' },
    { view: { bps: 5e6, stalledMs: 99_500 }, rung: 1, because: 'it stalled just now and there is little to spare' },
    { view: { bps: 50e6, stalledMs: 99_500 }, rung: 3, because: 'a stall with plenty of bandwidth was not about bandwidth' },
    { view: { bps: 50e6, current: 0 }, rung: 3, because: 'up may skip rungs' },
    { view: { bps: 1e6, current: 0 }, rung: 0, because: 'already the lowest' },
  ])('is $rung: $because', ({ view, rung }) => {
    expect(chooseRung({ ...base, ...view })).toBe(rung);
  });
});

describe('the first rung', () => {
  const heights = [360, 480, 720, 1080].map((height, index) => ({ height, bitrate: rungs[index]?.bitrate ?? 0 }));
  it.each([
    { list: heights, bps: null, rung: 2, because: '720 lines without knowing the link' },
    { list: heights.slice(0, 2), bps: null, rung: 1, because: 'the best there is' },
    { list: heights.slice(3), bps: null, rung: 0, because: 'only a large one' },
    { list: heights, bps: 20e6, rung: 3, because: 'the link is known from before' },
    { list: heights, bps: 1e6, rung: 0, because: 'the link is known to be thin' },
  ])('is $rung: $because', ({ list, bps, rung }) => {
    expect(firstRung(list, bps)).toBe(rung);
  });
});
