/** A month as a calendar shows it: whole weeks. */
import { localOfInstant, otherDay } from '../../../core/contracts/room/local-time.ts';

/** `2026-03`. */
export type Month = string;
/** `2026-03-29`. */
export type Day = string;

/** @param firstWeekday 1 is Monday, 7 Sunday (ISO 8601), with which a week begins. @returns the days of each week, those of the neighbours too. */
export function weeksOf(month: Month, firstWeekday: number): readonly (readonly Day[])[] {
  const first: Day = `${month}-01`;
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
  const start = otherDay(first, -((weekday - firstWeekday + 7) % 7));
  const weeks: (readonly Day[])[] = [];
  for (let week = 0; week < 6; week++) {
    const days = Array.from({ length: 7 }, (_, day) => otherDay(start, week * 7 + day));
    if (days.every((day) => !day.startsWith(month))) break;
    weeks.push(days);
  }
  return weeks;
}

/** From when until before when whatever happens on these days of any time zone begins, ISO 8601 in UTC. */
export function spanOf(weeks: readonly (readonly Day[])[]): { readonly startsFrom: string; readonly startsBefore: string } {
  const [first = '', last = ''] = [weeks[0]?.[0], weeks.at(-1)?.at(-1)];
  return { startsFrom: `${otherDay(first, -1)}T00:00:00Z`, startsBefore: `${otherDay(last, 2)}T00:00:00Z` };
}

/** The month that it is on the clocks of this browser. */
export function thisMonth(): Month {
  return dayOf(Date.now(), ownZone()).slice(0, 7);
}

/** The time zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** So many months later. */
export function otherMonth(month: Month, months: number): Month {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The day of an instant on the clocks of a time zone. */
export function dayOf(atMs: number, zone: string): Day {
  return localOfInstant(atMs, zone).slice(0, 10);
}
