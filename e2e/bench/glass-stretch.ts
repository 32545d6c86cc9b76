import type { Viewer } from '../rig/viewer.ts';
import type { MachinePauses, Pause } from './machine-pauses.ts';
import { attribute, bothWays, watchMachine, wordsOn } from './machine-pauses.ts';
import type { Row } from './report.ts';
import { millis, pass, quantile, seconds } from './report.ts';
import { histogramIn, meanMs, metricsText } from './stages.ts';

/** A presented frame of the stage. */
export interface GlassFrame {
  /** Unix ms at which it was presented. */
  readonly atMs: number;
  /** From being painted to being presented. */
  readonly latencyMs: number;
}

/** What a viewer saw for a while, and what went on meanwhile. */
export interface Stretch {
  /** Unix ms. */
  readonly startMs: number;
  readonly tookSeconds: number;
  /** Frames with a time code. */
  readonly frames: readonly GlassFrame[];
  /** Playback ran dry. */
  readonly stalls: readonly Pause[];
  /** Two presented frames were further apart than somebody could overlook. */
  readonly gaps: readonly Pause[];
  readonly longestGapMs: number;
  readonly rateChanges: number;
  readonly requestsPerSecond: number;
  /** In words: where the time between painting and showing went. */
  readonly stages: string;
  readonly machine: MachinePauses;
}

/** Longer than this between two frames is told one by one. */
const LONG_GAP_MS = 150;
const TAKE_EVERY_MS = 5_000;

/** Watches for so many minutes. `http`: the Plenary's own address, for its figures. */
export async function watchFor(viewer: Viewer, http: string, minutes: number): Promise<Stretch> {
  const endWatch = await watchMachine();
  const before = await viewer.snapshot();
  await viewer.takeGlass();
  const requestsBefore = viewer.requests();
  const metricsBefore = await metricsText(http);
  const startMs = Date.now();
  const frames: GlassFrame[] = [];
  const margins: number[] = [];
  while (Date.now() - startMs < minutes * 60_000) {
    await pass(Math.min(TAKE_EVERY_MS, minutes * 60_000));
    margins.push((await viewer.snapshot()).marginSeconds * 1000);
    for (const { atMs, latencyMs } of await viewer.takeGlass()) if (latencyMs !== undefined) frames.push({ atMs, latencyMs });
  }
  const tookSeconds = (Date.now() - startMs) / 1000;
  const machine = await endWatch();
  const after = await viewer.snapshot();
  const metricsAfter = await metricsText(http);
  const meanOf = (name: string, label = ''): string =>
    meanMs(histogramIn(metricsBefore, name, label), histogramIn(metricsAfter, name, label)).toFixed(0);
  const [lowest, middle, highest] = [0, 0.5, 1].map((share) => quantile(margins, share).toFixed(0));
  return {
    startMs,
    tookSeconds,
    frames,
    stalls: after.rebuffers.map(({ atMs, ms }) => ({ fromMs: atMs, toMs: atMs + ms })).filter(({ fromMs }) => fromMs >= startMs),
    gaps: after.gaps
      .filter(({ atMs, ms }) => atMs >= startMs && ms > LONG_GAP_MS)
      .map(({ atMs, ms }) => ({ fromMs: atMs - ms, toMs: atMs })),
    longestGapMs: Math.max(0, ...after.gaps.filter(({ atMs }) => atMs >= startMs).map(({ ms }) => ms)),
    rateChanges: after.rateChanges - before.rateChanges,
    requestsPerSecond: (viewer.requests() - requestsBefore) / tookSeconds,
    stages: `last frame in to part out: source ${meanOf('transcoder_part_lag_seconds', 'rendition="source"')} ms, 480p ${meanOf('transcoder_part_lag_seconds', 'rendition="480p"')} ms; reload held ${meanOf('origin_reload_hold_seconds')} ms; the player's margin ${lowest}-${highest} ms, ${middle} ms in the middle`,
    machine,
  };
}

/** `p50 0.57 s, p95 0.60 s, p99 0.63 s`, with and without what the machine's pauses touched. */
export function latencyWords({ frames, machine }: Stretch): string {
  return bothWays(
    machine.pauses,
    frames,
    ({ atMs }) => ({ fromMs: atMs, toMs: atMs }),
    (some) => {
      const latencies = some.map(({ latencyMs }) => latencyMs);
      return [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${seconds(quantile(latencies, share))}`).join(', ');
    },
  );
}

/** How often and when playback ran dry, each with what the machine did just then. */
export function stallWords({ startMs, stalls, gaps, longestGapMs, rateChanges, machine }: Stretch): string {
  const list = (what: string, found: readonly Pause[]): string =>
    found.length === 0 ? '' : `; ${what}: ${attribute(machine.pauses, startMs, found)}`;
  const count = bothWays(
    machine.pauses,
    stalls,
    (stall) => stall,
    (some) => String(some.length),
  );
  return `${count} (longest time between two frames ${millis(longestGapMs)}, rate changes ${rateChanges})${list('stalls', stalls)}${list('long gaps', gaps)}`;
}

/** Latencies of all frames, ms. */
export function latenciesOf({ frames }: Stretch): readonly number[] {
  return frames.map(({ latencyMs }) => latencyMs);
}

/** What can be told of every stretch and has no goal. */
export function factRows(title: string, stretch: Stretch): readonly Row[] {
  return [
    { what: `${title}: stages, means`, goal: '-', figure: stretch.stages, met: null },
    { what: `${title}: the machine itself meanwhile`, goal: '-', figure: wordsOn(stretch.machine), met: null },
  ];
}
