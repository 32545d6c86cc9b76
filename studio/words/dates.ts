/** Dates and times as the reader's language writes them. In the Gregorian calendar everywhere, as the fields for dates are. */
import { regionOf } from '../../ui/words.ts';

/** `28 Mar 2026, 09:00 CET`. @param zone whose clocks; undefined: those of this browser. */
export function dateTimeText(language: string, instant: string, zone?: string): string {
  return new Intl.DateTimeFormat(regionOf(language), {
    ...({ calendar: 'gregory', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
    ...(zone === undefined ? {} : { timeZone: zone, timeZoneName: 'short' }),
  }).format(new Date(instant));
}

/** `March 2026`. */
export function monthText(language: string, month: string): string {
  return format(language, { year: 'numeric', month: 'long' }).format(new Date(`${month}-01T00:00:00Z`));
}

/** `Mon`, or `Monday`. @param day `2026-03-29`. */
export function weekdayText(language: string, day: string, width: 'short' | 'long'): string {
  return format(language, { weekday: width }).format(new Date(`${day}T00:00:00Z`));
}

/** `29 March 2026`, for who cannot see the calendar around it. */
export function dayText(language: string, day: string): string {
  return format(language, { year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(`${day}T00:00:00Z`));
}

/** `Thursday, 19 November`. */
export function weekdayAndDayText(language: string, day: string): string {
  return format(language, { weekday: 'long', month: 'long', day: 'numeric' }).format(new Date(`${day}T00:00:00Z`));
}

/** `09:00` on the clocks of this browser. */
export function timeText(language: string, instant: string): string {
  return new Intl.DateTimeFormat(regionOf(language), { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/** With which day a week begins: 1 is Monday, 7 Sunday. */
export function firstWeekdayOf(language: string): number {
  const locale = new Intl.Locale(regionOf(language)).maximize() as Intl.Locale & {
    readonly getWeekInfo?: () => { readonly firstDay: number };
  };
  return locale.getWeekInfo?.().firstDay ?? 1;
}

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { calendar: 'gregory', timeZone: 'UTC', ...options });
}
