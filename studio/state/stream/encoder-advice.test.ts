import { describe, expect, it } from 'vitest';
import type { Encoder } from '../../../core/contracts/room/installation.ts';
import { adviceFor, videoCodecText } from './encoder-advice.ts';

const GOOD: Encoder = {
  ...{
    slot: 'primary',
    videoCodec: 'avc1.64001f',
    width: 1_920,
    height: 1_080,
    frameRate: 30,
    keyframeSeconds: 2,
    bitsPerSecond: 6_000_000,
  },
  ...{ audioCodec: 'mp4a.40.2', sampleRate: 48_000, silentMs: 40 },
};

describe('advice to an encoder', () => {
  it.each<{ sends: Partial<Encoder>; phrases: readonly string[]; because: string }>([
    { sends: {}, phrases: [], because: 'all is well' },
    { sends: { frameRate: null, keyframeSeconds: null, bitsPerSecond: null }, phrases: [], because: 'nothing is measured yet' },
    { sends: { keyframeSeconds: 2.1 }, phrases: [], because: 'a frame longer is no fault' },
    { sends: { keyframeSeconds: 3 }, phrases: ['adviceKeyframes'], because: 'joining takes longer' },
    { sends: { keyframeSeconds: 10 }, phrases: ['adviceKeyframesSparse'], because: 'OBS leaves it automatic' },
    { sends: { audioCodec: null, bitsPerSecond: 900_000 }, phrases: ['adviceNoSound', 'adviceLowRate'], because: 'two things at once' },
    { sends: { height: 480, bitsPerSecond: 900_000 }, phrases: [], because: 'it is enough for a small picture' },
    { sends: { bitsPerSecond: 20_000_000 }, phrases: ['adviceHighRate'], because: 'lines break under it' },
    { sends: { frameRate: 12 }, phrases: ['adviceFewFrames'], because: 'it stutters' },
    { sends: { silentMs: 5_000, keyframeSeconds: 10 }, phrases: ['adviceSilent'], because: 'what came before does not matter now' },
  ])('$phrases: $because', ({ sends, phrases }) => {
    expect(adviceFor({ ...GOOD, ...sends }).map(({ phrase }) => phrase)).toEqual(phrases);
  });

  it.each([
    ['avc1.64001f', 'H.264 High'],
    ['avc1.42c01f', 'H.264 Baseline'],
    ['hvc1.1.6.L93', 'hvc1.1.6.L93'],
  ])('%s is %s', (codec, text) => {
    expect(videoCodecText(codec)).toBe(text);
  });
});
