/** Dates are moved by no more than this part of a segment's length, */
const MOST_SHARE = 0.005;
/** and by no more than so much: a player takes dates and durations for one clock. */
const MOST_MS = 10;
/** Segments whose date may still be asked for. */
const KEPT = 8;

/**
 * EXT-X-PROGRAM-DATE-TIME of one run's segments: when the segment's first frame reached us, as {@link EpochEstimate} has it. It is
 * set once for each segment, for all renditions. The first one takes the estimate as it is; from then on dates follow the durations,
 * and come nearer to a better estimate (or follow a presenter's clock that drifts) a few milliseconds a segment. So they never go
 * back and never leave a hole. Pure.
 */
export class ProgrammeDates {
  readonly #epochMs: () => number;
  readonly #known = new Map<number, { readonly mediaMs: number; readonly dateMs: number }>();

  /** `epochMs`: wall clock of media time 0 as far as is known by now, Unix ms. */
  constructor(epochMs: () => number) {
    this.#epochMs = epochMs;
  }

  /** Unix ms of the first frame of `segment`, which has the media time `mediaMs`. Segments come in order. */
  dateOf(segment: number, mediaMs: number): number {
    const known = this.#known.get(segment);
    if (known !== undefined) return known.dateMs;
    const dateMs = this.#decide(this.#known.get(segment - 1), mediaMs);
    this.#known.set(segment, { mediaMs, dateMs });
    this.#known.delete(segment - KEPT);
    return dateMs;
  }

  #decide(before: { readonly mediaMs: number; readonly dateMs: number } | undefined, mediaMs: number): number {
    const measured = this.#epochMs() + mediaMs;
    if (before === undefined) return measured;
    const lengthMs = mediaMs - before.mediaMs;
    const expected = before.dateMs + lengthMs;
    const most = Math.min(MOST_MS, lengthMs * MOST_SHARE);
    return expected + Math.min(most, Math.max(-most, measured - expected));
  }
}
