/** Checks on a finished recording: its media playlists, each by itself and side by side. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { Check } from './check.ts';
import { inSeconds } from './check.ts';
import type { MediaPlaylist } from './media-playlist.ts';
import { neededVersion } from './media-playlist.ts';
import type { PlacedPlaylist } from './placed-playlist.ts';
import { mayEndRun } from './placed-playlist.ts';

/** Two renditions of one recording. */
export interface RecordingPair {
  readonly a: { readonly name: string; readonly playlist: PlacedPlaylist };
  readonly b: { readonly name: string; readonly playlist: PlacedPlaylist };
}

const DURATION_TOLERANCE_TICKS = 0.01 * TIMESCALE;
const RUN_END_TOLERANCE_TICKS = 0.34 * TIMESCALE;

export const RECORDING_CHECKS: readonly Check<MediaPlaylist>[] = [
  {
    name: 'a finished recording is VOD with ENDLIST',
    cites: '4.4.3.4, 4.4.3.5, 6.2.1',
    *find({ type, isEnded }) {
      if (type !== 'VOD') yield `its type is ${type ?? 'missing'}`;
      if (!isEnded) yield 'EXT-X-ENDLIST is missing';
    },
  },
  {
    name: 'nothing of a live stream is left in it',
    cites: '4.4.3.8, 4.4.5.3, 4.4.5.4',
    *find({ serverControl, partTargetSeconds, preloadHint, reports, segments, skippedSegments }) {
      if (serverControl !== undefined || partTargetSeconds !== undefined) yield 'it promises parts';
      if (preloadHint !== undefined) yield 'it hints';
      if (reports.length > 0) yield 'it reports';
      if (skippedSegments !== undefined) yield 'it skips';
      if (segments.some((segment) => segment.parts.length > 0 || segment.whole === undefined)) yield 'it has parts';
    },
  },
  {
    name: 'EXT-X-VERSION of a recording is what the tags need, no less and no more',
    cites: '6.2.1, 8',
    *find(playlist) {
      const needed = neededVersion(playlist);
      if (playlist.version !== needed) yield `it is ${playlist.version}, needed is ${needed}`;
    },
  },
  {
    name: 'it has segments, from number 0 on, not one of them lost',
    cites: 'rule 16, 4.4.3.2, 4.4.4.7',
    *find({ mediaSequence, segments }) {
      if (mediaSequence !== 0) yield `it begins with ${mediaSequence}`;
      if (segments.length === 0) yield 'it has none';
      for (const [index, segment] of segments.entries()) if (segment.isGap) yield `segment ${index} is a gap`;
    },
  },
  {
    name: 'EXTINF of a recording, rounded, is at most TARGETDURATION',
    cites: '4.4.3.1, 6.2.1',
    *find({ targetDurationSeconds, segments }) {
      for (const [index, { whole }] of segments.entries())
        if (whole !== undefined && Math.round(whole.durationTicks / TIMESCALE) > targetDurationSeconds)
          yield `segment ${index} lasts ${inSeconds(whole.durationTicks)}`;
    },
  },
  {
    name: 'every run of a recording says its map and its date',
    cites: 'rule 4, 4.4.4.5, 6.2.1',
    *find({ segments }) {
      for (const [index, segment] of segments.entries()) {
        if (index > 0 && !segment.isDiscontinuity) continue;
        if (segment.mapUri === undefined) yield `segment ${index} has no map`;
        if (segment.startMs === undefined) yield `segment ${index} has no date`;
      }
    },
  },
  {
    name: 'no address of a recording stands for two things',
    cites: '6.2.1',
    *find({ segments }) {
      const seen = new Set<string>();
      for (const { whole } of segments) {
        if (whole !== undefined && seen.has(whole.uri)) yield whole.uri;
        if (whole !== undefined) seen.add(whole.uri);
      }
    },
  },
];

export const RECORDING_PAIR_CHECKS: readonly Check<RecordingPair>[] = [
  {
    name: 'all renditions of a recording have the same segments',
    cites: 'rule 6, 6.2.4',
    *find({ a, b }) {
      if (a.playlist.segments.length !== b.playlist.segments.length)
        yield `${a.name} has ${a.playlist.segments.length}, ${b.name} has ${b.playlist.segments.length}`;
      if (a.playlist.targetDurationSeconds !== b.playlist.targetDurationSeconds) yield 'their target durations differ';
      for (const [index, one] of a.playlist.segments.entries()) {
        const other = b.playlist.segments[index];
        if (other === undefined) break;
        if (one.discontinuitySequence !== other.discontinuitySequence) yield `segment ${index} belongs to other runs`;
        if (one.startMs !== undefined && other.startMs !== undefined && Math.abs(one.startMs - other.startMs) > 10)
          yield `segment ${index} has other dates`;
        const offBy = Math.abs((one.whole?.durationTicks ?? 0) - (other.whole?.durationTicks ?? 0));
        // an encoder may be behind when its source breaks off
        const most = mayEndRun(a.playlist, one) ? RUN_END_TOLERANCE_TICKS : DURATION_TOLERANCE_TICKS;
        if (offBy > most) yield `segment ${index} is ${inSeconds(offBy)} longer in one`;
      }
    },
  },
];
