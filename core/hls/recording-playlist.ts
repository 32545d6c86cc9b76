/** The media playlist of a recording: grows while the stream is on air (EVENT), complete afterwards (VOD). Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';

export interface RecordedSegment {
  readonly uri: string;
  readonly mapUri: string;
  readonly durationTicks: number;
  /** Wall clock of its first sample, Unix ms. */
  readonly startMs: number;
  /** Its encoder run: another one than before means EXT-X-DISCONTINUITY. */
  readonly run: number;
  /** It was lost before it could be stored: EXT-X-GAP keeps its time. */
  readonly isLost: boolean;
}

export interface RecordingPlaylist {
  readonly targetDurationSeconds: number;
  readonly segments: readonly RecordedSegment[];
  readonly isEnded: boolean;
}

/** EXT-X-GAP needs 8. */
const VERSION = 8;

export function renderRecordingPlaylist(playlist: RecordingPlaylist): string {
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${VERSION}`,
    `#EXT-X-TARGETDURATION:${playlist.targetDurationSeconds}`,
    `#EXT-X-PLAYLIST-TYPE:${playlist.isEnded ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MEDIA-SEQUENCE:0',
  ];
  let before: RecordedSegment | undefined;
  for (const segment of playlist.segments) {
    const isNewRun = before !== undefined && before.run !== segment.run;
    if (isNewRun) lines.push('#EXT-X-DISCONTINUITY');
    if (isNewRun || before === undefined) {
      lines.push(`#EXT-X-MAP:URI="${segment.mapUri}"`, `#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(segment.startMs)).toISOString()}`);
    }
    if (segment.isLost) lines.push('#EXT-X-GAP');
    lines.push(`#EXTINF:${(segment.durationTicks / TIMESCALE).toFixed(5)},`, segment.uri);
    before = segment;
  }
  if (playlist.isEnded) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}
