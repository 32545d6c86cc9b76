import { describe, expect, it } from 'vitest';
import { figuresOf, markOf } from './countdown.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('the countdown', () => {
  it.each([
    { leftMs: 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND, shown: '2d 3h 4m 5s', because: 'each unit takes what is left of it' },
    { leftMs: DAY, shown: '1d 0h 0m 0s', because: 'a whole day has no hours' },
    { leftMs: 59 * MINUTE, shown: '0h 59m 0s', because: 'without days there is no figure for them' },
    { leftMs: 1, shown: '0h 0m 1s', because: 'the second that has begun is still to wait' },
    { leftMs: 0, shown: '0h 0m 0s', because: 'it is time' },
    { leftMs: -5_000, shown: '0h 0m 0s', because: 'it never runs backwards' },
  ])('$leftMs ms is $shown: $because', ({ leftMs, shown }) => {
    expect(
      figuresOf(leftMs)
        .map(({ unit, value }) => `${value}${unit.charAt(0)}`)
        .join(' '),
    ).toBe(shown);
  });

  it('is read out a few times an hour, and never while nothing new can be said', () => {
    const heard: string[] = [];
    for (let leftMs = 3 * DAY; leftMs > 0; leftMs -= SECOND) {
      const mark = markOf(leftMs);
      const text = `${mark?.value} ${mark?.unit}`;
      if (heard.at(-1) !== text) heard.push(text);
    }
    expect(heard).toEqual([
      ...['3 day', '2 day', '1 day', '12 hour', '6 hour', '2 hour', '1 hour'],
      ...['30 minute', '15 minute', '10 minute', '5 minute', '2 minute', '1 minute'],
    ]);
    expect(markOf(0)).toBeNull();
  });

  it('never says less than there is to wait', () => {
    const MS = { day: DAY, hour: HOUR, minute: MINUTE, second: SECOND };
    for (let leftMs = 1; leftMs < 2 * DAY; leftMs += 977_777) {
      const mark = markOf(leftMs);
      expect((mark?.value ?? 0) * MS[mark?.unit ?? 'second']).toBeGreaterThanOrEqual(leftMs);
    }
  });
});
