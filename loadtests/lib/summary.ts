/** What a run leaves behind: a table on the screen, JSON for a baseline. */
declare const __ENV: Record<string, string | undefined>;

interface Metric {
  readonly type: string;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** For `handleSummary`. Only our own metrics and k6's totals: the rest is in the JSON. */
export function summary(scenario: string, data: { readonly metrics: Readonly<Record<string, Metric>> }): Record<string, string> {
  const lines = [`\n${scenario}\n`];
  for (const [name, metric] of Object.entries(data.metrics)) {
    const isOurs = /^(?:viewer|member)_/.test(name) || ['http_reqs', 'data_received', 'vus_max'].includes(name);
    if (!isOurs) continue;
    const verdict = Object.values(metric.thresholds ?? {}).map(({ ok }) => (ok ? 'ok' : 'MISSED'));
    lines.push(`  ${name.padEnd(24)} ${figures(metric)} ${[...new Set(verdict)].join(' ')}`);
  }
  const out = __ENV['OUT'];
  return { stdout: `${lines.join('\n')}\n`, ...(out === undefined ? {} : { [`${out}/${scenario}.json`]: JSON.stringify(data, null, 2) }) };
}

function figures({ type, values }: Metric): string {
  const number = (key: string) => (values[key] ?? 0).toFixed(values[key] !== undefined && values[key] < 10 ? 2 : 0);
  if (type === 'trend') return `p50 ${number('med')}  p95 ${number('p(95)')}  p99 ${number('p(99)')}  max ${number('max')} ms`;
  if (type === 'rate') return `${((values['rate'] ?? 0) * 100).toFixed(3)} %`;
  if (type === 'counter') return `${number('count')} (${number('rate')}/s)`;
  return Object.entries(values)
    .map(([key, value]) => `${key} ${Math.round(value)}`)
    .join('  ');
}

/** Trends with the percentiles that the tables show. */
export const TREND_STATS = ['avg', 'med', 'p(95)', 'p(99)', 'max', 'count'];
