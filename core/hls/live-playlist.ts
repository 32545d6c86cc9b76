/** What a live window says of itself: which parts are still listed, what a delta update leaves out. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { MediaPlaylist, PlaylistSegment } from './media-playlist.ts';
import { neededVersion } from './media-playlist.ts';
import type { PlaylistPart } from './part.ts';
import type { RenditionReport } from './rendition-report.ts';
import type { PlaylistPromise } from './server-control.ts';
import { serverControlOf } from './server-control.ts';

/** A segment in a live window, with what is known of it whether its tags are listed or not. */
export interface LiveSegment {
  readonly msn: number;
  readonly uri: string;
  /** Wall clock of its first sample, Unix ms. */
  readonly startMs: number;
  /** EXT-X-DISCONTINUITY stands before it. */
  readonly isDiscontinuity: boolean;
  /** The discontinuity sequence it belongs to. */
  readonly discontinuitySequence: number;
  readonly mapUri: string;
  readonly parts: readonly PlaylistPart[];
  /** All its parts are there. */
  readonly isClosed: boolean;
  /** Its bytes are lost, or never were: EXT-X-GAP. */
  readonly isGap: boolean;
  readonly durationTicks: number;
}

export interface LiveWindow {
  readonly promise: PlaylistPromise;
  /** Oldest first, numbers without a hole; only the newest may be open. */
  readonly segments: readonly LiveSegment[];
  /** The part that comes next; undefined when none will. */
  readonly preloadHint: string | undefined;
  readonly reports: readonly RenditionReport[];
  readonly isEnded: boolean;
}

/** Parts are listed until they are so many target durations from the end (6.2.2), */
const PARTS_LISTED_FOR = 3;
/** and those of so many segments always (rule 13). */
const SEGMENTS_WITH_PARTS = 3;

/** How many segments at the start a delta update leaves out: those that end farther than CAN-SKIP-UNTIL from the end (6.2.5.1). */
export function skippableSegments(window: LiveWindow): number {
  if (window.isEnded) return 0;
  const until = (serverControlOf(window.promise).canSkipUntilSeconds ?? 0) * TIMESCALE;
  const closed = window.segments.filter((segment) => segment.isClosed);
  let fromEnd = closed.reduce((sum, segment) => sum + segment.durationTicks, 0);
  let count = 0;
  for (const segment of closed) {
    fromEnd -= segment.durationTicks;
    if (fromEnd < until) break;
    count++;
  }
  return count;
}

/** The playlist of a window; as a `delta` without the segments that may be skipped, or whole where there are none. */
export function livePlaylist(window: LiveWindow, form: 'whole' | 'delta'): MediaPlaylist {
  const { promise, segments, isEnded } = window;
  const [first] = segments;
  const skipped = form === 'delta' ? skippableSegments(window) : 0;
  const partsFrom = firstWithParts(window);
  const listed = segments.slice(skipped).map((segment, index): PlaylistSegment => {
    const before = index === 0 ? undefined : segments[skipped + index - 1];
    return {
      isDiscontinuity: segment.isDiscontinuity,
      // a delta update says the map again, so that nothing hangs on what was skipped
      mapUri: before?.mapUri === segment.mapUri && !segment.isDiscontinuity ? undefined : segment.mapUri,
      startMs: segment.startMs,
      isGap: segment.isGap,
      parts: skipped + index >= partsFrom && !segment.isGap ? segment.parts : [],
      whole: segment.isClosed ? { uri: segment.uri, durationTicks: segment.durationTicks } : undefined,
    };
  });
  const skippedSegments = skipped > 0 ? skipped : undefined;
  return {
    version: neededVersion({ skippedSegments, segments: listed }),
    isIndependent: true,
    targetDurationSeconds: promise.targetDurationSeconds,
    type: undefined,
    serverControl: serverControlOf(promise),
    partTargetSeconds: promise.partTargetSeconds,
    mediaSequence: first?.msn ?? 0,
    discontinuitySequence: first === undefined ? 0 : first.discontinuitySequence - (first.isDiscontinuity ? 1 : 0),
    skippedSegments,
    segments: listed,
    preloadHint: isEnded ? undefined : window.preloadHint,
    reports: isEnded ? [] : window.reports,
    isEnded,
  };
}

/** Index of the first segment whose parts are listed. */
function firstWithParts({ promise, segments }: LiveWindow): number {
  const reach = PARTS_LISTED_FOR * promise.targetDurationSeconds * TIMESCALE;
  let index = segments.length;
  let fromEnd = 0;
  let closed = 0;
  for (const segment of segments.toReversed()) {
    if (fromEnd >= reach && closed >= SEGMENTS_WITH_PARTS) break;
    index--;
    fromEnd += segment.durationTicks;
    if (segment.isClosed) closed++;
  }
  return index;
}
