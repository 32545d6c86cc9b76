/**
 * Glass-to-glass latency, by the true picture: wall-clock time painted into the frames before the encoder, read back from the <video>.
 * `make bench-glass`; `--minutes 5` for each of the lines, `--only 333` for one of them.
 */
import { startPlenary } from '../rig/plenary.ts';
import { publishStage } from '../rig/publisher.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { laySlowLine } from '../rig/slow-line.ts';
import type { Viewer } from '../rig/viewer.ts';
import { openViewer } from '../rig/viewer.ts';
import { watchMachine } from './machine-pauses.ts';
import { openPlainHls } from './plain-hls-page.ts';
import type { Row } from './report.ts';
import { millis, option, pass, quantile, report, seconds } from './report.ts';
import { histogramIn, meanMs, metricsText } from './stages.ts';

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

const minutes = option('minutes', 5);
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const rows: Row[] = [];
for (const line of LINES.filter(({ name }) => only === undefined || name === only)) rows.push(...(await measure(line)));
report('Glass-to-glass', `make bench-glass${process.argv.length > 2 ? ` (${process.argv.slice(2).join(' ')})` : ''}`, rows);

async function measure(line: Line): Promise<Row[]> {
  const plenary = await startPlenary({ PART_TARGET_MS: String(line.partTargetMs), TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
  const publisher = publishStage(plenary.publishUrl());
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
    const endWatch = await watchMachine();
    const before = await viewer.snapshot();
    await viewer.takeGlass();
    const requestsBefore = viewer.requests();
    const metricsBefore = await metricsText(http);
    const startMs = performance.now();
    const latencies: number[] = [];
    while (performance.now() - startMs < minutes * 60_000) {
      await pass(Math.min(5_000, minutes * 60_000));
      for (const { latencyMs } of await viewer.takeGlass()) if (latencyMs !== undefined) latencies.push(latencyMs);
    }
    const tookSeconds = (performance.now() - startMs) / 1000;
    const machine = await endWatch();
    const after = await viewer.snapshot();
    const metricsAfter = await metricsText(http);
    const stalls = after.stalls - before.stalls;
    const p50 = quantile(latencies, 0.5);
    const p95 = quantile(latencies, 0.95);
    const stageMs = (name: string, label = '') => meanMs(histogramIn(metricsBefore, name, label), histogramIn(metricsAfter, name, label));
    const title = `${line.partTargetMs} ms parts${line.roundTripMs > 0 ? `, ${line.roundTripMs} ms round trip${line.jitterMs > 0 ? ` ± ${line.jitterMs} ms` : ''}` : ''}`;
    const rows: Row[] = [
      {
        what: `${title}: glass-to-glass, ${latencies.length} frames in ${Math.round(tookSeconds)} s`,
        goal: `${line.goalP50Ms === undefined ? '' : `p50 <= ${seconds(line.goalP50Ms)}, `}p95 <= ${seconds(line.goalP95Ms)}`,
        figure: `p50 ${seconds(p50)}, p95 ${seconds(p95)}, p99 ${seconds(quantile(latencies, 0.99))}`,
        met: (line.goalP50Ms === undefined || p50 <= line.goalP50Ms) && p95 <= line.goalP95Ms,
      },
      {
        what: `${title}: stalls`,
        goal: line.goalStallsPerMinute === 0 ? '0' : `<= ${line.goalStallsPerMinute} a minute`,
        figure: `${stalls} (longest time between two frames ${after.longestGapMs} ms, rate changes ${after.rateChanges - before.rateChanges})`,
        met: stalls <= line.goalStallsPerMinute * Math.ceil(tookSeconds / 60),
      },
      {
        what: `${title}: requests a second of this viewer`,
        goal: line.partTargetMs >= 333 ? '<= 6.5' : '-',
        figure: ((viewer.requests() - requestsBefore) / tookSeconds).toFixed(1),
        met: line.partTargetMs < 333 || (viewer.requests() - requestsBefore) / tookSeconds <= 6.5,
      },
      {
        what: `${title}: stages, means`,
        goal: '-',
        figure: `part of ${line.partTargetMs} ms fills ${Math.round(line.partTargetMs / 2)} ms on average; last frame in to part out: source ${stageMs('transcoder_part_lag_seconds', 'rendition="source"').toFixed(0)} ms, 480p ${stageMs('transcoder_part_lag_seconds', 'rendition="480p"').toFixed(0)} ms; reload held ${stageMs('origin_reload_hold_seconds').toFixed(0)} ms; player keeps ${(after.marginSeconds * 1000).toFixed(0)} ms`,
        met: null,
      },
    ];
    rows.push({
      what: `${title}: the machine itself meanwhile`,
      goal: '-',
      figure: `a thread that only sleeps was held up for more than 50 ms ${machine.over50Ms} times, longest ${millis(machine.longestMs)}; ${(machine.stolenShare * 100).toFixed(1)} % of the processors went to other machines`,
      met: null,
    });
    if (line.withPlain) rows.push(await plain(http, playlistUrl ?? ''));
    return rows;
  } finally {
    await viewer?.close();
    await publisher.stop();
    await slow?.close();
    await plenary.stop();
  }
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
