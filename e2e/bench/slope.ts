/** One measurement of something that should not grow. */
export interface Sample {
  readonly atMinutes: number;
  readonly value: number;
}

/** What it grows by in a minute: the slope of the straight line through the samples, by least squares. NaN for fewer than two. */
export function slopeOf(samples: readonly Sample[]): number {
  const n = samples.length;
  const meanX = samples.reduce((sum, { atMinutes }) => sum + atMinutes, 0) / n;
  const meanY = samples.reduce((sum, { value }) => sum + value, 0) / n;
  const over = samples.reduce((sum, { atMinutes, value }) => sum + (atMinutes - meanX) * (value - meanY), 0);
  const under = samples.reduce((sum, { atMinutes }) => sum + (atMinutes - meanX) ** 2, 0);
  return over / under;
}
