import { describe, expect, it } from 'vitest';
import { readFragments, readInitSection } from './fmp4-facts.ts';
import { describeChecks } from './testing/describe-checks.ts';
import { changed } from './testing/fixtures.ts';
import type { TestPart } from './testing/fmp4.ts';
import { initSection, partOf, strangeBox } from './testing/fmp4.ts';
import type { MediaSegment } from './validate-media.ts';
import { MEDIA_CHECKS, MEDIA_PAIR_CHECKS, NEIGHBOUR_CHECKS } from './validate-media.ts';

/** Two parts of ten frames, from `atSeconds` on. */
function segment(atSeconds: number, changes: Partial<TestPart> = {}, init = initSection()): MediaSegment {
  const specs: TestPart[] = [
    { atSeconds, frames: 10, key: true, ...changes },
    { atSeconds: atSeconds + 1 / 3, frames: 10, key: false, ...(changes.kinds === undefined ? {} : { kinds: changes.kinds }) },
  ];
  const parts = specs.map((spec, index) => ({
    listed: { uri: `p${index}`, durationTicks: 30_000, independent: index === 0 || changes.kinds?.includes('video') === false },
    bytes: partOf(spec),
  }));
  return { init, bytes: Buffer.concat(parts.map((part) => part.bytes)), durationTicks: 60_000, parts };
}

const sound = segment(10);

describe('reading fragmented MP4', () => {
  it('tracks of an init section', () => {
    expect(readInitSection(initSection())).toEqual([
      { id: 1, kind: 'video', timescale: 90_000 },
      { id: 2, kind: 'audio', timescale: 48_000 },
    ]);
  });

  it('times and sync samples, written out and as defaults, in 64 bits and in 32', () => {
    expect(readFragments(partOf({ atSeconds: 2, frames: 3, key: true }))).toEqual([
      {
        tracks: [
          { trackId: 1, baseTime: 180_000, duration: 9_000, samples: 3, beginsWithSync: true },
          { trackId: 2, baseTime: 96_000, duration: 4_800, samples: 3, beginsWithSync: true },
        ],
      },
    ]);
    expect(readFragments(partOf({ atSeconds: 2, frames: 1, key: false }))[0]?.tracks[0]?.beginsWithSync).toBe(false);
  });

  it('what is cut off or none at all', () => {
    expect(() => readFragments(partOf({ atSeconds: 0, frames: 2, key: true }).subarray(0, -1))).toThrow('cut off');
    expect(() => readFragments(initSection())).toThrow('ftyp and moov are not moof and mdat');
    expect(() => readInitSection(partOf({ atSeconds: 0, frames: 1, key: true }))).toThrow('there is no moov box');
  });
});

describe('a segment’s bytes', () => {
  const sound_ = segment(10, { kinds: ['audio'] }, initSection(['audio']));
  describeChecks(MEDIA_CHECKS, { 'picture and sound': sound, 'sound alone': sound_, 'a segment without parts': { ...sound, parts: [] } }, [
    {
      check: 'init sections, segments and parts are boxes that can be read',
      subject: { ...sound, init: sound.bytes },
      says: 'init section: there is no moov',
    },
    {
      check: 'init sections, segments and parts are boxes that can be read',
      subject: { ...sound, init: initSection([]) },
      says: 'no track',
    },
    {
      check: 'init sections, segments and parts are boxes that can be read',
      subject: { ...sound, bytes: sound.bytes.subarray(0, 50) },
      says: 'segment: a box is cut off',
    },
    {
      check: 'init sections, segments and parts are boxes that can be read',
      subject: { ...sound, parts: changed(sound.parts, 1, { bytes: strangeBox() }) },
      says: 'p1: free',
    },
    {
      check: 'a segment is the bytes of its parts, one after another',
      subject: { ...sound, parts: sound.parts.slice(1) },
      says: 'its parts',
    },
    {
      check: 'a segment is the bytes of its parts, one after another',
      subject: { ...sound, parts: sound.parts.toReversed() },
      says: 'p1 is not in its place',
    },
    {
      check: 'INDEPENDENT=YES where a part begins with a keyframe, and nowhere else',
      subject: { ...sound, parts: changed(sound.parts, 0, { listed: { uri: 'p0', durationTicks: 30_000, independent: false } }) },
      says: 'p0: a keyframe',
    },
    {
      check: 'INDEPENDENT=YES where a part begins with a keyframe, and nowhere else',
      subject: { ...sound, parts: changed(sound.parts, 1, { listed: { uri: 'p1', durationTicks: 30_000, independent: true } }) },
      says: 'p1: none',
    },
    { check: 'a segment begins with a keyframe', subject: segment(10, { key: false }), says: 'it does not' },
    {
      check: 'DURATION and EXTINF are how long the samples last',
      subject: { ...sound, durationTicks: 70_000 },
      says: 'EXTINF 0.778 s, samples 0.667 s',
    },
    { check: 'DURATION and EXTINF are how long the samples last', subject: segment(10, { frames: 8 }), says: 'p0' },
    {
      check: 'inside a segment every track goes on where it was',
      subject: segment(10, { frames: 9 }),
      says: 'video is 0.033 s off in fragment 1',
    },
    {
      check: 'inside a segment every track goes on where it was',
      subject: segment(10, { audioAtSeconds: 10.1 }),
      says: 'audio is -0.100 s off',
    },
  ]);
});

describe('two segments of one run', () => {
  describeChecks(NEIGHBOUR_CHECKS, { 'one after the other': { before: sound, after: segment(10 + 2 / 3) } }, [
    {
      check: 'from one segment to the next every track goes on where it was',
      subject: { before: sound, after: segment(10.7) },
      says: 'video is 0.033 s off',
    },
    {
      check: 'from one segment to the next every track goes on where it was',
      subject: { before: sound, after: segment(10 + 2 / 3, { audioAtSeconds: 10.6 }) },
      says: 'audio is -0.067 s off',
    },
  ]);
});

describe('one segment in two renditions', () => {
  const quiet = segment(10, { kinds: ['audio'] }, initSection(['audio']));
  describeChecks(
    MEDIA_PAIR_CHECKS,
    { 'at the same time': { a: sound, b: segment(10.005) }, 'one without a picture': { a: sound, b: quiet } },
    [
      { check: 'a segment has one media time in all renditions', subject: { a: sound, b: segment(10.1) }, says: 'video is -0.100 s apart' },
      {
        check: 'a segment has one media time in all renditions',
        subject: { a: sound, b: segment(10, { audioAtSeconds: 10.02 }) },
        says: 'audio is -0.020 s apart',
      },
    ],
  );
});
