/** Twenty minutes on air with a viewer: memory of each process (slope by least squares), cores used, stalls. */
import { readFile } from 'node:fs/promises';
import { startPlenary } from '../rig/plenary.ts';
import { childrenOf } from '../rig/processes.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import { openViewer } from '../rig/viewer.ts';
import type { Row } from './report.ts';
import { option, pass, report } from './report.ts';
import type { Sample } from './slope.ts';
import { slopeOf } from './slope.ts';

const minutes = option('minutes', 20, 1);
/** Windows and caches fill at first. */
const WARM_UP_SHARE = 0.25;
const EVERY_MS = 5_000;
/** What a slope may be for noise: garbage is collected when it suits. */
const MAX_MIB_A_MINUTE = 0.5;

/** `value`: resident memory, MiB. */
interface ProcessSample extends Sample {
  readonly cpuSeconds: number;
}

const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
const publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
const viewer = await openViewer(plenary.facts().watchUrl ?? '');
const series = new Map<string, ProcessSample[]>();
try {
  await viewer.untilPlaying(30_000);
  const before = await viewer.snapshot();
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * 60_000) {
    await pass(EVERY_MS);
    const atMinutes = (performance.now() - startMs) / 60_000;
    const [ffmpeg] = await childrenOf(plenary.pid(), 'ffmpeg');
    const processes = { main: plenary.pid(), ingest: plenary.facts().pids.ingest ?? 0, ffmpeg: ffmpeg ?? 0 };
    for (const [name, pid] of Object.entries(processes)) {
      const sample = await look(pid, atMinutes);
      if (sample !== undefined) series.set(name, [...(series.get(name) ?? []), sample]);
    }
    await viewer.takeGlass();
  }
  const after = await viewer.snapshot();
  const rows: Row[] = [...series].map(([name, samples]) => {
    const steady = samples.filter(({ atMinutes }) => atMinutes > minutes * WARM_UP_SHARE);
    const slope = slopeOf(steady);
    const first = samples[0];
    const last = samples.at(-1);
    const cores =
      first === undefined || last === undefined ? 0 : (last.cpuSeconds - first.cpuSeconds) / ((last.atMinutes - first.atMinutes) * 60);
    return {
      what: `${name}: memory over ${minutes} min`,
      goal: `flat (<= ${MAX_MIB_A_MINUTE} MiB/min)`,
      figure: `${slope.toFixed(2)} MiB/min, ${Math.round(last?.value ?? 0)} MiB at the end, ${cores.toFixed(2)} cores`,
      met: slope <= MAX_MIB_A_MINUTE,
    };
  });
  rows.push({
    what: `the viewer over ${minutes} min`,
    goal: '0 stalls, 0 fatal errors',
    figure: `${after.stalls - before.stalls} stalls, ${after.fatalErrors} fatal errors`,
    met: after.stalls === before.stalls && after.fatalErrors === 0,
  });
  report('Soak', `make bench-soak${minutes === 20 ? '' : ` (--minutes ${minutes})`}`, rows);
} finally {
  await viewer.close();
  await publisher.stop();
  await plenary.stop();
}

/** proc(5): resident pages in statm, user and system ticks in stat. */
async function look(pid: number, atMinutes: number): Promise<ProcessSample | undefined> {
  try {
    const [statm, stat] = await Promise.all([readFile(`/proc/${pid}/statm`, 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
    return { atMinutes, value: (Number(statm.split(' ')[1]) * 4096) / 2 ** 20, cpuSeconds };
  } catch {
    return undefined;
  }
}
