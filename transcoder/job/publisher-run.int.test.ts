import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasCaptions } from '../../core/flv/captions.ts';
import { captionUnit } from '../../core/flv/testing/caption-units.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { findFfmpeg } from '../ffmpeg/find-ffmpeg.ts';
import { FlvSource } from '../flv/flv-source.ts';
import { PublisherRun } from './publisher-run.ts';
import type { RunWriter } from './run-writer.ts';

interface Taken {
  readonly ptsMs: number;
  readonly key: boolean;
  readonly inputAtMs: number;
  readonly data: Uint8Array;
}

const SECONDS = 5;
const RATE = 30;
let ffmpegPath: string;
let clip: readonly FlvTag[];

beforeAll(async () => {
  ({ path: ffmpegPath } = await findFfmpeg(process.env['FFMPEG_PATH']));
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '600', '-pix_fmt', 'yuv420p'];
  const args = ['-loglevel', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${RATE}`, '-t', String(SECONDS), ...codec];
  const { stdout } = await promisify(execFile)(ffmpegPath, [...args, '-f', 'flv', 'pipe:1'], { encoding: 'buffer', maxBuffer: 1 << 24 });
  clip = [...new FlvReader().push(stdout)];
});

/** Runs the clip, its times moved by `shiftMs` modulo 32 bits, through an encode; `evenFrameRate` as in FfmpegInput. */
async function encode(
  shiftMs: number,
  evenFrameRate: number | undefined,
  before: (index: number) => Uint8Array = () => new Uint8Array(),
): Promise<{ startPtsMs: number; taken: readonly Taken[] }> {
  const taken: Taken[] = [];
  const failures: string[] = [];
  const writer: Pick<RunWriter, 'addVideo' | 'configure' | 'drain' | 'end' | 'isStuck' | 'parts'> = {
    parts: 0,
    isStuck: false,
    configure: () => undefined,
    drain: () => undefined,
    end: () => undefined,
    addVideo: (_track, { ptsMs, key, data }, inputAtMs) => void taken.push({ ptsMs, key, inputAtMs, data }),
  };
  const source = new FlvSource();
  const events = clip.flatMap((tag) => source.read({ ...tag, timestampMs: (tag.timestampMs + shiftMs) >>> 0 }));
  const picture = events.find((event) => event.kind === 'picture');
  const frames = events.filter((event) => event.kind === 'video');
  const run = new PublisherRun({
    ffmpegPath,
    plan: { rungs: [{ id: 'source', kind: 'encode', width: 320, height: 180, videoBps: 500_000 } as never], leftOut: [], load: 0 },
    input: { keyframes: 'every-2s', evenFrameRate },
    pictureRecord: picture?.record ?? new Uint8Array(),
    writer: writer as RunWriter,
    clock: systemClock,
    log: silentLog,
    onFailed: (sentence) => void failures.push(sentence),
  });
  for (const [index, frame] of frames.entries()) run.push({ ...frame, data: Buffer.concat([before(index), frame.data]), atMs: index });
  await waitUntil(() => taken.length >= SECONDS * RATE - 5 || failures.length > 0, { within: 20_000, what: 'the encoded frames' });
  run.end();
  expect(failures).toEqual([]);
  return { startPtsMs: frames[0]?.ptsMs ?? 0, taken };
}

const starts = [
  { shiftMs: 0, because: 'time begins at 0' },
  { shiftMs: 1_017, because: 'time begins in the middle of a frame of the grid' },
  { shiftMs: 3_600_008, because: 'the encoder has been on for an hour' },
  { shiftMs: 2 ** 32 - 2_000, because: 'time passes the end of its 32 bits' },
];

describe('an encode of the whole picture at an even rate', () => {
  for (const { shiftMs, because } of starts) {
    it(`begins with the first frame and keeps the source's time: ${because}`, async () => {
      const { startPtsMs, taken } = await encode(shiftMs, RATE);
      expect(taken[0]).toMatchObject({ ptsMs: startPtsMs, key: true });
      for (const [index, { ptsMs }] of taken.entries()) expect(Math.abs(ptsMs - startPtsMs - (index * 1000) / RATE)).toBeLessThanOrEqual(1);
      const keysMs = taken.filter(({ key }) => key).map(({ ptsMs }) => ptsMs - startPtsMs);
      expect(keysMs.map((ms) => Math.round(ms / 100))).toEqual([0, 20, 40]);
    });
  }
});

describe('an encode with the frames of the source', () => {
  for (const { shiftMs, because } of starts) {
    it(`has each frame at its own time: ${because}`, async () => {
      const { startPtsMs, taken } = await encode(shiftMs, undefined);
      expect(taken[0]).toMatchObject({ ptsMs: startPtsMs, key: true });
      // when each frame came is found by its time
      expect(taken.map(({ inputAtMs }) => inputAtMs)).toEqual(taken.map((_, index) => index));
    });
  }
});

/** One pair of captions a frame, which counts the frames. */
const captionsOf = (index: number): Uint8Array => captionUnit(pairOf(index));
const pairOf = (index: number): readonly [number, number] => [0x41 + (index % 26), 0x61 + (Math.trunc(index / 26) % 26)];

describe('captions in the picture', () => {
  const pairsOf = (taken: readonly Taken[]): readonly string[] =>
    taken.map(({ data }) => {
      const at = Buffer.from(data).indexOf('GA94', 0, 'latin1');
      return at === -1 ? 'none' : Buffer.from(data.subarray(at + 8, at + 10)).toString('latin1');
    });

  it('come out of an encode with the frames that they came with', async () => {
    const { taken } = await encode(0, undefined, captionsOf);
    expect(hasCaptions(taken[0]?.data ?? new Uint8Array())).toBe(true);
    expect(pairsOf(taken)).toEqual(taken.map((_, index) => Buffer.from(pairOf(index)).toString('latin1')));
  });

  it('on an even grid too, but for those of frames that have no place in it', async () => {
    const { taken } = await encode(0, RATE, captionsOf);
    const pairs = pairsOf(taken);
    expect(pairs).not.toContain('none');
    expect(new Set(pairs).size).toBeGreaterThan(taken.length * 0.95);
  });
});
