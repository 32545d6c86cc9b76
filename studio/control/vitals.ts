/** What is measured, over the last minutes: for figures, charts and their tables. Pure. */

/** One look. null: not known then. */
export interface Sample {
  /** Unix ms. */
  readonly atMs: number;
  readonly viewers: number;
  /** Of what the presenter sends. */
  readonly bitsPerSecond: number | null;
  /** Of our own picture. */
  readonly behindSeconds: number | null;
  readonly stalls: number;
  readonly droppedFrames: number;
}

export type Series = 'viewers' | 'bitsPerSecond' | 'behindSeconds';

/** Ten minutes of looks every two seconds. */
const MAX_SAMPLES = 300;
const MINUTE_SECONDS = 60;
/** Rows of the table: one in so many is told. */
const TABLE_ROWS = 10;

/** With one more. */
export function sampled(before: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...before, sample].slice(-MAX_SAMPLES);
}

/** Evenly chosen, the newest first and always among them. */
export function tableOf(samples: readonly Sample[]): readonly Sample[] {
  const step = Math.max(1, Math.ceil(samples.length / TABLE_ROWS));
  return samples.toReversed().filter((_, index) => index % step === 0);
}

/** @returns seconds and values, as the chart takes them. */
export function columnsOf(samples: readonly Sample[], series: Series): [number[], (number | null)[]] {
  const scale = series === 'bitsPerSecond' ? 1_000_000 : 1;
  const seconds = samples.map(({ atMs }) => atMs / 1_000);
  const values = samples.map((sample) => {
    const value = sample[series];
    return value === null ? null : value / scale;
  });
  // one look alone would be drawn over a whole day
  const [only] = seconds;
  return only !== undefined && seconds.length === 1
    ? [
        [only - MINUTE_SECONDS, only],
        [null, ...values],
      ]
    : [seconds, values];
}
