import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import type { AvcFacts } from './avc.ts';
import { readAvcConfig } from './avc.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** AVCDecoderConfigurationRecords as x264 wrote them (ffmpeg 7.0). */
const RECORDS: readonly { readonly record: string; readonly says: AvcFacts; readonly because: string }[] = [
  {
    record: '0142c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8',
    says: { codec: 'avc1.42c028', profile: 66, width: 1920, height: 1080, frameRate: 30_000 / 1001, isBrowserFormat: true },
    because: '1080 lines are 1088 with eight cut off; 29.97 is 30000/1001',
  },
  {
    record: '0142c01fffe100176742c01fda014016ec0440000003004000000c83c60ca801000468ce0fc8',
    says: { codec: 'avc1.42c01f', profile: 66, width: 1280, height: 720, frameRate: 25, isBrowserFormat: true },
    because: 'the timing stands behind emulation prevention bytes',
  },
  {
    record: '0142c01fffe100196742c01fda0360f79bc044000003000400000301e03c60ca8001000468ce0fc8',
    says: { codec: 'avc1.42c01f', profile: 66, width: 854, height: 480, frameRate: 60, isBrowserFormat: true },
    because: 'columns are cut off too',
  },
  {
    record: '0142c028ffe100196742c028da01100f1e5f0110000003001000000303c0f1832a01000468ce0fc8',
    says: { codec: 'avc1.42c028', profile: 66, width: 1080, height: 1920, frameRate: 30, isBrowserFormat: true },
    because: 'upright',
  },
  {
    record: '0142c01effe100186742c01eda02c049b021000003000100000300320f162ea001000468ce0fc8',
    says: { codec: 'avc1.42c01e', profile: 66, width: 704, height: 576, frameRate: 25, isBrowserFormat: true },
    because: 'a sample aspect ratio stands before the timing',
  },
  {
    record: '017a001effe1001a677a001ebcb405017fc4e022000003000200000300781e2c5d4001000468ce0fc8fef8f800',
    says: { codec: 'avc1.7a001e', profile: 122, width: 640, height: 360, frameRate: 30, isBrowserFormat: false },
    because: '4:2:2 is decoded by no browser',
  },
  {
    record: '01f4001effe1001967f4001e919680a02ff89c0440000003004000000f03c58ba801000568ce0f1920fff8f800',
    says: { codec: 'avc1.f4001e', profile: 244, width: 640, height: 360, frameRate: 30, isBrowserFormat: false },
    because: '4:4:4 neither',
  },
  {
    record: '016e001effe10019676e001ea6cb405017fcb80880000003008000001e078b175001000468ce0fc8fdfafa00',
    says: { codec: 'avc1.6e001e', profile: 110, width: 640, height: 360, frameRate: 30, isBrowserFormat: false },
    because: 'ten bits neither',
  },
  {
    record: '014d4028ffe10019674d4028f403c0227ef011000003000100000300321f162ea001000468de0fc8',
    says: { codec: 'avc1.4d4028', profile: 77, width: 1920, height: 1080, frameRate: 25, isBrowserFormat: false },
    because: 'interlaced: it has to be encoded',
  },
];

describe('a sequence header says', () => {
  for (const { record, says, because } of RECORDS) {
    it(`${says.width}x${says.height}, ${says.codec}: ${because}`, () => {
      expect(readAvcConfig(hex(record))).toEqual({ ...says, frameRate: expect.closeTo(says.frameRate ?? 0, 6) as number });
    });
  }
});

describe('what is no record is not read', () => {
  for (const { bytes, because } of [
    { bytes: '', because: 'nothing' },
    { bytes: '0242c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8', because: 'another version' },
    { bytes: '0142c028ffe000176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8', because: 'no parameter set' },
    {
      bytes: '0142c028ffe100ff6742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8',
      because: 'a parameter set longer than the record',
    },
    {
      bytes: '0142c028ffe100176842c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8',
      because: 'a picture parameter set in its place',
    },
  ]) {
    it(because, () => {
      expect(readAvcConfig(hex(bytes))).toBeUndefined();
    });
  }
});

it('whatever bits are wrong, it throws nothing and gives numbers (seed 1)', () => {
  const random = seededRandom(1);
  let read = 0;
  for (let round = 0; round < 5_000; round++) {
    const bytes = hex(RECORDS[round % RECORDS.length]?.record ?? '');
    for (let flips = 1 + Math.floor(random() * 8); flips > 0; flips--) {
      const at = 8 + Math.floor(random() * (bytes.byteLength - 8));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    const facts = readAvcConfig(bytes.subarray(0, Math.ceil(random() * bytes.byteLength)));
    if (facts === undefined) continue;
    read++;
    expect([facts.width, facts.height].every(Number.isSafeInteger)).toBe(true);
    expect(facts.frameRate ?? 1).toBeGreaterThanOrEqual(1);
    expect(facts.frameRate ?? 1).toBeLessThanOrEqual(240);
  }
  expect(read).toBeGreaterThan(500);
});
