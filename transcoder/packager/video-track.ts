import { TIMESCALE } from '../../core/contracts/timeline.ts';
import type { VideoSample } from './part-bytes.ts';

/** One frame as it comes from an encoder; times in 1/90000 s. */
export interface VideoFrame {
  readonly dts: number;
  readonly pts: number;
  readonly key: boolean;
  /** Length-prefixed NAL units. */
  readonly data: Uint8Array;
  /** When the frame's input reached the transcoder, Unix ms. */
  readonly inputAtMs: number;
}

/** The picture of one part is complete; its sound may still be missing. */
export interface VideoPart {
  /** Counts the segments of the run from 0. */
  readonly segment: number;
  readonly part: number;
  readonly samples: readonly VideoSample[];
  readonly durationTicks: number;
  readonly closesSegment: boolean;
  /** Sound that starts before this time (1/90000 s, presentation) belongs to this part or an earlier one. */
  readonly audioLimitTicks: number;
  readonly inputAtMs: number;
}

/** A rung whose keyframes are not where the other rungs have theirs cannot be switched to. */
export class Misaligned extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Misaligned';
  }
}

/** A segment is cut at the first keyframe this long after its start, the same one in every rendition. */
const SEGMENT_MIN_TICKS = 0.95 * TIMESCALE;
/** Two rungs mean the same keyframe when their times differ by less than this. */
const SAME_KEYFRAME_TICKS = 0.008 * TIMESCALE;
/** Times were rounded to milliseconds on their way here. */
const ROUNDING_TICKS = 0.001 * TIMESCALE;

/** Where the segments of a run begin (presentation time): decided by whichever rendition comes to a keyframe first. */
export class Boundaries {
  readonly #startsTicks: number[];

  constructor(startTicks: number) {
    this.#startsTicks = [startTicks];
  }

  startOf(segment: number): number {
    const start = this.#startsTicks[segment];
    if (start === undefined) throw new Error(`segment ${segment} has no start yet`);
    return start;
  }

  /**
   * Whether `frame` begins the segment after `segment`.
   * @throws Misaligned when another rendition cut where this one has no keyframe.
   */
  isNextStart(segment: number, frame: VideoFrame): boolean {
    const agreed = this.#startsTicks[segment + 1];
    if (agreed !== undefined) {
      const offBy = frame.pts - agreed;
      if (frame.key && Math.abs(offBy) <= SAME_KEYFRAME_TICKS) return true;
      if (frame.key && offBy > SAME_KEYFRAME_TICKS) throw new Misaligned(`no keyframe at ${Math.round(agreed / 90)} ms`);
      return false;
    }
    if (!frame.key || frame.pts - this.startOf(segment) < SEGMENT_MIN_TICKS) return false;
    this.#startsTicks[segment + 1] = frame.pts;
    return true;
  }
}

/**
 * Groups the frames of one rendition into parts: whole frames, as many as fit into the part target, cut at keyframes and never on
 * a time grid. A frame waits for the one after it: only then is its duration known, and whether a segment ends with it.
 */
export class VideoTrack {
  readonly #boundaries: Boundaries;
  readonly #partTargetTicks: number;
  readonly #nominalFrameTicks: number;
  readonly #closed: (part: VideoPart) => void;
  #held: VideoFrame | undefined;
  #samples: VideoSample[] = [];
  #ticks = 0;
  #inputAtMs = 0;
  #segment = 0;
  #part = 0;
  #compositionTicks = 0;

  constructor(options: {
    boundaries: Boundaries;
    partTargetTicks: number;
    nominalFrameTicks: number;
    closed: (part: VideoPart) => void;
  }) {
    this.#boundaries = options.boundaries;
    this.#partTargetTicks = options.partTargetTicks;
    this.#nominalFrameTicks = options.nominalFrameTicks;
    this.#closed = options.closed;
  }

  /** The segment whose first frame has come last. */
  get segment(): number {
    return this.#segment;
  }

  /** Whether any frame has come. */
  get hasStarted(): boolean {
    return this.#held !== undefined;
  }

  /** @throws Misaligned when its keyframes are not those of the other renditions. */
  add(frame: VideoFrame): void {
    const held = this.#held;
    if (held === undefined) {
      if (!frame.key) return;
      if (Math.abs(frame.pts - this.#boundaries.startOf(0)) > SAME_KEYFRAME_TICKS) throw new Misaligned('it begins elsewhere');
      this.#compositionTicks = frame.pts - frame.dts;
      this.#held = frame;
      return;
    }
    this.#take(held, Math.max(1, frame.dts - held.dts));
    this.#held = frame;
    if (this.#boundaries.isNextStart(this.#segment, frame)) {
      this.#close(true, this.#boundaries.startOf(this.#segment + 1));
      this.#segment++;
      this.#part = 0;
    } else if (this.#ticks + this.#nominalFrameTicks > this.#partTargetTicks + ROUNDING_TICKS / 2) {
      this.#close(false, frame.dts + this.#compositionTicks);
    }
  }

  /** The run is over: what is held becomes the last part. */
  end(): void {
    if (this.#held === undefined) return;
    const held = this.#held;
    this.#held = undefined;
    this.#take(held, this.#nominalFrameTicks);
    this.#close(true, held.dts + this.#nominalFrameTicks + this.#compositionTicks);
  }

  #take(frame: VideoFrame, durationTicks: number): void {
    if (this.#samples.length > 0 && this.#ticks + durationTicks > this.#partTargetTicks + ROUNDING_TICKS / 2) {
      this.#close(false, frame.dts + this.#compositionTicks);
    }
    this.#samples.push({ dts: frame.dts, durationTicks, compositionTicks: frame.pts - frame.dts, key: frame.key, data: frame.data });
    this.#ticks += durationTicks;
    this.#inputAtMs = frame.inputAtMs;
  }

  #close(closesSegment: boolean, audioLimitTicks: number): void {
    this.#closed({
      segment: this.#segment,
      part: this.#part,
      samples: this.#samples,
      durationTicks: Math.min(this.#ticks, this.#partTargetTicks),
      closesSegment,
      audioLimitTicks,
      inputAtMs: this.#inputAtMs,
    });
    this.#part++;
    this.#samples = [];
    this.#ticks = 0;
  }
}
