/** How long until the event begins, as people read it and as it is read out. Pure. */

export const UNITS = ['day', 'hour', 'minute', 'second'] as const;
export type Unit = (typeof UNITS)[number];

const SECONDS: Readonly<Record<Unit, number>> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** The figures of the clock, the largest unit first; days only when there are some. A second that has begun counts. */
export function figuresOf(leftMs: number): readonly { readonly unit: Unit; readonly value: number }[] {
  let left = Math.max(0, Math.ceil(leftMs / 1_000));
  return UNITS.map((unit) => {
    const value = Math.floor(left / SECONDS[unit]);
    left -= value * SECONDS[unit];
    return { unit, value };
  }).filter(({ unit, value }) => unit !== 'day' || value > 0);
}

/** Minutes at which it is read out how long it takes: seldom while it is far, so that nobody has to listen to a running clock. */
const MARKS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720];
const DAY_MINUTES = 1_440;

/** @returns the mark that was passed last, whole days when it is further; null: it is time. */
export function markOf(leftMs: number): { readonly unit: Unit; readonly value: number } | null {
  if (leftMs <= 0) return null;
  const minutes = leftMs / 60_000;
  const mark = MARKS.find((one) => minutes <= one);
  if (mark === undefined) return { unit: 'day', value: Math.ceil(minutes / DAY_MINUTES) };
  return mark < 60 ? { unit: 'minute', value: mark } : { unit: 'hour', value: mark / 60 };
}
