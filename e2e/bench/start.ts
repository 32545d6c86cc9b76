/** How long `make demo` takes on a machine where everything is set up, until ready.json is there. */
import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReadyFacts } from '../../command/ready-file.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { option, quantile, report, seconds } from './report.ts';

const starts = option('starts', 5, 2);
const START_LIMIT_MS = 120_000;
const ROOT = path.join(import.meta.dirname, '../..');

const dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-start-'));
const wholeMs: number[] = [];
const setUpMs: number[] = [];
try {
  // the first one sets up and is not counted
  await startOnce();
  for (let count = 0; count < starts; count++) {
    setUpMs.push(await setUpOnce());
    wholeMs.push(await startOnce());
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
const median = quantile(wholeMs, 0.5);
report('Second start', 'make bench-start', [
  {
    what: `second start of \`make demo\` to ready.json, ${starts} times`,
    goal: '< 5 s',
    figure: `median ${seconds(median)}, worst ${seconds(Math.max(...wholeMs))}`,
    met: median < 5_000,
  },
  {
    what: 'of that, scripts/setup.sh when there is nothing to set up',
    goal: '-',
    figure: `median ${seconds(quantile(setUpMs, 0.5))}, worst ${seconds(Math.max(...setUpMs))}`,
    met: null,
  },
]);

/** @returns how long it took to be ready, in ms. Stops it again. */
async function startOnce(): Promise<number> {
  const readyFile = path.join(dataDir, 'ready.json');
  const startedMs = performance.now();
  const child = spawn('make', ['demo'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', RTMP_PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await waitUntil(async () => (child.exitCode === null ? await isThere(readyFile) : failed('make demo ended by itself')), {
    within: START_LIMIT_MS,
    what: 'ready.json',
  });
  const tookMs = performance.now() - startedMs;
  const { pids } = JSON.parse(await readFile(readyFile, 'utf8')) as ReadyFacts;
  // make would hand a signal on as a second one, which means "at once" to Plenary
  process.kill(pids.main, 'SIGTERM');
  await exited;
  return tookMs;
}

function failed(sentence: string): never {
  throw new Error(sentence);
}

/** @returns how long it took, in ms. */
async function setUpOnce(): Promise<number> {
  const startedMs = performance.now();
  const child = spawn('scripts/setup.sh', ['run'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`scripts/setup.sh ended with ${code}`);
  return performance.now() - startedMs;
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
