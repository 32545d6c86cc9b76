import { describe, expect, it } from 'vitest';
import { clockText, mediaTimeOf, programTimeOf, ServerClock } from './programme-time.ts';

const segments = [
  { startSeconds: 10, durationSeconds: 2, programMs: 100_000 },
  { startSeconds: 12, durationSeconds: 2, programMs: 102_000 },
  // A presenter came back: half a second of wall clock is in no segment.
  { startSeconds: 14, durationSeconds: 2, programMs: 104_500 },
];

describe('programme time', () => {
  it.each([
    { programMs: 100_000, media: 10, because: 'the first moment' },
    { programMs: 103_000, media: 13, because: 'inside' },
    { programMs: 104_200, media: 14, because: 'in the hole: the next picture there is' },
    { programMs: 105_500, media: 15, because: 'behind the hole' },
    { programMs: 5_000, media: 10, because: 'before all' },
    { programMs: 999_000, media: 16, because: 'after all' },
  ])('$programMs is at $media: $because', ({ programMs, media }) => {
    expect(mediaTimeOf(segments, programMs)).toBeCloseTo(media, 6);
  });

  it.each([
    { media: 10.5, programMs: 100_500 },
    { media: 13.999, programMs: 103_999 },
    { media: 15, programMs: 105_500 },
    { media: 17, programMs: 107_500 },
  ])('media $media is $programMs', ({ media, programMs }) => {
    expect(programTimeOf(segments, media)).toBeCloseTo(programMs, 3);
  });

  it('says nothing when the playlist says nothing', () => {
    const silent = [{ startSeconds: 0, durationSeconds: 2, programMs: null }];
    expect(mediaTimeOf(silent, 5)).toBeUndefined();
    expect(programTimeOf(silent, 1)).toBeNull();
  });
});

describe('clock text', () => {
  it.each([
    [0, '0:00'],
    [9.9, '0:09'],
    [75, '1:15'],
    [3675, '1:01:15'],
    [-3, '0:00'],
  ])('%d is %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });
});

describe("the server's clock", () => {
  it('is not pulled back by an answer out of a cache', () => {
    const clock = new ServerClock();
    clock.add(10_500, 10_000);
    clock.add(10_600, 11_000);
    expect(clock.offsetMs).toBe(500);
  });
});
