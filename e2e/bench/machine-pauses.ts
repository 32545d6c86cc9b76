import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** A time in which a thread that only wanted to sleep for 5 ms did not get the processor. Unix ms. */
export interface Pause {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the machine did to whoever ran on it. */
export interface MachinePauses {
  /** Those of more than 50 ms, oldest first. */
  readonly pauses: readonly Pause[];
  /** The longest of all, ms. */
  readonly longestMs: number;
  /** Time of all processors that went to other machines on the same hardware, in seconds, and as a share. proc(5), `steal`. */
  readonly stolenSeconds: number;
  readonly stolenShare: number;
  /** Share of the time in which somebody had to wait for a processor: too much to do here. null where the kernel does not tell (PSI). */
  readonly waitedShare: number | null;
}

/** A pause this near to something that went wrong may be its reason. */
const AROUND_MS = 200;
const NOTED_MS = 50;
const KEPT = 4_096;
/** proc(5) counts in these. */
const TICKS_A_SECOND = 100;

/** Writes what it saw into numbers that it shares: the longest pause in ms, how many were long, and from when to when each of them. */
const WATCH = `
const { workerData: { seen, times, notedMs } } = require('node:worker_threads');
let last = performance.now();
for (;;) {
  Atomics.wait(seen, 2, 0, 5);
  const now = performance.now();
  if (now - last > notedMs && seen[1] * 2 < times.length) {
    times.set([Date.now() - (now - last), Date.now()], seen[1] * 2);
    seen[1]++;
  }
  seen[0] = Math.max(seen[0], now - last);
  last = now;
}
`;

/**
 * Watches the machine itself while something is measured: a figure that it spoilt should say so. It sees what any thread sees, so
 * a processor that the bench itself keeps busy shows, too; only `stolen` is surely somebody else's.
 */
export async function watchMachine(): Promise<() => Promise<MachinePauses>> {
  const startMs = performance.now();
  const [before, waitedBefore] = await Promise.all([processorTimes(), waitedMicros()]);
  const seen = new Int32Array(new SharedArrayBuffer(12));
  const times = new Float64Array(new SharedArrayBuffer(KEPT * 16));
  const worker = new Worker(WATCH, { eval: true, workerData: { seen, times, notedMs: NOTED_MS } });
  return async () => {
    await worker.terminate();
    const [after, waitedAfter] = await Promise.all([processorTimes(), waitedMicros()]);
    const tookMicros = (performance.now() - startMs) * 1000;
    const stolen = after.stolen - before.stolen;
    return {
      pauses: Array.from({ length: seen[1] ?? 0 }, (_, index) => ({ fromMs: times[index * 2] ?? 0, toMs: times[index * 2 + 1] ?? 0 })),
      longestMs: seen[0] ?? 0,
      stolenSeconds: stolen / TICKS_A_SECOND,
      stolenShare: stolen / Math.max(1, after.all - before.all),
      waitedShare: waitedBefore === null || waitedAfter === null ? null : (waitedAfter - waitedBefore) / tookMicros,
    };
  };
}

/** @returns the longest pause of the machine within 200 ms of that time (Unix ms); undefined when there was none. */
export function pauseAround(pauses: readonly Pause[], fromMs: number, toMs: number): Pause | undefined {
  return pauses
    .filter((pause) => pause.toMs >= fromMs - AROUND_MS && pause.fromMs <= toMs + AROUND_MS)
    .reduce<Pause | undefined>(
      (longest, pause) => (longest === undefined || pause.toMs - pause.fromMs > longest.toMs - longest.fromMs ? pause : longest),
      undefined,
    );
}

/** One figure for everything, and for what no pause of the machine was near to. */
export function bothWays<T>(
  pauses: readonly Pause[],
  all: readonly T[],
  when: (one: T) => Pause,
  figure: (some: readonly T[]) => string,
): string {
  const outside = all.filter((one) => pauseAround(pauses, when(one).fromMs, when(one).toMs) === undefined);
  return `${figure(all)}; outside the machine's own pauses ${outside.length === all.length ? 'the same' : figure(outside)}`;
}

/** `at 12.3 s for 240 ms (the machine paused for 120 ms)`, one after the other. */
export function attribute(pauses: readonly Pause[], startMs: number, found: readonly Pause[]): string {
  return found
    .map(({ fromMs, toMs }) => {
      const pause = pauseAround(pauses, fromMs, toMs);
      const why = pause === undefined ? 'no pause of the machine' : `the machine paused for ${Math.round(pause.toMs - pause.fromMs)} ms`;
      return `at ${((fromMs - startMs) / 1000).toFixed(1)} s for ${Math.round(toMs - fromMs)} ms (${why})`;
    })
    .join(', ');
}

/** In words, for a table. */
export function wordsOn({ pauses, longestMs, stolenSeconds, stolenShare, waitedShare }: MachinePauses): string {
  const waited = waitedShare === null ? '' : `; somebody waited for a processor in ${(waitedShare * 100).toFixed(0)} % of the time`;
  return `a thread that only sleeps was held up for more than ${NOTED_MS} ms ${pauses.length} times, longest ${longestMs} ms; ${stolenSeconds.toFixed(1)} s of the processors (${(stolenShare * 100).toFixed(1)} %) went to other machines${waited}`;
}

async function processorTimes(): Promise<{ readonly all: number; readonly stolen: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = line.trim().split(/\s+/).slice(1).map(Number);
  return { all: times.slice(0, 8).reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
}

async function waitedMicros(): Promise<number | null> {
  const text = await readFile('/proc/pressure/cpu', 'utf8').catch(() => '');
  const total = /^some .*total=(\d+)/.exec(text)?.[1];
  return total === undefined ? null : Number(total);
}
