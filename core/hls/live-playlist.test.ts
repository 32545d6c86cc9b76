import { describe, expect, it } from 'vitest';
import type { LiveSegment, LiveWindow } from './live-playlist.ts';
import { livePlaylist, skippableSegments } from './live-playlist.ts';
import { renderMediaPlaylist } from './media-playlist.ts';

const SECOND = 90_000;

function segment(msn: number, over: Partial<LiveSegment> = {}): LiveSegment {
  const durationTicks = over.durationTicks ?? 2 * SECOND;
  return {
    msn,
    uri: `s${msn}.m4s`,
    startMs: 1_700_000_000_000 + msn * 2_000,
    isDiscontinuity: false,
    discontinuitySequence: 5,
    mapUri: 'i0.mp4',
    parts: [
      { uri: `p${msn}.0.m4s`, durationTicks: durationTicks / 2, independent: true },
      { uri: `p${msn}.1.m4s`, durationTicks: durationTicks / 2, independent: false },
    ],
    isClosed: true,
    isGap: false,
    durationTicks,
    ...over,
  };
}

function window(count: number, over: Partial<LiveWindow> = {}): LiveWindow {
  return {
    promise: { partTargetSeconds: 1, targetDurationSeconds: 2 },
    segments: Array.from({ length: count }, (_, index) => segment(10 + index)),
    preloadHint: 'next.m4s',
    reports: [{ uri: '../480p/index.m3u8', lastMsn: 3, lastPart: 1 }],
    isEnded: false,
    ...over,
  };
}

describe('which segments a delta update leaves out (6.2.5.1)', () => {
  const rows = [
    { count: 6, skips: 0, because: 'CAN-SKIP-UNTIL is six target durations: 12 s, and there are only 12' },
    { count: 7, skips: 1, because: 'the oldest of seven ends 12 s before the end' },
    { count: 18, skips: 12, because: 'everything before the last 12 s' },
  ];
  for (const { count, skips, because } of rows) {
    it(`${skips} of ${count}: ${because}`, () => {
      expect(skippableSegments(window(count))).toBe(skips);
    });
  }

  it('the open segment does not count: the end is that of the last whole segment', () => {
    const closed = Array.from({ length: 6 }, (_, index) => segment(10 + index));
    expect(skippableSegments(window(0, { segments: [...closed, segment(16, { isClosed: false })] }))).toBe(0);
  });

  it('none when the stream is over: the directive is to be ignored', () => {
    expect(livePlaylist(window(18, { isEnded: true }), 'delta').skippedSegments).toBeUndefined();
  });

  it('where nothing can be skipped the whole playlist comes, without EXT-X-SKIP', () => {
    expect(livePlaylist(window(6), 'delta')).toEqual(livePlaylist(window(6), 'whole'));
  });

  it('keeps the numbers of the whole playlist, and says the map again', () => {
    const delta = livePlaylist(window(9), 'delta');
    expect(delta).toMatchObject({ version: 9, mediaSequence: 10, discontinuitySequence: 5, skippedSegments: 3 });
    expect(delta.segments).toHaveLength(6);
    expect(delta.segments.map((one) => one.mapUri)).toEqual(['i0.mp4', undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('which parts are listed (rule 13, 6.2.2)', () => {
  const withParts = (playlist: LiveWindow): readonly number[] =>
    livePlaylist(playlist, 'whole').segments.flatMap((one, index) => (one.parts.length > 0 ? [index] : []));

  it('those within three target durations of the end', () => {
    expect(withParts(window(12))).toEqual([9, 10, 11]);
  });

  it('short segments: as many as fill three target durations', () => {
    const segments = Array.from({ length: 12 }, (_, index) => segment(index, { durationTicks: SECOND }));
    expect(withParts(window(0, { segments }))).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('an open segment comes on top', () => {
    const segments = [...Array.from({ length: 8 }, (_, index) => segment(index)), segment(8, { isClosed: false })];
    expect(withParts(window(0, { segments }))).toEqual([5, 6, 7, 8]);
  });

  it('never those of a gap', () => {
    const segments = Array.from({ length: 6 }, (_, index) => segment(index, { isGap: index === 4 }));
    expect(withParts(window(0, { segments }))).toEqual([3, 5]);
  });
});

describe('numbers', () => {
  it('the discontinuity sequence does not count a tag that is still in the playlist (4.4.3.3)', () => {
    const first = segment(10, { isDiscontinuity: true });
    expect(livePlaylist(window(0, { segments: [first, segment(11)] }), 'whole').discontinuitySequence).toBe(4);
    expect(livePlaylist(window(0, { segments: [segment(11)] }), 'whole').discontinuitySequence).toBe(5);
  });

  it('EXT-X-VERSION is what the tags need and no more (6.2.1)', () => {
    expect(livePlaylist(window(12), 'whole').version).toBe(6);
    expect(livePlaylist(window(12), 'delta').version).toBe(9);
    expect(livePlaylist(window(0, { segments: [segment(1, { isGap: true })] }), 'whole').version).toBe(8);
  });
});

it('after the end there is no hint and no report', () => {
  const ended = livePlaylist(window(8, { isEnded: true }), 'whole');
  expect(ended).toMatchObject({ isEnded: true, preloadHint: undefined, reports: [] });
  expect(renderMediaPlaylist(ended).endsWith('s17.m4s\n#EXT-X-ENDLIST\n')).toBe(true);
});
