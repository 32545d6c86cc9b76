/** So many viewers watch for so long. VIEWERS (1,000), SECONDS (60), RAMP_SECONDS (10). */
import { pause } from '../lib/pause.ts';
import { setting, share } from '../lib/target.ts';
import { watch } from '../lib/live-viewer.ts';
import { summary, TREND_STATS } from '../lib/summary.ts';

const viewers = setting('VIEWERS', 1_000);
const seconds = setting('SECONDS', 60);
const ramp = setting('RAMP_SECONDS', 10);
const { users, each } = share(viewers, 50);

export const options = {
  discardResponseBodies: false,
  summaryTrendStats: TREND_STATS,
  scenarios: {
    watch: { executor: 'per-vu-iterations', vus: users, iterations: 1, maxDuration: `${seconds + ramp + 60}s`, gracefulStop: '5s' },
  },
  thresholds: {
    viewer_failures: ['rate<0.001'],
    viewer_stalls: [`count<${Math.max(1, Math.ceil((viewers * seconds) / 6_000))}`],
    viewer_part_time: ['p(99)<250'],
  },
};

export default async function run(): Promise<void> {
  const untilMs = Date.now() + (ramp + seconds) * 1000;
  const starts = Array.from({ length: each }, async (_, index) => {
    await pause(Math.random() * ramp * 1000);
    await watch(untilMs, { isProbe: index % 20 === 0 });
  });
  await Promise.all(starts);
}

export function handleSummary(data: Parameters<typeof summary>[1]): Record<string, string> {
  return summary('steady-viewers', data);
}
