/** Everybody presses the link at once: VIEWERS (1,000) come within STORM_SECONDS (10), each watches 15 seconds. */
import { pause } from '../lib/pause.ts';
import { setting, share } from '../lib/target.ts';
import { joinTime, watch } from '../lib/live-viewer.ts';
import { summary, TREND_STATS } from '../lib/summary.ts';

const viewers = setting('VIEWERS', 1_000);
const storm = setting('STORM_SECONDS', 10);
const stay = setting('STAY_SECONDS', 15);
const { users, each } = share(viewers, 50);

export const options = {
  summaryTrendStats: TREND_STATS,
  scenarios: {
    storm: { executor: 'per-vu-iterations', vus: users, iterations: 1, maxDuration: `${storm + stay + 60}s`, gracefulStop: '5s' },
  },
  thresholds: {
    viewer_failures: ['rate<0.001'],
    [joinTime.name]: ['p(95)<1000'],
  },
};

export default async function run(): Promise<void> {
  const starts = Array.from({ length: each }, async (_, index) => {
    await pause(Math.random() * storm * 1000);
    await watch(Date.now() + stay * 1000, { isProbe: index % 20 === 0 });
  });
  await Promise.all(starts);
}

export function handleSummary(data: Parameters<typeof summary>[1]): Record<string, string> {
  return summary('join-storm', data);
}
