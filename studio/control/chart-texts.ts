/** What stands at the axes of a chart, as the studio's language writes it. Pure. */
import { regionOf } from '../../ui/words.ts';
import type { Words } from '../words/words.ts';
import type { Series } from './vitals.ts';

/** Marks nearer to each other than this are told with their seconds. */
const MINUTE_SECONDS = 60;

export interface ChartTexts {
  /** @param seconds Unix. @param every between two marks, seconds. */
  time(seconds: number, every: number): string;
  /** @param every between two marks. */
  value(value: number, every: number): string;
}

/** In a language, on the clocks of this browser. @param zone of another clock, for tests. */
export function chartTexts(language: string, zone?: string): ChartTexts {
  const clock = (more: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(regionOf(language), {
      hour: '2-digit',
      minute: '2-digit',
      ...more,
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
  const [minutes, seconds] = [clock({}), clock({ second: '2-digit' })];
  return {
    time: (at, every) => (every < MINUTE_SECONDS ? seconds : minutes).format(at * 1_000),
    value: (value, every) => {
      const digits = every < 0.1 ? 2 : every < 1 ? 1 : 0;
      return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
    },
  };
}

/** A measured value with its unit; a dash where it is not known. */
export function measureText(series: Series, value: number | null | undefined, words: Words): string {
  if (value === null || value === undefined) return '–';
  switch (series) {
    case 'viewers':
      return words.number(value);
    case 'bitsPerSecond':
      return words.say('mbpsUnit', { value: words.number(value / 1_000_000, 1) });
    case 'behindSeconds':
      return words.say('secondsUnit', { value: words.number(value, 1) });
  }
}
