/** Checks on one live media playlist, whole or delta, by itself. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { Check } from './check.ts';
import { inSeconds } from './check.ts';
import type { MediaPlaylist, PlaylistSegment } from './media-playlist.ts';
import { neededVersion } from './media-playlist.ts';

/** Durations are written with five digits: a tick may be lost in each. */
const TICKS_OF_ROUNDING = 1;
/** Program dates are written in milliseconds; frames are not whole milliseconds. */
const DATE_TOLERANCE_MS = 20;

function* eachSegment(playlist: MediaPlaylist): Generator<{ readonly msn: number; readonly segment: PlaylistSegment }> {
  let msn = playlist.mediaSequence + (playlist.skippedSegments ?? 0);
  for (const segment of playlist.segments) yield { msn: msn++, segment };
}

export const MEDIA_PLAYLIST_CHECKS: readonly Check<MediaPlaylist>[] = [
  {
    name: 'EXT-X-VERSION is what the tags need, no less and no more',
    cites: 'rule 10, 6.2.1, 8',
    *find(playlist) {
      const needed = neededVersion(playlist);
      if (playlist.version !== needed) yield `it is ${playlist.version}, needed is ${needed}`;
    },
  },
  {
    name: 'segments are independent',
    cites: '4.4.2.1',
    *find(playlist) {
      if (!playlist.isIndependent) yield 'EXT-X-INDEPENDENT-SEGMENTS is missing';
    },
  },
  {
    name: 'a live playlist has no type',
    cites: '6.2.2',
    *find(playlist) {
      if (playlist.type !== undefined) yield `EXT-X-PLAYLIST-TYPE:${playlist.type}`;
    },
  },
  {
    name: 'EXTINF, rounded, is at most TARGETDURATION',
    cites: '4.4.3.1, 6.2.1',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) {
        const ticks = segment.whole?.durationTicks ?? 0;
        if (Math.round(ticks / TIMESCALE) > playlist.targetDurationSeconds) yield `segment ${msn} lasts ${inSeconds(ticks)}`;
      }
    },
  },
  {
    name: 'a part lasts at most PART-TARGET',
    cites: 'rule 2, 4.4.4.9',
    *find(playlist) {
      const most = (playlist.partTargetSeconds ?? 0) * TIMESCALE;
      for (const { msn, segment } of eachSegment(playlist)) {
        for (const [index, part] of segment.parts.entries())
          if (part.durationTicks > most + TICKS_OF_ROUNDING / 2) yield `part ${msn}.${index} lasts ${inSeconds(part.durationTicks)}`;
      }
    },
  },
  {
    name: 'a part lasts at least 85 % of PART-TARGET, but for independent ones, the last of a segment and those before a gap',
    cites: 'rule 2, 4.4.4.9',
    *find(playlist) {
      const least = (playlist.partTargetSeconds ?? 0) * TIMESCALE * 0.85;
      for (const { msn, segment } of eachSegment(playlist)) {
        // the newest part of an open segment may turn out to be its last
        for (const [index, part] of segment.parts.slice(0, -1).entries()) {
          if (!part.independent && part.durationTicks < least - TICKS_OF_ROUNDING)
            yield `part ${msn}.${index} lasts ${inSeconds(part.durationTicks)}`;
        }
      }
    },
  },
  {
    name: 'EXTINF is the sum of the parts',
    cites: '4.4.4.9',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) {
        if (segment.whole === undefined || segment.parts.length === 0) continue;
        const sum = segment.parts.reduce((ticks, part) => ticks + part.durationTicks, 0);
        if (Math.abs(sum - segment.whole.durationTicks) > TICKS_OF_ROUNDING * segment.parts.length)
          yield `segment ${msn}: ${inSeconds(segment.whole.durationTicks)}, its parts ${inSeconds(sum)}`;
      }
    },
  },
  {
    name: 'the first part of every segment is independent',
    cites: 'rule 3, 4.4.4.9',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) if (segment.parts[0]?.independent === false) yield `part ${msn}.0`;
    },
  },
  {
    name: 'EXT-X-PART-INF is there when parts are',
    cites: '4.4.3.7',
    *find(playlist) {
      if (playlist.partTargetSeconds === undefined && playlist.segments.some((segment) => segment.parts.length > 0)) yield 'it is missing';
    },
  },
  {
    name: 'PART-HOLD-BACK is at least 3 x PART-TARGET',
    cites: 'rule 5, 4.4.3.8',
    *find({ serverControl, partTargetSeconds = 0 }) {
      const seconds = serverControl?.partHoldBackSeconds;
      if (seconds === undefined || seconds < 3 * partTargetSeconds - 1e-9) yield `it is ${seconds ?? 'missing'}`;
    },
  },
  {
    name: 'HOLD-BACK is at least 3 x TARGETDURATION',
    cites: 'rule 5, 4.4.3.8',
    *find({ serverControl, targetDurationSeconds }) {
      const seconds = serverControl?.holdBackSeconds;
      if (seconds === undefined || seconds < 3 * targetDurationSeconds) yield `it is ${seconds ?? 'missing'}`;
    },
  },
  {
    name: 'CAN-SKIP-UNTIL is at least 6 x TARGETDURATION',
    cites: 'rule 5, 4.4.3.8',
    *find({ serverControl, targetDurationSeconds }) {
      const seconds = serverControl?.canSkipUntilSeconds;
      if (seconds === undefined || seconds < 6 * targetDurationSeconds) yield `it is ${seconds ?? 'missing'}`;
    },
  },
  {
    name: 'CAN-BLOCK-RELOAD=YES',
    cites: '4.4.3.8, B.1',
    *find({ serverControl }) {
      if (serverControl?.canBlockReload !== true) yield 'it is missing';
    },
  },
  {
    name: 'a PRELOAD-HINT always, and never with ENDLIST',
    cites: 'rule 11, 4.4.5.3',
    *find({ preloadHint, isEnded }) {
      if (preloadHint === undefined && !isEnded) yield 'it is missing';
      if (preloadHint !== undefined && isEnded) yield `${preloadHint} after the end`;
    },
  },
  {
    name: 'a hinted part is not listed yet',
    cites: 'rule 11, 6.2.6',
    *find({ preloadHint, segments }) {
      const parts = segments.flatMap((segment) => segment.parts);
      if (preloadHint !== undefined && parts.some((part) => part.uri === preloadHint)) yield preloadHint;
    },
  },
  {
    name: 'the parts of the last three segments are listed, and of those within three target durations of the end',
    cites: 'rule 13, 6.2.2',
    *find(playlist) {
      let fromEnd = 0;
      let closed = 0;
      for (const { msn, segment } of [...eachSegment(playlist)].toReversed()) {
        const isDue = closed < 3 || fromEnd < 3 * playlist.targetDurationSeconds * TIMESCALE;
        if (isDue && !segment.isGap && segment.parts.length === 0) yield `segment ${msn} has none`;
        fromEnd += segment.whole?.durationTicks ?? segment.parts.reduce((sum, part) => sum + part.durationTicks, 0);
        if (segment.whole !== undefined) closed++;
      }
    },
  },
  {
    name: 'parts that are farther than that from the end are gone',
    cites: '6.2.2',
    *find(playlist) {
      let fromEnd = 0;
      for (const { msn, segment } of [...eachSegment(playlist)].toReversed()) {
        const isFar = fromEnd > 4 * playlist.targetDurationSeconds * TIMESCALE;
        if (isFar && segment.parts.length > 0) yield `those of segment ${msn} are still listed`;
        fromEnd += segment.whole?.durationTicks ?? 0;
      }
    },
  },
  {
    name: 'the first segment says its map, and so does every segment after a discontinuity',
    cites: 'rule 4, 4.4.4.5',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) {
        const isFirst = segment === playlist.segments[0];
        if ((isFirst || segment.isDiscontinuity) && segment.mapUri === undefined) yield `segment ${msn}`;
      }
    },
  },
  {
    name: 'every segment has its program date',
    cites: 'rule 6, B.1',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) if (segment.startMs === undefined) yield `segment ${msn}`;
    },
  },
  {
    name: 'program dates follow the durations; only a discontinuity may leave time out, and none may go back',
    cites: 'rule 6, 6.2.1',
    *find(playlist) {
      // an encoder that is started anew begins at the last keyframe: what is repeated has the dates that it had
      const mostOverlapMs = playlist.targetDurationSeconds * 1_000;
      let expectedMs: number | undefined;
      for (const { msn, segment } of eachSegment(playlist)) {
        const { startMs, whole } = segment;
        if (expectedMs !== undefined && startMs !== undefined) {
          const offByMs = Math.round(startMs - expectedMs);
          const least = segment.isDiscontinuity ? -mostOverlapMs : -DATE_TOLERANCE_MS;
          const most = segment.isDiscontinuity ? Number.POSITIVE_INFINITY : DATE_TOLERANCE_MS;
          if (offByMs < least || offByMs > most) yield `segment ${msn} begins ${offByMs} ms off`;
        }
        expectedMs = startMs === undefined || whole === undefined ? undefined : startMs + (whole.durationTicks * 1_000) / TIMESCALE;
      }
    },
  },
  {
    name: 'only the newest segment may be open, and none when the stream is over',
    cites: '4.4.4.9, 6.2.1',
    *find(playlist) {
      for (const { msn, segment } of eachSegment(playlist)) {
        const mayBeOpen = segment === playlist.segments.at(-1) && !playlist.isEnded;
        if (segment.whole === undefined && !mayBeOpen) yield `segment ${msn}`;
      }
    },
  },
  {
    name: 'no address stands for two things',
    cites: '6.2.1',
    *find(playlist) {
      const seen = new Set<string>();
      for (const segment of playlist.segments) {
        const all = [...segment.parts.map((part) => part.uri), ...(segment.whole === undefined ? [] : [segment.whole.uri])];
        for (const uri of all) {
          if (seen.has(uri)) yield uri;
          seen.add(uri);
        }
      }
    },
  },
  {
    name: 'EXT-X-DISCONTINUITY-SEQUENCE is there',
    cites: 'rule 15, 6.2.2',
    *find({ discontinuitySequence }) {
      if (discontinuitySequence === undefined) yield 'it is missing';
    },
  },
  {
    name: 'EXT-X-SKIP skips something, and never after the end',
    cites: 'rule 10, 6.2.5.1',
    *find({ skippedSegments, isEnded }) {
      if (skippedSegments === 0) yield 'it skips nothing';
      if (skippedSegments !== undefined && isEnded) yield 'it stands beside ENDLIST';
    },
  },
];
