/**
 * Glass-to-glass latency, by the true picture: wall-clock time painted into the frames before the encoder, read back from the <video>.
 * `make bench-glass`; `--minutes 5` for each of the lines, `--only 333` for one of them, `--only chat` for two minutes without and two
 * with a full room beside it; `--quick` for a minute each.
 */
import { startPlenary } from '../rig/plenary.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { laySlowLine } from '../rig/slow-line.ts';
import type { Viewer } from '../rig/viewer.ts';
import { openViewer } from '../rig/viewer.ts';
import { gatherCrowd } from './crowd.ts';
import { factRows, latenciesOf, latencyWords, stallWords, type Stretch, watchFor } from './glass-stretch.ts';
import { openPlainHls } from './plain-hls-page.ts';
import type { Row } from './report.ts';
import { isQuick, option, pass, quantile, report, seconds } from './report.ts';

interface Line {
  readonly name: string;
  readonly partTargetMs: number;
  readonly roundTripMs: number;
  readonly jitterMs: number;
  readonly goalP50Ms: number | undefined;
  readonly goalP95Ms: number;
  readonly goalStallsPerMinute: number;
  readonly withPlain: boolean;
}

const LINES: readonly Line[] = [
  { name: '333', partTargetMs: 333, roundTripMs: 0, jitterMs: 0, goalP50Ms: 650, goalP95Ms: 800, goalStallsPerMinute: 0, withPlain: true },
  { name: '200', partTargetMs: 200, roundTripMs: 0, jitterMs: 0, goalP50Ms: 450, goalP95Ms: 550, goalStallsPerMinute: 0, withPlain: false },
  {
    name: 'rtt50',
    partTargetMs: 333,
    roundTripMs: 50,
    jitterMs: 0,
    goalP50Ms: undefined,
    goalP95Ms: 1_000,
    goalStallsPerMinute: 0,
    withPlain: false,
  },
  {
    name: 'rtt100',
    partTargetMs: 333,
    roundTripMs: 100,
    jitterMs: 30,
    goalP50Ms: undefined,
    goalP95Ms: 1_500,
    goalStallsPerMinute: 1,
    withPlain: false,
  },
];
/** The start is not what is measured: the player comes closer within this. */
const SETTLE_MS = 15_000;

/** People in the room beside the picture, and what they say in a second. */
const CROWD = 2_000;
const SAID_PER_SECOND = 50;
/** What chance alone makes of two stretches. */
const SAME_MS = 50;

const minutes = option('minutes', 5, 1);
const chatMinutes = option('minutes', 2, 1);
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const rows: Row[] = [];
for (const line of LINES.filter(({ name }) => only === undefined || name === only)) rows.push(...(await measure(line)));
if (only === undefined || only === 'chat') rows.push(...(await measureBesideChat()));
report('Glass-to-glass', `make bench-glass${process.argv.length > 2 ? ` (${process.argv.slice(2).join(' ')})` : ''}`, rows);

/** A stage on air and somebody who watches it, over a line of one's own; `act` once the player has come close. */
async function onAir<T>(
  line: Pick<Line, 'partTargetMs' | 'roundTripMs' | 'jitterMs'>,
  act: (viewer: Viewer, http: string, playlistUrl: string) => Promise<T>,
): Promise<T> {
  const plenary = await startPlenary({ PART_TARGET_MS: String(line.partTargetMs), TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
  const publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
  const { http, watchUrl, playlistUrl } = plenary.facts();
  const port = Number(new URL(http).port);
  const slow =
    line.roundTripMs === 0
      ? undefined
      : await laySlowLine(port, { roundTripMs: line.roundTripMs, jitterMs: line.jitterMs, random: seededRandom(7) });
  const through = (url: string | null): string => (url ?? '').replace(`:${port}/`, `:${slow?.port ?? port}/`);
  let viewer: Viewer | undefined;
  try {
    viewer = await openViewer(through(watchUrl));
    await viewer.untilPlaying(30_000);
    await pass(SETTLE_MS);
    return await act(viewer, http, playlistUrl ?? '');
  } finally {
    await viewer?.close();
    await publisher.stop();
    await slow?.close();
    await plenary.stop();
  }
}

function measure(line: Line): Promise<Row[]> {
  return onAir(line, async (viewer, http, playlistUrl) => {
    const stretch = await watchFor(viewer, http, minutes);
    const roundTrip = `, ${line.roundTripMs} ms round trip${line.jitterMs > 0 ? ` ± ${line.jitterMs} ms` : ''}`;
    const title = `${line.partTargetMs} ms parts${line.roundTripMs > 0 ? roundTrip : ''}`;
    const latencies = latenciesOf(stretch);
    const isP50Met = line.goalP50Ms === undefined || quantile(latencies, 0.5) <= line.goalP50Ms;
    return [
      {
        what: `${title}: glass-to-glass, ${latencies.length} frames in ${Math.round(stretch.tookSeconds)} s`,
        goal: `${line.goalP50Ms === undefined ? '' : `p50 <= ${seconds(line.goalP50Ms)}, `}p95 <= ${seconds(line.goalP95Ms)}`,
        figure: latencyWords(stretch),
        met: isP50Met && quantile(latencies, 0.95) <= line.goalP95Ms,
      },
      {
        what: `${title}: stalls`,
        goal: line.goalStallsPerMinute === 0 ? '0' : `<= ${line.goalStallsPerMinute} a minute`,
        figure: stallWords(stretch),
        met: stretch.stalls.length <= line.goalStallsPerMinute * Math.ceil(stretch.tookSeconds / 60),
      },
      {
        what: `${title}: requests a second of this viewer`,
        goal: line.partTargetMs >= 333 ? '<= 6.5' : '-',
        figure: stretch.requestsPerSecond.toFixed(1),
        met: line.partTargetMs < 333 || stretch.requestsPerSecond <= 6.5,
      },
      ...factRows(title, stretch),
      ...(line.withPlain && !isQuick ? [await plain(http, playlistUrl)] : []),
    ];
  });
}

/** The same viewer, first with an empty room, then with a full one that talks. */
function measureBesideChat(): Promise<Row[]> {
  return onAir({ partTargetMs: 333, roundTripMs: 0, jitterMs: 0 }, async (viewer, http) => {
    const empty = await watchFor(viewer, http, chatMinutes);
    const crowd = await gatherCrowd(http, 'demo', CROWD);
    try {
      await pass(SETTLE_MS);
      const before = await crowd.report();
      // until the stretch is surely over: it begins a little later
      const talking = crowd.say(SAID_PER_SECOND, Math.ceil(chatMinutes * 60) + 10);
      const full = await watchFor(viewer, http, chatMinutes);
      await talking;
      const after = await crowd.report();
      const beside = `beside ${CROWD} sockets`;
      const told = ((after.acked - before.acked) / (chatMinutes * 60 + 10)).toFixed(1);
      return [
        ...besideRows(empty, full, beside),
        {
          what: `the room ${beside} meanwhile`,
          goal: `${SAID_PER_SECOND} accepted messages/s, nobody closed, no hole`,
          figure: `${told}/s accepted; ${after.open} in the room, ${after.holes} holes, closed ${JSON.stringify(after.closeCodes)}; ack p99 ${after.acks.p99} ms, commit to delivery p50 ${after.delivered.p50} ms, p99 ${after.delivered.p99} ms`,
          met: after.open === CROWD && after.holes === 0 && Number(told) >= SAID_PER_SECOND * 0.95,
        },
        ...factRows('empty room', empty),
        ...factRows(beside, full),
      ];
    } finally {
      await crowd.close();
    }
  });
}

function besideRows(empty: Stretch, full: Stretch, beside: string): readonly Row[] {
  const worse = (share: number): number => quantile(latenciesOf(full), share) - quantile(latenciesOf(empty), share);
  return [
    { what: 'empty room: glass-to-glass', goal: '-', figure: latencyWords(empty), met: null },
    { what: 'empty room: stalls', goal: '-', figure: stallWords(empty), met: null },
    {
      what: `${beside} that hear ${SAID_PER_SECOND} messages a second: glass-to-glass`,
      goal: `p50 and p95 as without them (within ${SAME_MS} ms)`,
      figure: latencyWords(full),
      met: worse(0.5) <= SAME_MS && worse(0.95) <= SAME_MS,
    },
    {
      what: `${beside}: stalls`,
      goal: 'no more than without them',
      figure: stallWords(full),
      met: full.stalls.length <= empty.stalls.length,
    },
  ];
}

/** The same playlist, hls.js with its defaults. */
async function plain(http: string, playlistUrl: string): Promise<Row> {
  const other = await openViewer('about:blank');
  try {
    await openPlainHls(other.page, http, playlistUrl);
    await other.startSampling();
    await pass(SETTLE_MS);
    await other.takeGlass();
    await pass(60_000);
    const latencies = (await other.takeGlass()).flatMap(({ latencyMs }) => latencyMs ?? []);
    const stalls = await other.page.evaluate<number>('window.stalls');
    return {
      what: 'beside it, the same playlist: hls.js with its defaults',
      goal: '-',
      figure: `p50 ${seconds(quantile(latencies, 0.5))}, p95 ${seconds(quantile(latencies, 0.95))}, ${stalls} stalls`,
      met: null,
    };
  } finally {
    await other.close();
  }
}
