/** What stands in a window for segments that nobody will ever see (rule 16), so that those after them keep their numbers. Pure. */
import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { LiveSegment } from '../../core/hls/live-playlist.ts';

/** The segment after the hole. */
export interface AfterHole {
  readonly msn: number;
  /** Wall clock of its first sample, Unix ms. */
  readonly startMs: number;
  readonly discontinuitySequence: number;
}

/** A gap in the place of a segment. */
export type Gap = Pick<LiveSegment, 'msn' | 'startMs' | 'discontinuitySequence' | 'durationTicks'>;

/** Holes up to this are filled; after a longer one a window begins anew. */
const MAX_FILLED = 16;

/** A duration that EXTINF may have: something, and at most TARGETDURATION. */
export function gapTicks(ms: number, targetDurationSeconds: number): number {
  return Math.min(targetDurationSeconds * TIMESCALE, Math.max(TIMESCALE / 10, Math.round((ms * TIMESCALE) / 1000)));
}

/**
 * The gaps between `last` and `next`, as long as the time that is missing; none where no number is missing. Undefined when they cannot
 * be filled: too many, or the discontinuity sequence takes more steps than there are places for a tag.
 */
export function gapsBetween(last: Gap, next: AfterHole, targetDurationSeconds: number): readonly Gap[] | undefined {
  const missing = next.msn - last.msn - 1;
  const steps = next.discontinuitySequence - last.discontinuitySequence;
  if (missing > MAX_FILLED || steps < 0 || steps > missing + 1) return undefined;
  const fromMs = last.startMs + (last.durationTicks * 1000) / TIMESCALE;
  const eachMs = Math.max(0, next.startMs - fromMs) / Math.max(1, missing);
  return Array.from({ length: missing }, (_, index) => ({
    msn: last.msn + 1 + index,
    startMs: fromMs + eachMs * index,
    // the last so many places of the hole and the next segment take one step each
    discontinuitySequence: last.discontinuitySequence + Math.max(0, steps - (missing - index)),
    durationTicks: gapTicks(eachMs, targetDurationSeconds),
  }));
}
