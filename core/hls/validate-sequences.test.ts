import { describe } from 'vitest';
import { changed, mediaFixture } from './testing/fixtures.ts';
import { describeChecks } from './testing/describe-checks.ts';
import type { PlacedPlaylist, PlacedSegment } from './placed-playlist.ts';
import { placePlaylist } from './placed-playlist.ts';
import { RECORDING_CHECKS, RECORDING_PAIR_CHECKS } from './validate-recording.ts';
import { RENDITION_CHECKS, REPORT_CHECKS } from './validate-renditions.ts';
import { VERSION_CHECKS } from './validate-versions.ts';

const before = placePlaylist(mediaFixture('live-whole'));
const PREFIX = '3f9c2a7be1d40586';
const last = before.segments.at(-1) as PlacedSegment;
const lastPart = last.parts.at(-1);
if (lastPart === undefined) throw new Error('the fixture has no part');

/** One part more. */
const next: PlacedPlaylist = {
  ...before,
  segments: changed(before.segments, -1, { parts: [...last.parts, { ...lastPart, uri: `${PREFIX}-p110.2.m4s` }] }),
  preloadHint: `${PREFIX}-p110.3.m4s`,
};
/** The oldest segment has left. */
const slid: PlacedPlaylist = { ...next, mediaSequence: 101, segments: next.segments.slice(1) };
const with_ = (change: Partial<PlacedPlaylist>) => ({ before, after: { ...next, ...change } });
const segment = (index: number, change: Partial<PlacedSegment>) => with_({ segments: changed(next.segments, index, change) });

describe('two versions of a playlist', () => {
  const slate = placePlaylist(mediaFixture('live-slate'));
  describeChecks(
    VERSION_CHECKS,
    {
      'the same one twice': { before, after: before },
      'one part more': { before, after: next },
      'a segment less at the start': { before, after: slid },
      'a discontinuity that leaves with its segment': {
        before: slate,
        after: { ...slate, mediaSequence: 101, segments: slate.segments.slice(1) },
      },
      'a delta update in its place': { before, after: placePlaylist(mediaFixture('live-delta'), before) },
      'the end': { before, after: placePlaylist(mediaFixture('live-ended')) },
    },
    [
      { check: 'EXT-X-MEDIA-SEQUENCE never goes down', subject: { before: slid, after: next }, says: '101 -> 100' },
      {
        check: 'EXT-X-DISCONTINUITY-SEQUENCE never goes down',
        subject: { before: { ...before, discontinuitySequence: 3 }, after: next },
        says: '3 -> 0',
      },
      { check: 'the promise never changes', subject: with_({ partTargetSeconds: 0.5 }), says: 'PART-TARGET 0.5' },
      { check: 'the promise never changes', subject: with_({ targetDurationSeconds: 4 }), says: 'TARGETDURATION 4' },
      { check: 'the promise never changes', subject: with_({ serverControl: undefined }), says: 'CAN-BLOCK-RELOAD' },
      { check: 'the live edge never goes back', subject: { before: next, after: before }, says: '110.3 -> 110.2' },
      {
        check: 'versions overlap: no segment comes and goes unseen',
        subject: with_({ mediaSequence: 112, segments: [] }),
        says: '110 was the newest, now 112',
      },
      { check: 'a listed segment stays what it is', subject: segment(3, { whole: undefined }), says: 'open again' },
      {
        check: 'a listed segment stays what it is',
        subject: segment(3, { whole: { uri: 'other', durationTicks: 180_000 } }),
        says: 'segment 103',
      },
      {
        check: 'a listed segment stays what it is',
        subject: segment(3, { whole: { uri: `${PREFIX}-s103.m4s`, durationTicks: 1 } }),
        says: 'another duration',
      },
      { check: 'a listed segment stays what it is', subject: segment(3, { isGap: true }), says: 'is a gap' },
      { check: 'a listed segment stays what it is', subject: segment(3, { mapUri: 'other' }), says: 'map' },
      { check: 'a listed segment stays what it is', subject: segment(3, { startMs: 5 }), says: 'program date' },
      { check: 'a segment keeps its discontinuity sequence', subject: segment(3, { discontinuitySequence: 1 }), says: '0 -> 1' },
      {
        check: 'a listed part stays what it is, and parts are only added at the end or removed as a whole',
        subject: segment(8, { parts: changed(before.segments[8]?.parts ?? [], 2, { uri: 'other' }) }),
        says: 'part 108.2',
      },
      {
        check: 'a listed part stays what it is, and parts are only added at the end or removed as a whole',
        subject: segment(8, { parts: before.segments[8]?.parts.slice(1) ?? [] }),
        says: 'part 108.0',
      },
      {
        check: 'a listed part stays what it is, and parts are only added at the end or removed as a whole',
        subject: segment(8, { parts: [...(before.segments[8]?.parts ?? []), lastPart] }),
        says: 'has grown',
      },
      {
        check: 'the window is never cut below seven segments or three target durations',
        subject: with_({ mediaSequence: 105, segments: next.segments.slice(5) }),
        says: '6 segments are left',
      },
      {
        check: 'the window is never cut below seven segments or three target durations',
        subject: with_({ mediaSequence: 109, segments: next.segments.slice(9) }),
        says: '2.0 s are left',
      },
      {
        check: 'the part that was hinted is the one that came',
        subject: { before: { ...before, preloadHint: 'hinted' }, after: next },
        says: 'hinted was hinted',
      },
      { check: 'nothing changes after ENDLIST', subject: { before: { ...before, isEnded: true }, after: before }, says: 'it goes on' },
      {
        check: 'nothing changes after ENDLIST',
        subject: { before: { ...before, isEnded: true }, after: { ...next, isEnded: true } },
        says: 'others',
      },
    ],
  );
});

describe('two renditions', () => {
  const pair = (change: Partial<PlacedPlaylist>) => ({
    a: { name: 'a', playlist: before },
    b: { name: 'b', playlist: { ...before, ...change } },
  });
  const other = (index: number, change: Partial<PlacedSegment>) => pair({ segments: changed(before.segments, index, change) });
  /** Segment 107 of `live-slate` ends a run; so much is missing of it in one rendition. */
  const runEnd = (missingTicks: number) => {
    const slate = placePlaylist(mediaFixture('live-slate'));
    const shorter = { whole: { uri: 'x', durationTicks: 90_000 - missingTicks } };
    return { a: { name: 'a', playlist: slate }, b: { name: 'b', playlist: { ...slate, segments: changed(slate.segments, 7, shorter) } } };
  };
  describeChecks(
    RENDITION_CHECKS,
    {
      'a run that ends a frame early': runEnd(3_000),
      'the same twice': pair({}),
      'one that has lost two segments already': pair({ segments: before.segments.slice(2) }),
      'one a part ahead': { ...pair({}), b: { name: 'b', playlist: next } },
    },
    [
      { check: 'all renditions promise the same', subject: pair({ targetDurationSeconds: 4 }), says: '4 0.334' },
      {
        check: 'a segment has one discontinuity sequence in all renditions',
        subject: other(4, { discontinuitySequence: 1 }),
        says: 'segment 104: 0 and 1',
      },
      {
        check: 'a segment has one program date in all renditions',
        subject: other(4, { startMs: (before.segments[4]?.startMs ?? 0) + 20 }),
        says: 'segment 104: -20 ms',
      },
      { check: 'a segment has one program date in all renditions', subject: other(4, { startMs: undefined }), says: 'segment 104' },
      {
        check: 'a segment has one duration in all renditions, but for the last of a run',
        subject: other(4, { whole: { uri: 'x', durationTicks: 178_000 } }),
        says: 'segment 104: 0.022 s',
      },
      {
        check: 'the last segment of a run differs by less than a part: an encoder may be behind when its source breaks off',
        subject: runEnd(60_000),
        says: 'segment 107: 0.667 s apart',
      },
      {
        check: 'renditions cover the same time, give or take what may come and go between two looks',
        subject: pair({ segments: before.segments.slice(3) }),
        says: 'a begins 6.000 s earlier than b',
      },
      {
        check: 'renditions cover the same time, give or take what may come and go between two looks',
        subject: pair({ segments: before.segments.slice(0, -4) }),
        says: 'a ends 6.000 s later than b',
      },
    ],
  );
});

describe('reports', () => {
  const others = new Map([
    ['480p', '../480p/index.m3u8'],
    ['audio', '../audio/index.m3u8'],
  ]);
  const at = (msn: number, parts: number) => new Map([['480p', { msn, parts, isWhole: false }]]);
  const sound = { name: 'source', playlist: before, others, before: at(110, 2), after: at(110, 2) };
  const reports = before.reports;
  describeChecks(
    REPORT_CHECKS,
    {
      'reports that are right': sound,
      'a report one part behind': { ...sound, before: at(110, 3) },
      'a report of the last part of a segment, the next one has begun': {
        ...sound,
        playlist: { ...before, reports: changed(reports, 0, { lastMsn: 109, lastPart: 5 }) },
        before: at(110, 1),
      },
      'the end': { ...sound, playlist: placePlaylist(mediaFixture('live-ended')) },
    },
    [
      {
        check: 'one RENDITION-REPORT for every other rendition',
        subject: { ...sound, playlist: { ...before, reports: reports.slice(1) } },
        says: 'none for ../480p',
      },
      {
        check: 'one RENDITION-REPORT for every other rendition',
        subject: { ...sound, playlist: { ...before, reports: [...reports, ...reports] } },
        says: 'twice',
      },
      {
        check: 'one RENDITION-REPORT for every other rendition',
        subject: { ...sound, others: new Map([['480p', '../480p/index.m3u8']]) },
        says: 'none of the others',
      },
      {
        check: 'a report is as new as the playlist it stands in, give or take a part',
        subject: { ...sound, before: at(110, 4) },
        says: '480p was at 110.3',
      },
      {
        check: 'a report is as new as the playlist it stands in, give or take a part',
        subject: { ...sound, before: at(112, 0) },
        says: '112',
      },
      { check: 'a report names nothing that is not there', subject: { ...sound, after: at(110, 1) }, says: 'the report says 110.1' },
    ],
  );
});

describe('a finished recording', () => {
  const recording = mediaFixture('recording-complete');
  const { segments } = recording;
  describeChecks(RECORDING_CHECKS, { 'recording-complete': recording }, [
    { check: 'a finished recording is VOD with ENDLIST', subject: mediaFixture('recording-growing'), says: 'EVENT' },
    { check: 'a finished recording is VOD with ENDLIST', subject: { ...recording, isEnded: false }, says: 'ENDLIST' },
    { check: 'nothing of a live stream is left in it', subject: mediaFixture('live-whole'), says: 'it hints' },
    { check: 'nothing of a live stream is left in it', subject: { ...recording, skippedSegments: 1 }, says: 'it skips' },
    {
      check: 'EXT-X-VERSION of a recording is what the tags need, no less and no more',
      subject: { ...recording, version: 3 },
      says: 'needed is 6',
    },
    {
      check: 'it has segments, from number 0 on, not one of them lost',
      subject: mediaFixture('recording-lost'),
      says: 'segment 1 is a gap',
    },
    {
      check: 'it has segments, from number 0 on, not one of them lost',
      subject: { ...recording, mediaSequence: 3, segments: [] },
      says: 'it has none',
    },
    {
      check: 'EXTINF of a recording, rounded, is at most TARGETDURATION',
      subject: { ...recording, targetDurationSeconds: 1 },
      says: 'segment 0 lasts 2.000 s',
    },
    {
      check: 'every run of a recording says its map and its date',
      subject: { ...recording, segments: changed(segments, 2, { mapUri: undefined, startMs: undefined }) },
      says: 'segment 2 has no map',
    },
    {
      check: 'no address of a recording stands for two things',
      subject: { ...recording, segments: changed(segments, 2, { whole: segments[1]?.whole }) },
      says: '-s1.m4s',
    },
  ]);

  const placed = placePlaylist(recording);
  const pair = (change: Partial<PlacedPlaylist>) => ({
    a: { name: 'a', playlist: placed },
    b: { name: 'b', playlist: { ...placed, ...change } },
  });
  const check = 'all renditions of a recording have the same segments';
  describeChecks(RECORDING_PAIR_CHECKS, { 'the same twice': pair({}) }, [
    { check, subject: pair({ segments: placed.segments.slice(1) }), says: 'a has 4, b has 3' },
    { check, subject: pair({ targetDurationSeconds: 4 }), says: 'target durations differ' },
    {
      check,
      subject: pair({ segments: changed(placed.segments, 2, { discontinuitySequence: 5 }) }),
      says: 'segment 2 belongs to other runs',
    },
    { check, subject: pair({ segments: changed(placed.segments, 2, { startMs: 5 }) }), says: 'segment 2 has other dates' },
    {
      check,
      subject: pair({ segments: changed(placed.segments, 2, { whole: { uri: 'x', durationTicks: 1 } }) }),
      says: 'segment 2 is 2.000 s longer',
    },
  ]);
});
