/** How fast the ladder encodes when nothing holds it back: the live command line, fed from a file of the stage. */
import { execFile, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { planLadder } from '../../core/ladder/ladder.ts';
import { ffmpegArgs } from '../../transcoder/ffmpeg/args.ts';
import { ffmpegPath } from '../rig/publisher.ts';
import type { Row } from './report.ts';
import { option, quantile, report } from './report.ts';

const seconds = option('seconds', 60, 10);
const runs = option('runs', 3, 1);
const SOURCES = [
  { name: '1280 x 720, 30 fps', width: 1280, height: 720, frameRate: 30 },
  { name: '1920 x 1080, 30 fps', width: 1920, height: 1080, frameRate: 30 },
] as const;

const folder = await mkdtemp(path.join(tmpdir(), 'plenary-ladder-'));
const rows: Row[] = [];
try {
  for (const source of SOURCES) {
    const file = path.join(folder, `${source.height}.flv`);
    await promisify(execFile)(
      ffmpegPath,
      [
        ...[
          '-hide_banner',
          '-loglevel',
          'error',
          '-f',
          'lavfi',
          '-i',
          `testsrc2=size=${source.width}x${source.height}:rate=${source.frameRate}`,
        ],
        ...['-vf', 'noise=alls=6:allf=t', '-t', String(seconds), '-c:v', 'libx264', '-preset', 'veryfast', '-g', '60', '-b:v', '5M', file],
      ],
      { timeout: 600_000 },
    );
    const plan = planLadder({ ...source, isCopyable: true }, { cores: cpus().length, maxRungs: undefined });
    const encodes = plan.rungs.filter((rung) => rung.kind === 'encode');
    const speeds: number[] = [];
    for (let run = 0; run < runs; run++) speeds.push(seconds / (await encodeAll(file, encodes)));
    const median = quantile(speeds, 0.5);
    rows.push({
      what: `${source.name}: source copied, ${encodes.map((rung) => `${rung.width}x${rung.height}`).join(' + ')} encoded; median of ${runs}`,
      goal: '>= 1.3 x real time',
      figure: `${median.toFixed(2)} x`,
      met: median >= 1.3,
    });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
report('The ladder', 'make bench-ladder', rows);

/** Seconds that the live command line takes for the whole file, nobody slowing it down. */
async function encodeAll(file: string, encodes: Parameters<typeof ffmpegArgs>[0]): Promise<number> {
  const startMs = performance.now();
  const child = spawn(ffmpegPath, ffmpegArgs(encodes, { keyframes: 'source', evenFrameRate: undefined }), {
    stdio: ['pipe', 'ignore', 'ignore', ...encodes.map(() => 'pipe' as const)],
  });
  for (const pipe of child.stdio.slice(3)) if (pipe !== null && pipe !== undefined && 'resume' in pipe) pipe.resume();
  createReadStream(file).pipe(child.stdin ?? failed('ffmpeg has no input'));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  if (code !== 0) failed(`ffmpeg ended with ${code}`);
  return (performance.now() - startMs) / 1000;
}

function failed(sentence: string): never {
  throw new Error(sentence);
}
