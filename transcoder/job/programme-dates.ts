/** Dates are moved by no more than this part of a segment's length, */
const MOST_SHARE = 0.005;
/** and by no more than so much: a player takes dates and durations for one clock. */
const MOST_MS = 10;
/** Segments whose date may still be asked for. */
const KEPT = 8;

/**
 * What media time means on the wall, for one time base of a presenter: when a frame reached us, as {@link EpochEstimate} has it. All runs
 * that are read from it share one, so a run that begins again at an earlier keyframe gives the same pictures the same dates. The first
 * date takes the estimate as it is; from then on dates follow the durations, and come nearer to a better estimate (or follow a
 * presenter's clock that drifts) a few milliseconds a segment. Pure.
 */
export class ProgrammeClock {
  readonly #epochMs: () => number;
  #latest: { readonly mediaMs: number; readonly dateMs: number } | undefined;

  /** `epochMs`: wall clock of media time 0 as far as is known by now, Unix ms. */
  constructor(epochMs: () => number) {
    this.#epochMs = epochMs;
  }

  /** Unix ms of the media time `mediaMs`. */
  dateOf(mediaMs: number): number {
    const latest = this.#latest;
    if (latest !== undefined && mediaMs <= latest.mediaMs) return latest.dateMs - (latest.mediaMs - mediaMs);
    const dateMs = this.#decide(latest, mediaMs);
    this.#latest = { mediaMs, dateMs };
    return dateMs;
  }

  /** The same for what follows something of another time base, which must not seem to have been shown before `notBeforeMs`. */
  beginAt(mediaMs: number, notBeforeMs: number): number {
    const dateMs = Math.max(this.dateOf(mediaMs), notBeforeMs);
    this.#latest = { mediaMs, dateMs };
    return dateMs;
  }

  #decide(latest: { readonly mediaMs: number; readonly dateMs: number } | undefined, mediaMs: number): number {
    const measured = this.#epochMs() + mediaMs;
    if (latest === undefined) return measured;
    const lengthMs = mediaMs - latest.mediaMs;
    const expected = latest.dateMs + lengthMs;
    const most = Math.min(MOST_MS, lengthMs * MOST_SHARE);
    return expected + Math.min(most, Math.max(-most, measured - expected));
  }
}

/** EXT-X-PROGRAM-DATE-TIME of one run's segments: set once for each segment, for all renditions. Pure. */
export class ProgrammeDates {
  readonly #clock: ProgrammeClock;
  readonly #notBeforeMs: () => number | undefined;
  readonly #known = new Map<number, number>();

  /** `notBeforeMs` is asked once, for the first segment; undefined where the run goes on in the time base of the one before. */
  constructor(clock: ProgrammeClock, notBeforeMs: () => number | undefined = () => undefined) {
    this.#clock = clock;
    this.#notBeforeMs = notBeforeMs;
  }

  /** Unix ms of the first frame of `segment`, which has the media time `mediaMs`. Segments come in order. */
  dateOf(segment: number, mediaMs: number): number {
    const known = this.#known.get(segment);
    if (known !== undefined) return known;
    const notBeforeMs = this.#known.size === 0 ? this.#notBeforeMs() : undefined;
    const dateMs = notBeforeMs === undefined ? this.#clock.dateOf(mediaMs) : this.#clock.beginAt(mediaMs, notBeforeMs);
    this.#known.set(segment, dateMs);
    this.#known.delete(segment - KEPT);
    return dateMs;
  }
}
