/** A media playlist as a value, and its text (draft-pantos-hls-rfc8216bis). Live, growing and finished ones alike. Pure. */
import { dateTimeText, secondsText } from './durations.ts';
import type { PlaylistPart } from './part.ts';
import { renderPart, renderPreloadHint } from './part.ts';
import type { RenditionReport } from './rendition-report.ts';
import { renderReport } from './rendition-report.ts';
import type { ServerControl } from './server-control.ts';
import { renderServerControl } from './server-control.ts';

/** A segment with the tags that stand before it. */
export interface PlaylistSegment {
  readonly isDiscontinuity: boolean;
  /** EXT-X-MAP, where it is said anew; it holds for the segments that follow. */
  readonly mapUri: string | undefined;
  /** EXT-X-PROGRAM-DATE-TIME: wall clock of its first sample, Unix ms. */
  readonly startMs: number | undefined;
  /** EXT-X-GAP: its time passes, its bytes do not exist. */
  readonly isGap: boolean;
  readonly parts: readonly PlaylistPart[];
  /** EXTINF and the URI; undefined while only parts of it exist. */
  readonly whole: { readonly uri: string; readonly durationTicks: number } | undefined;
}

export interface MediaPlaylist {
  readonly version: number;
  /** EXT-X-INDEPENDENT-SEGMENTS. */
  readonly isIndependent: boolean;
  readonly targetDurationSeconds: number;
  readonly type: 'EVENT' | 'VOD' | undefined;
  readonly serverControl: ServerControl | undefined;
  readonly partTargetSeconds: number | undefined;
  readonly mediaSequence: number;
  readonly discontinuitySequence: number | undefined;
  /** EXT-X-SKIP: how many segments at the start a delta update leaves out; undefined in a whole playlist. */
  readonly skippedSegments: number | undefined;
  /** Oldest first, without the skipped ones. */
  readonly segments: readonly PlaylistSegment[];
  /** The part that comes next. */
  readonly preloadHint: string | undefined;
  readonly reports: readonly RenditionReport[];
  readonly isEnded: boolean;
}

/** The lowest EXT-X-VERSION whose reader understands every tag (rfc8216bis 8, and 6.2.1: no higher than needed). */
export function neededVersion(playlist: Pick<MediaPlaylist, 'skippedSegments' | 'segments'>): number {
  if (playlist.skippedSegments !== undefined) return 9;
  if (playlist.segments.some((segment) => segment.isGap)) return 8;
  return playlist.segments.some((segment) => segment.mapUri !== undefined) ? 6 : 3;
}

export function renderMediaPlaylist(playlist: MediaPlaylist): string {
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${playlist.version}`];
  if (playlist.isIndependent) lines.push('#EXT-X-INDEPENDENT-SEGMENTS');
  lines.push(`#EXT-X-TARGETDURATION:${playlist.targetDurationSeconds}`);
  if (playlist.type !== undefined) lines.push(`#EXT-X-PLAYLIST-TYPE:${playlist.type}`);
  if (playlist.serverControl !== undefined) lines.push(renderServerControl(playlist.serverControl));
  if (playlist.partTargetSeconds !== undefined) lines.push(`#EXT-X-PART-INF:PART-TARGET=${playlist.partTargetSeconds}`);
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`);
  if (playlist.discontinuitySequence !== undefined) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${playlist.discontinuitySequence}`);
  if (playlist.skippedSegments !== undefined) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${playlist.skippedSegments}`);
  for (const segment of playlist.segments) pushSegment(lines, segment);
  if (playlist.isEnded) lines.push('#EXT-X-ENDLIST');
  if (playlist.preloadHint !== undefined) lines.push(renderPreloadHint(playlist.preloadHint));
  for (const report of playlist.reports) lines.push(renderReport(report));
  return `${lines.join('\n')}\n`;
}

/** Rule 4: what holds for the whole segment stands before its first part. */
function pushSegment(lines: string[], segment: PlaylistSegment): void {
  if (segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
  if (segment.mapUri !== undefined) lines.push(`#EXT-X-MAP:URI="${segment.mapUri}"`);
  if (segment.startMs !== undefined) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${dateTimeText(segment.startMs)}`);
  if (segment.isGap) lines.push('#EXT-X-GAP');
  for (const part of segment.parts) lines.push(renderPart(part));
  if (segment.whole !== undefined) lines.push(`#EXTINF:${secondsText(segment.whole.durationTicks)},`, segment.whole.uri);
}
