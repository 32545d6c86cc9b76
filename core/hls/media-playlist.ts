/** A live or finished media playlist as a value, and its text (draft-pantos-hls-rfc8216bis). Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';

export interface PlaylistPart {
  readonly uri: string;
  readonly durationTicks: number;
  readonly independent: boolean;
}

export interface PlaylistSegment {
  readonly msn: number;
  readonly uri: string;
  /** Wall clock of its first sample, Unix ms. */
  readonly startMs: number;
  /** First of its run: EXT-X-DISCONTINUITY stands before it. */
  readonly isDiscontinuity: boolean;
  /** The discontinuity sequence it belongs to. */
  readonly discontinuitySequence: number;
  readonly mapUri: string;
  readonly parts: readonly PlaylistPart[];
  /** All its parts are there. */
  readonly isClosed: boolean;
  readonly durationTicks: number;
}

export interface RenditionReport {
  readonly uri: string;
  readonly lastMsn: number;
  readonly lastPart: number;
}

/** What is promised before the first playlist and never changes (rule 1). */
export interface PlaylistPromise {
  readonly partTargetSeconds: number;
  readonly targetDurationSeconds: number;
}

export interface MediaPlaylist {
  readonly promise: PlaylistPromise;
  /** Oldest first; at least one. */
  readonly segments: readonly PlaylistSegment[];
  /** The part that comes next; undefined when none will. */
  readonly preloadHint: string | undefined;
  readonly reports: readonly RenditionReport[];
  readonly isEnded: boolean;
}

/** EXT-X-VERSION: EXT-X-SKIP needs 9 (rule 10). */
const VERSION = 9;
/** Parts are listed for this many target durations before the end of the playlist (rule 13: at least three segments). */
const PARTS_LISTED_FOR = 3;

export const partHoldBackSeconds = (promise: PlaylistPromise): number => round(promise.partTargetSeconds * 3);
export const holdBackSeconds = (promise: PlaylistPromise): number => promise.targetDurationSeconds * 3;
/** CAN-SKIP-UNTIL: rule 5 wants six target durations. */
export const skipUntilSeconds = (promise: PlaylistPromise): number => promise.targetDurationSeconds * 6;

function round(seconds: number): number {
  return Math.round(seconds * 100_000) / 100_000;
}

function seconds(ticks: number): string {
  return (ticks / TIMESCALE).toFixed(5);
}

/** How many segments at the start a delta update leaves out (rule 10: those farther than CAN-SKIP-UNTIL from the end). */
export function skippableSegments(playlist: MediaPlaylist): number {
  const until = skipUntilSeconds(playlist.promise) * TIMESCALE;
  let fromEnd = playlist.segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
  let count = 0;
  for (const segment of playlist.segments) {
    fromEnd -= segment.durationTicks;
    if (fromEnd < until || !segment.isClosed) break;
    count++;
  }
  return count;
}

/** The text. `skip` is how many segments at the start are replaced by EXT-X-SKIP; 0 for the whole playlist. */
export function renderMediaPlaylist(playlist: MediaPlaylist, skip = 0): string {
  const { promise, segments } = playlist;
  const first = segments[0];
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${VERSION}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-TARGETDURATION:${promise.targetDurationSeconds}`,
    serverControl(promise),
    `#EXT-X-PART-INF:PART-TARGET=${promise.partTargetSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.msn ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first === undefined ? 0 : first.discontinuitySequence - (first.isDiscontinuity ? 1 : 0)}`,
  ];
  if (skip > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skip}`);
  const partsFrom = firstSegmentWithParts(segments);
  let mapUri = skip > 0 ? segments[skip - 1]?.mapUri : undefined;
  for (const [index, segment] of segments.entries()) {
    if (index < skip) continue;
    if (segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.mapUri !== mapUri || segment.isDiscontinuity) lines.push(`#EXT-X-MAP:URI="${segment.mapUri}"`);
    mapUri = segment.mapUri;
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(segment.startMs)).toISOString()}`);
    if (index >= partsFrom || !segment.isClosed) {
      for (const part of segment.parts) {
        lines.push(`#EXT-X-PART:DURATION=${seconds(part.durationTicks)},URI="${part.uri}"${part.independent ? ',INDEPENDENT=YES' : ''}`);
      }
    }
    if (segment.isClosed) lines.push(`#EXTINF:${seconds(segment.durationTicks)},`, segment.uri);
  }
  if (playlist.isEnded) {
    lines.push('#EXT-X-ENDLIST');
  } else {
    if (playlist.preloadHint !== undefined) lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${playlist.preloadHint}"`);
    for (const report of playlist.reports) {
      lines.push(`#EXT-X-RENDITION-REPORT:URI="${report.uri}",LAST-MSN=${report.lastMsn},LAST-PART=${report.lastPart}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function serverControl(promise: PlaylistPromise): string {
  return `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${partHoldBackSeconds(promise)},HOLD-BACK=${holdBackSeconds(promise)},CAN-SKIP-UNTIL=${skipUntilSeconds(promise)}`;
}

/** Rule 13: the newest three segments have their parts listed. */
function firstSegmentWithParts(segments: readonly PlaylistSegment[]): number {
  return Math.max(0, segments.length - PARTS_LISTED_FOR - 1);
}
