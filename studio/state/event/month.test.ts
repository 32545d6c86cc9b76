import { describe, expect, it } from 'vitest';
import { dayOf, otherMonth, weeksOf } from './month.ts';

describe('a month', () => {
  it.each([
    { month: '2026-03', firstWeekday: 1, from: '2026-02-23', to: '2026-04-05', because: 'it begins on a Sunday' },
    { month: '2026-03', firstWeekday: 7, from: '2026-03-01', to: '2026-04-04', because: 'weeks begin on Sunday' },
    { month: '2026-02', firstWeekday: 7, from: '2026-02-01', to: '2026-02-28', because: 'it is four whole weeks' },
    { month: '2026-03', firstWeekday: 6, from: '2026-02-28', to: '2026-04-03', because: 'weeks begin on Saturday' },
    { month: '2026-08', firstWeekday: 1, from: '2026-07-27', to: '2026-09-06', because: 'it takes six weeks' },
  ])('$month from $from to $to: $because', ({ month, firstWeekday, from, to }) => {
    const weeks = weeksOf(month, firstWeekday);
    expect([weeks[0]?.[0], weeks.at(-1)?.[6]]).toEqual([from, to]);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
  });

  it('goes on across years', () => {
    expect([otherMonth('2026-12', 1), otherMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it('an instant is on the day that the clocks of the zone show', () => {
    const late = Date.parse('2026-03-29T22:30:00Z');
    expect([dayOf(late, 'Europe/Berlin'), dayOf(late, 'UTC')]).toEqual(['2026-03-30', '2026-03-29']);
  });
});
