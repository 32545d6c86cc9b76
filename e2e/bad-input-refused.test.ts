import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlvTag } from '../core/flv/flv-reader.ts';
import { FLV_AUDIO, FLV_VIDEO } from '../core/flv/flv-reader.ts';
import { AVC, pictureHeader } from '../ingest/testing/test-media.ts';
import { clapper, clapperTags } from './rig/clapper.ts';
import { expectInSync } from './rig/judge-stretch.ts';
import { readLog, untilLogged } from './rig/log-lines.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishWith, testPicture } from './rig/publisher.ts';
import type { Stage } from './rig/stages.ts';
import { stageOf } from './rig/stages.ts';
import { newestStretch } from './rig/stretch.ts';
import { inRealTime, TagPublisher } from './rig/tag-publisher.ts';

/** What cannot be broadcast, from a real encoder where ffmpeg has one. `within`: how long until the encoder knows, ms. */
interface Unfit {
  readonly name: string;
  readonly what: string;
  readonly code: string;
  readonly says: string;
  readonly args: readonly string[];
  readonly within?: number;
}

const SMALL = testPicture({ size: '320x180', rate: 15 });
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '15', '-pix_fmt', 'yuv420p'];
const AAC = ['-c:a', 'aac'];
const SOUND = ['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'];
const QUICK_MS = 20_000;
/** Ten seconds that it may take to show a picture, and what a busy machine adds. */
const PATIENT_MS = 20_000;
const DEAD_KEY = 'pk_this-is-a-canary-and-no-key-of-ours0';

const unfit: readonly Unfit[] = [
  {
    name: 'hevc',
    what: 'HEVC over enhanced RTMP',
    code: 'INGEST_VIDEO_CODEC',
    says: 'HEVC cannot be broadcast. Set the encoder to plain H.264.',
    args: [...SMALL, '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', ...AAC],
  },
  {
    name: 'sorenson',
    what: 'Sorenson H.263',
    code: 'INGEST_VIDEO_CODEC',
    says: 'Sorenson H.263 cannot be broadcast',
    args: [...SMALL, '-c:v', 'flv', ...AAC],
  },
  {
    name: 'mp3',
    what: 'MP3',
    code: 'INGEST_AUDIO_CODEC',
    says: "MP3 cannot be broadcast. Set the encoder's sound to plain AAC.",
    args: [...SMALL, ...H264, '-c:a', 'libmp3lame', '-ar', '44100'],
  },
  {
    name: 'nothing-wide',
    what: '0 x 0',
    code: 'INGEST_BAD_SIZE',
    says: 'A picture of 0 x 0 cannot be broadcast',
    args: [...testPicture({ size: '16x16', rate: 15 }), ...H264, '-bsf:v', 'h264_metadata=crop_right=16:crop_bottom=16', ...AAC],
  },
  {
    name: 'sound-only',
    what: 'no picture for ten seconds',
    code: 'INGEST_NO_PICTURE',
    says: 'No picture came within 10 seconds.',
    args: [...SOUND, ...AAC, '-t', '60'],
    within: PATIENT_MS,
  },
  {
    name: 'no-keyframe',
    what: 'no keyframe for ten seconds',
    code: 'INGEST_NO_KEYFRAME',
    says: 'No keyframe came within 10 seconds. Set a keyframe interval of 2 seconds',
    args: [...SMALL, ...H264, ...AAC, '-bsf:v', 'noise=drop=key'],
    within: PATIENT_MS,
  },
];

/** Of what no encoder of ours writes any more, and of what one takes long to write: the first bytes of the FLV tags (E.4.2.1, E.4.3.1). */
const firstTags: readonly { name: string; what: string; code: string; says: string; tag: FlvTag }[] = [
  {
    name: 'vp6',
    what: 'VP6',
    code: 'INGEST_VIDEO_CODEC',
    says: 'VP6 cannot be broadcast',
    tag: { type: FLV_VIDEO, timestampMs: 0, body: Buffer.from('14007e36140a', 'hex') },
  },
  {
    name: 'eight-k',
    what: '8K',
    code: 'INGEST_BAD_SIZE',
    says: 'A picture of 7680 x 4320 cannot be broadcast',
    tag: { type: FLV_VIDEO, timestampMs: 0, body: Buffer.from(pictureHeader(AVC.eightK)) },
  },
  {
    name: 'speex',
    what: 'Speex',
    code: 'INGEST_AUDIO_CODEC',
    says: 'Speex cannot be broadcast',
    tag: { type: FLV_AUDIO, timestampMs: 0, body: Buffer.from('b6369d1b9a20', 'hex') },
  },
];

let plenary: RunningPlenary;
let clip: readonly FlvTag[];
const open: { close(): void }[] = [];

beforeAll(async () => {
  clip = await clapperTags({ seconds: 12 });
  plenary = await startPlenary({}, ['wrong-key', ...unfit.map(({ name }) => name), ...firstTags.map(({ name }) => name)]);
});
afterAll(async () => {
  for (const one of open) one.close();
  await plenary.stop();
});

function publish(url: string, args: readonly string[]): Publisher {
  const publisher = publishWith(url, args);
  open.push({ close: () => void publisher.stop('SIGKILL') });
  return publisher;
}

async function within<T>(ms: number, what: string, pending: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([pending, late]).finally(() => clearTimeout(timer));
}

/** Nobody was on air, and now somebody is, on the same stream. */
async function expectRoomForAGoodOne(stage: Stage): Promise<void> {
  expect((await stage.status()).state).toBe('waiting');
  const good = await TagPublisher.open(stage.publishUrl);
  open.push(good);
  const playing = good.play(inRealTime(clip));
  await stage.untilState('live', 10_000);
  expectInSync(await newestStretch(stage.playlist(), { seconds: 3, within: 15_000 }));
  good.close();
  await playing;
}

describe('the encoder is told why, the log has the code, and a good publisher goes on air', () => {
  for (const { name, what, code, says, args, within: limitMs = QUICK_MS } of unfit) {
    it.concurrent(`${what}: ${code}`, async () => {
      const stage = stageOf(plenary, name);
      const bad = publish(stage.publishUrl, args);
      expect(await within(limitMs, 'the end of the encoder', bad.ended)).not.toBe(0);
      expect(bad.said()).toContain(says);
      expect(await stage.untilLogged({ msg: 'publisher refused', code })).toMatchObject({ sentence: expect.stringContaining(says) });
      await expectRoomForAGoodOne(stage);
    });
  }

  for (const { name, what, code, says, tag } of firstTags) {
    it.concurrent(`${what}: ${code}`, async () => {
      const stage = stageOf(plenary, name);
      const bad = await TagPublisher.open(stage.publishUrl);
      await bad.play([{ tag, sendMs: 0, timestampMs: 0 }]);
      await bad.untilEnd(5_000);
      expect(bad.said().at(-1)).toContain(says);
      expect(await stage.untilLogged({ msg: 'publisher refused', code })).toBeDefined();
      await expectRoomForAGoodOne(stage);
    });
  }

  it.concurrent('a wrong key: INGEST_WRONG_KEY', async () => {
    const stage = stageOf(plenary, 'wrong-key');
    const bad = publish(`${plenary.facts().rtmp}/${DEAD_KEY}`, [...clapper({ seconds: 30 })]);
    expect(await within(QUICK_MS, 'the end of the encoder', bad.ended)).not.toBe(0);
    expect(bad.said()).toContain('The stream key is wrong or was revoked. Copy it again from the event.');
    expect(await untilLogged(() => plenary.lines(), { msg: 'stranger refused', code: 'INGEST_WRONG_KEY' })).toBeDefined();
    await expectRoomForAGoodOne(stage);
  });
});

describe('the log', () => {
  it('has no key in it, and nothing that is worse than a warning', () => {
    const log = readLog(plenary.lines());
    expect(log.length).toBeGreaterThan(20);
    // the program's own way of saying a key is where it tells the operator, which is no log line
    expect(log.filter((line) => JSON.stringify(line).includes('pk_'))).toEqual([]);
    expect(log.filter((line) => line.level > 40)).toEqual([]);
  });
});
