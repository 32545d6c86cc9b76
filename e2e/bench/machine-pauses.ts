import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** What the machine did to whoever ran on it. */
export interface MachinePauses {
  /** Longest time, ms, for which a thread that only wanted to sleep for 5 ms did not get the processor. */
  readonly longestMs: number;
  /** How often that took more than 50 ms. */
  readonly over50Ms: number;
  /** Share of the processors' time that went to other machines on the same hardware. proc(5), `steal`. */
  readonly stolenShare: number;
}

/** Writes what it saw into two numbers that it shares: the longest pause in ms, and how many were long. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const seen = new Int32Array(workerData);
let last = performance.now();
for (;;) {
  Atomics.wait(seen, 2, 0, 5);
  const now = performance.now();
  if (now - last > 50) seen[1]++;
  seen[0] = Math.max(seen[0], now - last);
  last = now;
}
`;

/** Watches the machine itself while something is measured: a figure that a hypervisor spoilt should say so. */
export async function watchMachine(): Promise<() => Promise<MachinePauses>> {
  const before = await processorTimes();
  const seen = new Int32Array(new SharedArrayBuffer(12));
  const worker = new Worker(WATCH, { eval: true, workerData: seen.buffer });
  return async () => {
    await worker.terminate();
    const after = await processorTimes();
    return {
      longestMs: seen[0] ?? 0,
      over50Ms: seen[1] ?? 0,
      stolenShare: (after.stolen - before.stolen) / Math.max(1, after.all - before.all),
    };
  };
}

async function processorTimes(): Promise<{ readonly all: number; readonly stolen: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = line.trim().split(/\s+/).slice(1).map(Number);
  return { all: times.slice(0, 8).reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
}
