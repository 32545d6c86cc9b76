import { describe } from 'vitest';
import { changed, fixture, mediaFixture } from './testing/fixtures.ts';
import { describeChecks } from './testing/describe-checks.ts';
import { placePlaylist } from './placed-playlist.ts';
import type { PlaylistAnswer } from './validate-answers.ts';
import { ANSWER_CHECKS, DELTA_CHECKS, HEADER_CHECKS, PACE_CHECKS } from './validate-answers.ts';
import { MEDIA_PLAYLIST_CHECKS } from './validate-media-playlist.ts';
import { MULTIVARIANT_CHECKS, multivariantSubject, RATE_CHECKS } from './validate-multivariant.ts';
import { TAG_CHECKS, tagSubject } from './validate-tags.ts';

const LIVE = [
  'live-whole',
  'live-delta',
  'live-slate',
  'live-slate-delta',
  'live-discontinuity-first',
  'live-gap',
  'live-first-part',
  'live-ended',
];
const whole = mediaFixture('live-whole');
const { segments } = whole;
const control = { canBlockReload: true, partHoldBackSeconds: 1.002, holdBackSeconds: 6, canSkipUntilSeconds: 12 };

describe('tags', () => {
  const text = fixture('live-whole');
  describeChecks(TAG_CHECKS, Object.fromEntries([...LIVE, 'recording-complete'].map((name) => [name, tagSubject(fixture(name))])), [
    {
      check: 'only tags and attributes that the house sends',
      subject: tagSubject(text.replace('#EXT-X-ENDLIST', '').replace('#EXTINF', '#EXT-X-BITRATE:1\n#EXTINF')),
      says: 'EXT-X-BITRATE',
    },
    {
      check: 'only tags and attributes that the house sends',
      subject: tagSubject(text.replace('INDEPENDENT=YES', 'INDEPENDENT=YES,BYTERANGE="1@0"')),
      says: 'EXT-X-PART with BYTERANGE',
    },
    {
      check: 'a tag that belongs to the playlist stands once',
      subject: tagSubject(`${text}#EXT-X-PRELOAD-HINT:TYPE=PART,URI="x"\n`),
      says: 'EXT-X-PRELOAD-HINT again',
    },
    {
      check: 'the tags of the playlist stand before those of segments',
      subject: tagSubject(`${text.replace('#EXT-X-MEDIA-SEQUENCE:100\n', '')}#EXT-X-MEDIA-SEQUENCE:100\n`),
      says: 'EXT-X-MEDIA-SEQUENCE',
    },
    {
      check: 'what holds for a segment stands before its first part',
      subject: tagSubject(text.replace(/(#EXT-X-PROGRAM-DATE-TIME:[^\n]*\n)(#EXT-X-PART:[^\n]*\n)/, '$2$1')),
      says: 'EXT-X-PROGRAM-DATE-TIME after a part',
    },
  ]);
});

describe('a live media playlist by itself', () => {
  const openPart = segments.at(-1)?.parts[0];
  if (openPart === undefined) throw new Error('the fixture has no part');
  const longSegment = { uri: 'x', durationTicks: 3 * 90_000 };
  const parts = segments[8]?.parts ?? [];
  describeChecks(MEDIA_PLAYLIST_CHECKS, Object.fromEntries(LIVE.map((name) => [name, mediaFixture(name)])), [
    {
      check: 'EXT-X-VERSION is what the tags need, no less and no more',
      subject: { ...mediaFixture('live-delta'), version: 8 },
      says: 'needed is 9',
    },
    { check: 'EXT-X-VERSION is what the tags need, no less and no more', subject: { ...whole, version: 9 }, says: 'needed is 6' },
    { check: 'segments are independent', subject: { ...whole, isIndependent: false }, says: 'EXT-X-INDEPENDENT-SEGMENTS' },
    { check: 'a live playlist has no type', subject: { ...whole, type: 'EVENT' }, says: 'EVENT' },
    {
      check: 'EXTINF, rounded, is at most TARGETDURATION',
      subject: { ...whole, segments: changed(segments, 2, { whole: longSegment }) },
      says: 'segment 102 lasts 3.000 s',
    },
    {
      check: 'a part lasts at most PART-TARGET',
      subject: { ...whole, segments: changed(segments, -1, { parts: [{ ...openPart, durationTicks: 30_061 }] }) },
      says: 'part 110.0',
    },
    {
      check: 'a part lasts at least 85 % of PART-TARGET, but for independent ones, the last of a segment and those before a gap',
      subject: { ...whole, segments: changed(segments, 8, { parts: changed(parts, 3, { durationTicks: 25_000 }) }) },
      says: 'part 108.3',
    },
    {
      check: 'EXTINF is the sum of the parts',
      subject: { ...whole, segments: changed(segments, 8, { whole: { uri: 'x', durationTicks: 179_000 } }) },
      says: 'segment 108',
    },
    {
      check: 'the first part of every segment is independent',
      subject: { ...whole, segments: changed(segments, 8, { parts: changed(parts, 0, { independent: false }) }) },
      says: 'part 108.0',
    },
    { check: 'EXT-X-PART-INF is there when parts are', subject: { ...whole, partTargetSeconds: undefined }, says: 'missing' },
    {
      check: 'PART-HOLD-BACK is at least 3 x PART-TARGET',
      subject: { ...whole, serverControl: { ...control, partHoldBackSeconds: 1 } },
      says: 'it is 1',
    },
    {
      check: 'HOLD-BACK is at least 3 x TARGETDURATION',
      subject: { ...whole, serverControl: { ...control, holdBackSeconds: 5 } },
      says: 'it is 5',
    },
    {
      check: 'CAN-SKIP-UNTIL is at least 6 x TARGETDURATION',
      subject: { ...whole, serverControl: { ...control, canSkipUntilSeconds: undefined } },
      says: 'it is missing',
    },
    { check: 'CAN-BLOCK-RELOAD=YES', subject: { ...whole, serverControl: undefined }, says: 'missing' },
    { check: 'a PRELOAD-HINT always, and never with ENDLIST', subject: { ...whole, preloadHint: undefined }, says: 'it is missing' },
    { check: 'a PRELOAD-HINT always, and never with ENDLIST', subject: { ...whole, isEnded: true }, says: 'after the end' },
    { check: 'a hinted part is not listed yet', subject: { ...whole, preloadHint: openPart.uri }, says: openPart.uri },
    {
      check: 'the parts of the last three segments are listed, and of those within three target durations of the end',
      subject: { ...whole, segments: changed(segments, 7, { parts: [] }) },
      says: 'segment 107 has none',
    },
    {
      check: 'parts that are farther than that from the end are gone',
      subject: { ...whole, segments: changed(segments, 0, { parts: [openPart] }) },
      says: 'segment 100',
    },
    {
      check: 'the first segment says its map, and so does every segment after a discontinuity',
      subject: { ...whole, segments: changed(segments, 0, { mapUri: undefined }) },
      says: 'segment 100',
    },
    {
      check: 'the first segment says its map, and so does every segment after a discontinuity',
      subject: { ...whole, segments: changed(segments, 4, { isDiscontinuity: true }) },
      says: 'segment 104',
    },
    {
      check: 'every segment has its program date',
      subject: { ...whole, segments: changed(segments, 3, { startMs: undefined }) },
      says: 'segment 103',
    },
    {
      check: 'program dates follow the durations; only a discontinuity may leave time out, and none may go back',
      subject: { ...whole, segments: changed(segments, 3, { startMs: (segments[3]?.startMs ?? 0) + 50 }) },
      says: 'segment 103 begins 50 ms off',
    },
    {
      check: 'program dates follow the durations; only a discontinuity may leave time out, and none may go back',
      subject: {
        ...whole,
        segments: changed(segments, 3, { isDiscontinuity: true, mapUri: 'x', startMs: (segments[3]?.startMs ?? 0) - 4_500 }),
      },
      says: 'segment 103 begins -4500 ms off',
    },
    {
      check: 'only the newest segment may be open, and none when the stream is over',
      subject: { ...whole, segments: changed(segments, 5, { whole: undefined }) },
      says: 'segment 105',
    },
    {
      check: 'only the newest segment may be open, and none when the stream is over',
      subject: { ...whole, isEnded: true },
      says: 'segment 110',
    },
    {
      check: 'no address stands for two things',
      subject: { ...whole, segments: changed(segments, 5, { whole: segments[4]?.whole }) },
      says: '-s104.m4s',
    },
    { check: 'EXT-X-DISCONTINUITY-SEQUENCE is there', subject: { ...whole, discontinuitySequence: undefined }, says: 'missing' },
    { check: 'EXT-X-SKIP skips something, and never after the end', subject: { ...whole, skippedSegments: 0 }, says: 'nothing' },
    {
      check: 'EXT-X-SKIP skips something, and never after the end',
      subject: { ...mediaFixture('live-delta'), isEnded: true },
      says: 'ENDLIST',
    },
  ]);
});

describe('answers', () => {
  const placed = placePlaylist(whole);
  const delta = mediaFixture('live-delta');
  const answer = (asked: Partial<PlaylistAnswer['asked']>, playlist = whole): PlaylistAnswer => ({
    asked: { msn: undefined, part: undefined, skip: false, ...asked },
    headers: {},
    playlist,
    placed: placePlaylist(playlist, placed),
  });
  describeChecks(
    ANSWER_CHECKS,
    {
      'a plain request': answer({}),
      'a part that is there': answer({ msn: 110, part: 1 }),
      'a segment that is there': answer({ msn: 109 }),
      'a part past the end of its segment': answer({ msn: 109, part: 6 }),
      'a delta update': answer({ skip: true }, delta),
      'an ended one': answer({ msn: 500, skip: true }, mediaFixture('live-ended')),
    },
    [
      {
        check: 'a blocking reload is answered when what was asked for is there, not before',
        subject: answer({ msn: 110, part: 2 }),
        says: 'asked for 110.2, got 110.2',
      },
      {
        check: 'a blocking reload is answered when what was asked for is there, not before',
        subject: answer({ msn: 110 }),
        says: 'asked for 110.',
      },
      { check: 'whoever does not ask for a delta update does not get one', subject: answer({}, delta), says: '4 segments' },
      {
        check: 'a delta update leaves out exactly what is farther from the end than CAN-SKIP-UNTIL',
        subject: answer({ skip: true }),
        says: 'segment 102 ends 14.000 s from the end and is not skipped',
      },
      {
        check: 'a delta update leaves out exactly what is farther from the end than CAN-SKIP-UNTIL',
        subject: answer({ skip: true }, { ...delta, skippedSegments: 5, segments: delta.segments.slice(1) }),
        says: 'segment 104 ends 10.000 s from the end and is skipped',
      },
    ],
  );
});

describe('both forms of one version', () => {
  const placed = placePlaylist(whole);
  const delta = placePlaylist(mediaFixture('live-delta'), placed);
  const check = 'a delta update, put in its place, is the whole playlist';
  describeChecks(DELTA_CHECKS, { 'the fixtures': { whole: placed, delta } }, [
    { check, subject: { whole: placed, delta: { ...delta, preloadHint: 'other' } }, says: 'around the segments' },
    { check, subject: { whole: placed, delta: { ...delta, segments: delta.segments.slice(1) } }, says: '10 segments, whole 11' },
    {
      check,
      subject: { whole: placed, delta: { ...delta, segments: changed(delta.segments, 6, { isGap: true }) } },
      says: 'segment 106 differs',
    },
  ]);
});

describe('headers', () => {
  const headers = {
    'cache-control': 'public, max-age=1',
    age: '0',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'Age, Date',
    'timing-allow-origin': '*',
    'content-encoding': 'gzip',
    vary: 'accept-encoding',
    'content-type': 'application/vnd.apple.mpegurl',
  };
  const plain = { kind: 'plain', targetDurationSeconds: 4, headers } as const;
  const kind = <Kind extends string>(name: Kind, cache: string) => ({
    ...plain,
    kind: name,
    headers: { ...headers, 'cache-control': cache },
  });
  describeChecks(
    HEADER_CHECKS,
    {
      'a plain playlist': plain,
      'a blocking one': kind('blocking', 'public, max-age=24'),
      'the multivariant one': kind('multivariant', 'public, max-age=2'),
      'a recording': kind('recording-playlist', 'public, max-age=2'),
      media: {
        ...plain,
        kind: 'media',
        headers: { ...headers, 'content-type': 'video/mp4', 'cache-control': 'public, max-age=31536000, immutable' },
      },
    },
    [
      { check: 'Cache-Control as the cache table has it', subject: kind('blocking', 'no-cache'), says: 'wanted public, max-age=24' },
      { check: 'a playlist without directives has an Age', subject: { ...plain, headers: { ...headers, age: '' } }, says: 'Age' },
      {
        check: 'any site may play it and sees Age and Date',
        subject: { ...plain, headers: { ...headers, 'access-control-expose-headers': 'Age' } },
        says: 'not exposed',
      },
      {
        check: 'any site may play it and sees Age and Date',
        subject: { ...plain, headers: { ...headers, 'timing-allow-origin': 'https://x.example' } },
        says: 'Timing-Allow-Origin',
      },
      {
        check: 'a playlist is packed, and cached apart from the one that is not',
        subject: { ...plain, headers: { ...headers, 'content-encoding': 'br', vary: 'origin' } },
        says: 'Vary does not name',
      },
      { check: 'Content-Type is the one that players know', subject: { ...plain, kind: 'media' }, says: 'wanted video/mp4' },
    ],
  );
});

describe('pace', () => {
  describeChecks(PACE_CHECKS, { 'a segment in time': { withoutSegmentMs: 6_400, targetDurationSeconds: 4 } }, [
    {
      check: 'another segment comes within one and a half target durations',
      subject: { withoutSegmentMs: 6_600, targetDurationSeconds: 4 },
      says: 'none for 6.6 s',
    },
  ]);
});

describe('the multivariant playlist', () => {
  const text = fixture('multivariant');
  const broken = (from: string | RegExp, to: string) => multivariantSubject(text.replace(from, to));
  const captioned = fixture('multivariant-captions');
  const good = { multivariant: multivariantSubject(text), 'multivariant-captions': multivariantSubject(captioned) };
  describeChecks(MULTIVARIANT_CHECKS, good, [
    {
      check: 'only tags that the house sends, and at least one variant',
      subject: broken('#EXT-X-VERSION:6', '#EXT-X-START:TIME-OFFSET=0'),
      says: 'EXT-X-START',
    },
    { check: 'only tags that the house sends, and at least one variant', subject: multivariantSubject('#EXTM3U\n'), says: 'no variant' },
    { check: 'segments are said to be independent', subject: broken('#EXT-X-INDEPENDENT-SEGMENTS\n', ''), says: 'missing' },
    { check: 'no address stands twice', subject: broken('480p/index', 'source/index'), says: 'source/index.m3u8' },
    {
      check: 'CODECS names every format, as browsers write it',
      subject: broken('avc1.64001f,mp4a.40.2', 'avc1.64001f'),
      says: 'source/index.m3u8',
    },
    {
      check: 'CODECS names every format, as browsers write it',
      subject: broken('CODECS="mp4a.40.2"', 'CODECS="avc1.64001f,mp4a.40.2"'),
      says: 'audio',
    },
    {
      check: 'a picture has its size and its frame rate',
      subject: broken(',FRAME-RATE=30.000', ''),
      says: 'source/index.m3u8: 1280x720 at 0',
    },
    {
      check: 'AVERAGE-BANDWIDTH is there and at most BANDWIDTH',
      subject: broken('BANDWIDTH=3700000', 'BANDWIDTH=3100000'),
      says: '3108000 > 3100000',
    },
    { check: 'AVERAGE-BANDWIDTH is there and at most BANDWIDTH', subject: broken(',AVERAGE-BANDWIDTH=160000', ''), says: 'missing' },
    {
      check: 'CLOSED-CAPTIONS=NONE stands in every variant or in none',
      subject: broken('CODECS="mp4a.40.2",CLOSED-CAPTIONS=NONE', 'CODECS="mp4a.40.2"'),
      says: 'line 8',
    },
    {
      check: 'CLOSED-CAPTIONS names a group of EXT-X-MEDIA',
      subject: multivariantSubject(captioned.replace(/#EXT-X-MEDIA.*\n/, '')),
      says: 'line 4: "cc"',
    },
  ]);
  const [variant] = multivariantSubject(text).variants;
  if (variant === undefined) throw new Error('the fixture has no variant');
  describeChecks(RATE_CHECKS, { 'a rate within a tenth': { variant, peakBps: 4_000_000 } }, [
    { check: 'no segment takes more than BANDWIDTH', subject: { variant, peakBps: 4_100_000 }, says: '4100000 bit/s, promised 3700000' },
  ]);
});
