/** Sums and counts of a histogram in Prometheus' text, for a mean between two moments. */
export interface HistogramAt {
  readonly sum: number;
  readonly count: number;
}

/** Adds up the series of `name` whose labels contain `label` (all when empty). */
export function histogramIn(text: string, name: string, label = ''): HistogramAt {
  const total = (suffix: string): number =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}${suffix}`) && line.includes(label))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return { sum: total('_sum'), count: total('_count') };
}

/** Mean of what was observed in between, in ms. */
export function meanMs(before: HistogramAt, after: HistogramAt): number {
  return ((after.sum - before.sum) / (after.count - before.count)) * 1000;
}

export async function metricsText(http: string): Promise<string> {
  const answer = await fetch(`${http}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return answer.text();
}
