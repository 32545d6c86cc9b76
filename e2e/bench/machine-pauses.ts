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

const WATCH = `
const { parentPort } = require('node:worker_threads');
const cell = new Int32Array(new SharedArrayBuffer(4));
let [longest, count, last, asked] = [0, 0, performance.now(), false];
parentPort.on('message', () => { asked = true; });
(function look() {
  Atomics.wait(cell, 0, 0, 5);
  const now = performance.now();
  if (now - last > 50) count++;
  longest = Math.max(longest, now - last);
  last = now;
  if (asked) parentPort.postMessage({ longest, count });
  else setImmediate(look);
})();
`;

/** Watches the machine itself while something is measured: a figure that a hypervisor spoilt should say so. */
export async function watchMachine(): Promise<() => Promise<MachinePauses>> {
  const before = await processorTimes();
  const worker = new Worker(WATCH, { eval: true });
  return async () => {
    const seen = new Promise<{ readonly longest: number; readonly count: number }>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    worker.postMessage('tell');
    const { longest, count } = await seen;
    await worker.terminate();
    const after = await processorTimes();
    return { longestMs: longest, over50Ms: count, stolenShare: (after.stolen - before.stolen) / Math.max(1, after.all - before.all) };
  };
}

async function processorTimes(): Promise<{ readonly all: number; readonly stolen: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = line.trim().split(/\s+/).slice(1).map(Number);
  return { all: times.slice(0, 8).reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
}
