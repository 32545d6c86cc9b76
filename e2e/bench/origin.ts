/**
 * The origin alone: 2,000 held playlist requests released by one part, and playlists and segments a second beside Debian's nginx that
 * serves the same bytes as files, one after the other in turns.
 *
 *   node e2e/bench/origin.ts [--held 2000] [--parts 40] [--rounds 5] [--seconds 5]
 */
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { FromLoad, FromOrigin, ToLoad, ToOrigin } from './origin/messages.ts';
import { startNginx } from './origin/nginx.ts';
import { Partner } from './origin/process.ts';
import { wrk } from './origin/wrk.ts';
import type { Row } from './report.ts';
import { option, pass, quantile, report } from './report.ts';

const held = option('held', 2_000, 500);
const parts = option('parts', 40, 15);
const rounds = option('rounds', 5, 1);
const seconds = option('seconds', 5);
const CONNECTIONS = 32;
const PART_MS = 333;
/** Parts before the first that counts: a process that has just begun runs uncompiled code. */
const WARM_UP_PARTS = 10;
const GOAL_P99_MS = 100;
const GOAL_SEGMENTS = 0.5;

const origin = new Partner<ToOrigin, FromOrigin>('./origin-process.ts');
const rows: Row[] = [];
try {
  const ready = await origin.hear('ready');
  rows.push(...(await measureHeld(ready)), ...(await measureRates(ready)));
} finally {
  await origin.stop({ kind: 'stop' });
}
report('Origin', 'make bench-origin', rows);

async function usage(): Promise<Extract<FromOrigin, { kind: 'usage' }>> {
  origin.tell({ kind: 'usage' });
  return origin.hear('usage');
}

async function measureHeld(ready: Extract<FromOrigin, { kind: 'ready' }>): Promise<readonly Row[]> {
  const load = new Partner<ToLoad, FromLoad>('./held-load.ts', [String(ready.port), String(held)]);
  const latencies: number[] = [];
  const slowest: number[] = [];
  const loadMicros: number[] = [];
  const originMicros: number[] = [];
  let bytes = 0;
  try {
    await load.hear('connected');
    origin.tell({ kind: 'append' });
    let next = after(await origin.hear('appended'));
    for (let part = -WARM_UP_PARTS; part < parts; part++) {
      load.tell({ kind: 'hold', path: `${ready.playlist}?_HLS_msn=${next.msn}&_HLS_part=${next.part}` });
      await load.hear('sent');
      await waitUntil(async () => (await usage()).held === held, { within: 30_000, every: 20, what: `${held} held requests` });
      await pass(PART_MS);
      const before = await usage();
      origin.tell({ kind: 'append' });
      const appended = await origin.hear('appended');
      const answered = await load.hear('answered');
      const used = (await usage()).cpuMicros - before.cpuMicros;
      next = after(appended);
      if (part < 0) continue;
      originMicros.push(used);
      const ms = answered.atNs.map((atNs) => Number(BigInt(atNs) - BigInt(appended.atNs)) / 1e6);
      latencies.push(...ms);
      slowest.push(Math.max(...ms));
      loadMicros.push(answered.cpuMicros);
      bytes = answered.bytes;
    }
  } finally {
    await load.stop({ kind: 'stop' });
  }
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  const share = (micros: readonly number[]) => `${(quantile(micros, 0.5) / 1000).toFixed(0)} ms`;
  return [
    {
      what: `${held} held playlist requests, from the part's append to the answer received (${parts} parts after ${WARM_UP_PARTS} to warm up, ${bytes} bytes each)`,
      goal: `p99 <= ${GOAL_P99_MS} ms`,
      figure: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; the last one after ${quantile(slowest, 0.5).toFixed(1)} ms (median)`,
      met: p99 <= GOAL_P99_MS,
    },
    {
      what: 'processor time of one such release',
      goal: '-',
      figure: `origin ${share(originMicros)}, load generator (a process of its own on the same two cores) ${share(loadMicros)}`,
      met: null,
    },
  ];
}

function after({ msn, part }: { readonly msn: number; readonly part: number }) {
  return part === 5 ? { msn: msn + 1, part: 0 } : { msn, part: part + 1 };
}

async function measureRates(ready: Extract<FromOrigin, { kind: 'ready' }>): Promise<readonly Row[]> {
  const base = `http://127.0.0.1:${ready.port}`;
  const paths = { playlist: ready.playlist, part: ready.part, segment: ready.segment };
  const files = new Map<string, Buffer>();
  for (const path of Object.values(paths)) files.set(path, Buffer.from(await (await fetch(base + path)).arrayBuffer()));
  const nginx = await startNginx(files);
  try {
    const measured: Row[] = [];
    for (const [what, path] of Object.entries(paths)) {
      const ours: number[] = [];
      const theirs: number[] = [];
      let megabytes = 0;
      for (let round = 0; round < rounds; round++) {
        theirs.push((await wrk(nginx.url + path, { connections: CONNECTIONS, seconds })).requestsASecond);
        const own = await wrk(base + path, { connections: CONNECTIONS, seconds });
        ours.push(own.requestsASecond);
        megabytes = own.megabytesASecond;
      }
      const ratio = quantile(ours, 0.5) / quantile(theirs, 0.5);
      const isGoal = what === 'segment';
      measured.push({
        what: `${what} requests a second (${files.get(path)?.byteLength} bytes, ${CONNECTIONS} connections) beside nginx with as many workers as cores`,
        goal: isGoal ? `ratio >= ${GOAL_SEGMENTS}` : '-',
        figure: `ratio ${ratio.toFixed(2)}: ${Math.round(quantile(ours, 0.5))} and ${Math.round(quantile(theirs, 0.5))} (medians of ${rounds} in turns); ${Math.round(megabytes)} MB/s`,
        met: isGoal ? ratio >= GOAL_SEGMENTS : null,
      });
    }
    return measured;
  } finally {
    await nginx.stop();
  }
}
