/** The media playlist of a recording: grows while the stream is on air (EVENT), complete afterwards (VOD). Pure. */
import type { PlaylistSegment } from './media-playlist.ts';
import { neededVersion, renderMediaPlaylist } from './media-playlist.ts';

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

export function renderRecordingPlaylist(playlist: RecordingPlaylist): string {
  let before: RecordedSegment | undefined;
  const segments = playlist.segments.map((segment): PlaylistSegment => {
    const isNewRun = before?.run !== segment.run;
    const isFirst = before === undefined;
    before = segment;
    return {
      isDiscontinuity: isNewRun && !isFirst,
      mapUri: isNewRun ? segment.mapUri : undefined,
      startMs: isNewRun ? segment.startMs : undefined,
      isGap: segment.isLost,
      parts: [],
      whole: { uri: segment.uri, durationTicks: segment.durationTicks },
    };
  });
  return renderMediaPlaylist({
    version: neededVersion({ skippedSegments: undefined, segments }),
    isIndependent: true,
    targetDurationSeconds: playlist.targetDurationSeconds,
    type: playlist.isEnded ? 'VOD' : 'EVENT',
    serverControl: undefined,
    partTargetSeconds: undefined,
    mediaSequence: 0,
    discontinuitySequence: undefined,
    skippedSegments: undefined,
    segments,
    preloadHint: undefined,
    reports: [],
    isEnded: playlist.isEnded,
  });
}
