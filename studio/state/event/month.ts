/** A month as a calendar shows it: whole weeks. Pure. */
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

/** So many months later. */
export function otherMonth(month: Month, months: number): Month {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The day of an instant on the clocks of a time zone. */
export function dayOf(atMs: number, zone: string): Day {
  return localOfInstant(atMs, zone).slice(0, 10);
}
