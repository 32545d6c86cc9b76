/** MEMBERS (1,000) sit in the room and all vote within VOTE_SECONDS (5) in the poll that is open. The event needs one: `make demo` opens one by itself. */
import { pause } from '../lib/pause.ts';
import { ackTime, acked, enter, enterTime, failures, holes } from '../lib/room-member.ts';
import { summary, TREND_STATS } from '../lib/summary.ts';
import { setting, share } from '../lib/target.ts';

const members = setting('MEMBERS', 1_000);
const within = setting('VOTE_SECONDS', 5);
const ramp = setting('RAMP_SECONDS', 20);
const { users, each } = share(members, 100);

export const options = {
  summaryTrendStats: TREND_STATS,
  scenarios: {
    vote: { executor: 'per-vu-iterations', vus: users, iterations: 1, maxDuration: `${ramp + within + 60}s`, gracefulStop: '5s' },
  },
  thresholds: {
    [failures.name]: ['rate<0.001'],
    [holes.name]: ['count==0'],
    [enterTime.name]: ['p(95)<1000'],
    [ackTime.name]: ['p(99)<1000'],
    // every vote, exactly once: who could not vote failed
    [acked.name]: [`count==${users * each}`],
  },
};

export default async function run(): Promise<void> {
  const voteFromMs = Date.now() + ramp * 1_000;
  const one = async (index: number): Promise<void> => {
    await pause(Math.random() * ramp * 800);
    const member = await enter(`Voter ${index}`);
    if (member === undefined) return;
    await pause(voteFromMs + Math.random() * within * 1_000 - Date.now());
    const [poll] = member.openPolls();
    failures.add(poll === undefined);
    if (poll !== undefined) await member.send({ t: 'vote', poll: poll.id, choice: { options: [index % poll.options] } });
    await pause(voteFromMs + (within + 2) * 1_000 - Date.now());
    member.close();
  };
  await Promise.all(Array.from({ length: each }, (_, index) => one(index)));
}

export function handleSummary(data: Parameters<typeof summary>[1]): Record<string, string> {
  return summary('poll-flood', data);
}
