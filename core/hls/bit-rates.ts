/** Bit rates of segments, as BANDWIDTH and AVERAGE-BANDWIDTH mean them (rfc8216bis 4.4.6.2 and its definitions in 4.1). Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';

export interface SizedSegment {
  readonly bytes: number;
  readonly durationTicks: number;
}

const bps = (bytes: number, ticks: number): number => (bytes * 8 * TIMESCALE) / ticks;

/**
 * The peak segment bit rate: the largest rate of any run of neighbours that together last 0.5 to 1.5 target durations; 0 where
 * there is none. A short segment at the end of a run so counts with its neighbours, not alone.
 */
export function peakSegmentBps(segments: readonly SizedSegment[], targetDurationSeconds: number): number {
  const targetTicks = targetDurationSeconds * TIMESCALE;
  let peak = 0;
  for (let from = 0; from < segments.length; from++) {
    let bytes = 0;
    let ticks = 0;
    for (let to = from; to < segments.length; to++) {
      const segment = segments[to];
      bytes += segment?.bytes ?? 0;
      ticks += segment?.durationTicks ?? 0;
      if (ticks > targetTicks * 1.5) break;
      if (ticks >= targetTicks * 0.5) peak = Math.max(peak, bps(bytes, ticks));
    }
  }
  return Math.round(peak);
}

/** The rate of all of them together; 0 where there are none. */
export function averageSegmentBps(segments: readonly SizedSegment[]): number {
  const ticks = segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  return ticks === 0 ? 0 : Math.round(bps(bytes, ticks));
}
