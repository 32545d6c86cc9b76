import { describe, expect, it } from 'vitest';
import { FLV_AUDIO, FLV_SCRIPT, FLV_VIDEO } from '../../core/flv/flv-reader.ts';
import { readEvents, recordedBytes } from '../testing/recorded.ts';
import { FlvSource } from './flv-source.ts';

const SMALL = Buffer.from('0142c00cffe100176742c00cda05067e7c0440000003004000000783c50aa801000468ce0fc8', 'hex');
const LARGE = Buffer.from('0142c01fffe100176742c01fda014016ec0440000003004000000c83c60ca801000468ce0fc8', 'hex');

const header = (record: Uint8Array, at = 0) => ({
  type: FLV_VIDEO,
  timestampMs: at,
  body: Buffer.concat([Uint8Array.of(0x17, 0, 0, 0, 0), record]),
});
const picture = (at: number, options: { key?: boolean; composition?: number } = {}) => {
  const { key = false, composition = 0 } = options;
  return {
    type: FLV_VIDEO,
    timestampMs: at >>> 0,
    body: Uint8Array.of(key ? 0x17 : 0x27, 1, composition >> 16, composition >> 8, composition, 9),
  };
};
const soundHeader = (...config: number[]) => ({ type: FLV_AUDIO, timestampMs: 0, body: Uint8Array.of(0xaf, 0, ...config) });
const sound = (at: number) => ({ type: FLV_AUDIO, timestampMs: at >>> 0, body: Uint8Array.of(0xaf, 1, 7) });

/** What a source says, in short. */
function said(tags: readonly Parameters<FlvSource['read']>[0][]): readonly string[] {
  const source = new FlvSource();
  return tags.flatMap((tag) =>
    source.read(tag).map((event) => {
      if (event.kind === 'video') return `${event.key ? 'key' : 'frame'} ${event.dtsMs}/${event.ptsMs}`;
      if (event.kind === 'audio') return `sound ${event.ptsMs}`;
      if (event.kind === 'break') return event.reason;
      return event.kind;
    }),
  );
}

describe('tags become events', () => {
  for (const { tags, says, because } of [
    {
      tags: [header(SMALL), picture(0, { key: true }), picture(33)],
      says: ['picture', 'key 0/0', 'frame 33/33'],
      because: 'a plain stream',
    },
    {
      tags: [header(SMALL), picture(0, { key: true, composition: 67 })],
      says: ['picture', 'key 0/67'],
      because: 'presentation is decoding plus composition (E.4.3)',
    },
    {
      tags: [header(SMALL), picture(40, { key: true, composition: -40 })],
      says: ['picture', 'key 40/40'],
      because: 'nothing is shown before it is decoded',
    },
    {
      tags: [picture(0, { key: true }), header(SMALL), picture(33)],
      says: ['picture', 'frame 33/33'],
      because: 'a picture without its configuration is of no use',
    },
    { tags: [sound(0), soundHeader(0x11, 0x90), sound(21)], says: ['sound', 'sound 21'], because: 'nor is such a sound' },
    {
      tags: [header(SMALL), header(SMALL, 40), picture(40)],
      says: ['picture', 'frame 40/40'],
      because: 'a configuration that is repeated is no change',
    },
    {
      tags: [header(SMALL), picture(0, { key: true }), header(LARGE, 40), picture(40, { key: true })],
      says: ['picture', 'key 0/0', 'picture-changed', 'picture', 'key 40/40'],
      because: 'another picture is a break',
    },
    {
      tags: [soundHeader(0x11, 0x90), sound(0), soundHeader(0x12, 0x10), sound(21)],
      says: ['sound', 'sound 0', 'sound-changed', 'sound', 'sound 21'],
      because: 'another sound too',
    },
    {
      tags: [header(SMALL), picture(0, { key: true }), picture(0), picture(0)],
      says: ['picture', 'key 0/0', 'frame 1/1', 'frame 2/2'],
      because: 'a decoder needs times that go up',
    },
    {
      tags: [header(SMALL), picture(0), picture(1_500), picture(3_001)],
      says: ['picture', 'frame 0/0', 'frame 1500/1500', 'timestamps-jumped', 'frame 3001/3001'],
      because: 'more than 1.5 s is a jump',
    },
    {
      tags: [header(SMALL), picture(5_000), picture(100, { key: true })],
      says: ['picture', 'frame 5000/5000', 'timestamps-jumped', 'key 100/100'],
      because: 'back is a jump too',
    },
    {
      tags: [header(SMALL), picture(0xffff_fff0), picture(0x10)],
      says: ['picture', 'frame 4294967280/4294967280', 'frame 4294967312/4294967312'],
      because: 'after 49.7 days the 32 bits begin again, the time does not',
    },
    { tags: [{ type: FLV_SCRIPT, timestampMs: 0, body: Uint8Array.of(2) }], says: [], because: 'metadata says nothing that is needed' },
    {
      tags: [
        { type: FLV_VIDEO, timestampMs: 0, body: Uint8Array.of(0x12, 1, 0, 0, 0, 1) },
        { type: FLV_AUDIO, timestampMs: 0, body: Uint8Array.of(0x2e, 1) },
      ],
      says: [],
      because: 'other codecs do not come this far',
    },
    {
      tags: [
        { type: FLV_VIDEO, timestampMs: 0, body: Uint8Array.of(0x17) },
        { type: FLV_AUDIO, timestampMs: 0, body: Uint8Array.of() },
        header(Uint8Array.of(1, 2)),
        { type: FLV_VIDEO, timestampMs: 0, body: Uint8Array.of(0x17, 2, 0, 0, 0) },
      ],
      says: [],
      because: 'cut tags, a bad configuration, an end of sequence',
    },
  ]) {
    it(because, () => {
      expect(said(tags)).toEqual(says);
    });
  }
});

it('a recorded stream: every frame of it, times that only go up', () => {
  const events = readEvents([recordedBytes('presenter')]);
  const video = events.filter((event) => event.kind === 'video');
  expect(events.slice(0, 2).map((event) => event.kind)).toEqual(['picture', 'sound']);
  expect(video.length).toBe(120);
  expect(video.filter((event) => event.key).map((event) => event.dtsMs)).toEqual([0, 1000, 2000, 3000]);
  expect(video.slice(1).every((event, index) => event.dtsMs > (video[index]?.dtsMs ?? 0))).toBe(true);
  expect(video.every((event) => event.ptsMs >= event.dtsMs)).toBe(true);
});
