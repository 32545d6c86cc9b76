/** MEMBERS (1,000) sit in the room; after a quiet beginning they say PER_SECOND (50) messages a second for SECONDS (30), each in his turn. */
import { pause } from '../lib/pause.ts';
import { ackTime, deliveryTime, enter, enterTime, failures, holes } from '../lib/room-member.ts';
import { summary, TREND_STATS } from '../lib/summary.ts';
import { setting, share } from '../lib/target.ts';

const members = setting('MEMBERS', 1_000);
const perSecond = setting('PER_SECOND', 50);
const seconds = setting('SECONDS', 30);
const ramp = setting('RAMP_SECONDS', 10);
const { users, each } = share(members, 100);

export const options = {
  summaryTrendStats: TREND_STATS,
  scenarios: {
    talk: { executor: 'per-vu-iterations', vus: users, iterations: 1, maxDuration: `${ramp + seconds + 60}s`, gracefulStop: '5s' },
  },
  thresholds: {
    [failures.name]: ['rate<0.001'],
    [holes.name]: ['count==0'],
    [enterTime.name]: ['p(95)<1000'],
    [ackTime.name]: ['p(99)<1000'],
    [deliveryTime.name]: ['p(99)<1000'],
  },
};

export default async function run(): Promise<void> {
  const startMs = Date.now();
  const talkFromMs = startMs + ramp * 1_000;
  const endMs = talkFromMs + seconds * 1_000;
  // a member speaks so often that all together say what was asked for
  const everyMs = (users * each * 1_000) / perSecond;
  const one = async (index: number): Promise<void> => {
    await pause(Math.random() * ramp * 800);
    const member = await enter(`Member ${index}`);
    if (member === undefined) return;
    let nextMs = talkFromMs + Math.random() * everyMs;
    while (nextMs < endMs) {
      await pause(nextMs - Date.now());
      await member.send({ t: 'say', text: `A message of ordinary length, about what was just said on the stage (${index})` });
      nextMs += everyMs;
    }
    await pause(endMs + 2_000 - Date.now());
    member.close();
  };
  await Promise.all(Array.from({ length: each }, (_, index) => one(index)));
}

export function handleSummary(data: Parameters<typeof summary>[1]): Record<string, string> {
  return summary('chat-burst', data);
}
