/** Everything measured, at one moment. For the curious (key i) and for tests. */
import type { FrameGap } from './frame-gaps.ts';
import type { Stall } from './stalls.ts';

export interface PlaybackSnapshot {
  readonly mode: 'none' | 'live' | 'recording';
  readonly engine: 'hls' | 'native' | 'none';
  /** Seconds between the stage and this picture. */
  readonly latencySeconds: number | null;
  readonly bufferSeconds: number;
  /** What the latency controller wants at the buffer's lowest points. */
  readonly marginSeconds: number;
  readonly rate: number;
  readonly rateChanges: number;
  readonly jumps: number;
  readonly shownHeight: number | null;
  readonly loadingHeight: number | null;
  readonly switches: number;
  readonly bandwidthBps: number | null;
  readonly stalls: number;
  readonly rebuffers: readonly Stall[];
  readonly longestGapMs: number;
  readonly gaps: readonly FrameGap[];
  readonly frames: number;
  readonly droppedFrames: number;
  readonly fatalErrors: number;
  readonly lastError: string | null;
  /** How often playback was built anew. */
  readonly recreated: number;
  /** Media time at the playhead, in seconds. */
  readonly position: number;
}
