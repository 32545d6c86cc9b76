/**
 * How close to the live edge we dare to play: a rule without I/O. The caller samples the forward buffer, hands it in,
 * and sets the playback rate it gets back.
 *
 * The forward buffer is a saw: a part arrives, playback eats it. Only its lowest points say how much time is left when a
 * part comes late, so the rule watches the minimum over a sliding window and keeps that near a margin. A change of
 * `playbackRate` freezes Chromium's clock for 15-25 ms: hence few, large steps.
 *
 * Running dry by a few milliseconds costs much more than them: Chromium goes on only when it has half a second again, and
 * the sound is gone for all that time. So when a part will come later than the buffer lasts, the buffer is stretched until
 * it is there: half as fast is heard as a drawn-out word, a hole as a missing one.
 */

/** What the caller sees at one moment. */
export interface LatencySample {
  /** Any monotonic clock. */
  readonly nowMs: number;
  /** Media ahead of the playhead, in seconds. */
  readonly bufferSeconds: number;
  /** Behind the newest media the server has, in seconds; null when unknown. */
  readonly behindSeconds: number | null;
  /** The picture moves: not paused, not waiting, not seeking. */
  readonly playing: boolean;
  /** Parts come in slower than they play. */
  readonly starving: boolean;
  /** Seconds until the part that is being loaded is there; null when it is not late. */
  readonly arrivesInSeconds: number | null;
}

export interface LatencyDecision {
  readonly rate: number;
  /** Too far behind to creep closer: seek to the edge. */
  readonly jump: boolean;
}

/** Seconds of the sliding window. */
const WINDOW_SECONDS = 2;
/** Further behind than this, jump. */
const JUMP_BEHIND_SECONDS = 6;
/** Each stall makes the margin this much wider, at once. */
const STALL_STEP_SECONDS = 0.15;
/** A dip this close to empty, or one that was only just stretched over, is a warning: a smaller step. */
const NEAR_MISS_SECONDS = 0.05;
const NEAR_MISS_STEP_SECONDS = 0.05;
const NEAR_MISS_EVERY_MS = 2_000;
/** The time in which what one stall added is gone again. */
const DECAY_SECONDS = 60;
const MAX_EXTRA_SECONDS = 1.5;
/** No second change of rate before this, but for danger. */
const DWELL_MS = 600;
/** After a start or a seek the saw needs some teeth before it says anything. */
const SETTLE_MS = 700;

/** Rates in use, and how far from the margin (seconds) each begins and ends. */
const FAR = { rate: 1.15, begins: 0.35, ends: 0.12 } as const;
const NEAR = { rate: 1.05, begins: 0.09, ends: 0.01 } as const;
const BACK = { rate: 0.95, begins: -0.08, ends: -0.01 } as const;
const STARVING_RATE = 0.9;

/** The last of the buffer does not play: decoders keep some, and stretching sound needs to see ahead. */
const UNPLAYABLE_SECONDS = 0.06;
/** What stretching may do; under 0.5 Chromium plays no sound. */
const BRAKES = [0.75, 0.5] as const;
/** This much of the margin is never used up while all is well, whatever is being loaded. */
const LAST_RESERVE = 0.45;

interface Tooth {
  readonly atMs: number;
  /** Forward buffer plus all that our own rate had eaten by then: comparable over changes of rate. */
  readonly level: number;
}

export class LatencyController {
  readonly #baseSeconds: number;
  #teeth: Tooth[] = [];
  #eatenSeconds = 0;
  #extraSeconds = 0;
  #rate = 1;
  #lastMs: number | undefined;
  #changedMs = Number.NEGATIVE_INFINITY;
  #sinceMs: number | undefined;
  #warnedMs = Number.NEGATIVE_INFINITY;

  /** @param partTargetSeconds PART-TARGET: shorter parts need less reserve. */
  constructor(partTargetSeconds: number) {
    this.#baseSeconds = Math.min(0.3, Math.max(0.1, 0.04 + partTargetSeconds / 2));
  }

  /** The reserve aimed for at the lowest points of the buffer, in seconds. */
  get marginSeconds(): number {
    return this.#baseSeconds + this.#extraSeconds;
  }

  /** Playback ran dry: keep further away from the edge. */
  stalled(): void {
    this.#extraSeconds = Math.min(MAX_EXTRA_SECONDS, this.#extraSeconds + STALL_STEP_SECONDS);
    this.#forget();
  }

  /** The playhead was moved: what was seen before means nothing now. */
  moved(): void {
    this.#forget();
  }

  sample(sample: LatencySample): LatencyDecision {
    const { nowMs } = sample;
    const passed = this.#lastMs === undefined ? 0 : Math.max(0, (nowMs - this.#lastMs) / 1000);
    this.#lastMs = nowMs;
    this.#extraSeconds = Math.max(0, this.#extraSeconds - (passed * STALL_STEP_SECONDS) / DECAY_SECONDS);
    if (!sample.playing) {
      this.#forget();
      return { rate: this.#rate, jump: false };
    }
    this.#sinceMs ??= nowMs;
    this.#eatenSeconds += passed * (this.#rate - 1);
    this.#teeth.push({ atMs: nowMs, level: sample.bufferSeconds + this.#eatenSeconds });
    while (this.#teeth[0] !== undefined && this.#teeth[0].atMs < nowMs - WINDOW_SECONDS * 1000) this.#teeth.shift();
    if (sample.behindSeconds !== null && sample.behindSeconds > JUMP_BEHIND_SECONDS) {
      this.#forget();
      return { rate: this.#change(1, nowMs), jump: true };
    }
    const brake = brakeFor(sample, this.marginSeconds);
    const isNear = brake !== null || sample.bufferSeconds < NEAR_MISS_SECONDS;
    if (isNear && nowMs - this.#warnedMs > NEAR_MISS_EVERY_MS) {
      this.#warnedMs = nowMs;
      this.#extraSeconds = Math.min(MAX_EXTRA_SECONDS, this.#extraSeconds + NEAR_MISS_STEP_SECONDS);
    }
    const rate = brake === null ? this.#decide(sample, nowMs - this.#sinceMs) : this.#change(Math.min(brake, this.#rate), nowMs);
    return { rate, jump: false };
  }

  #decide(sample: LatencySample, playingMs: number): number {
    const { nowMs } = sample;
    const lowest = Math.min(...this.#teeth.map((tooth) => tooth.level)) - this.#eatenSeconds;
    const over = lowest - this.marginSeconds;
    if (this.#rate <= BRAKES[0]) return this.#change(BACK.rate, nowMs);
    if (sample.starving && over < NEAR.begins) return this.#change(STARVING_RATE, nowMs);
    if (this.#rate > 1 && over < 0) return this.#change(1, nowMs);
    if (playingMs < SETTLE_MS || nowMs - this.#changedMs < DWELL_MS) return this.#rate;
    return this.#change(nextRate(this.#rate, over), nowMs);
  }

  #change(rate: number, nowMs: number): number {
    if (rate !== this.#rate) this.#changedMs = nowMs;
    this.#rate = rate;
    return rate;
  }

  #forget(): void {
    this.#teeth = [];
    this.#eatenSeconds = 0;
    this.#sinceMs = undefined;
  }
}

/** The rate for `over` seconds above the margin, with hysteresis: a rate in use goes on until its own end. */
function nextRate(rate: number, over: number): number {
  if (over > FAR.begins || (rate === FAR.rate && over > FAR.ends)) return FAR.rate;
  if (over > NEAR.begins || (rate > 1 && over > NEAR.ends)) return NEAR.rate;
  if (over < BACK.begins || (rate < 1 && over < BACK.ends)) return BACK.rate;
  return 1;
}

/** @returns the rate that makes the buffer last until the late part is there; null when there is no need. */
function brakeFor({ bufferSeconds, arrivesInSeconds }: LatencySample, marginSeconds: number): number | null {
  const strongest = BRAKES[BRAKES.length - 1] ?? 1;
  if (bufferSeconds < marginSeconds * LAST_RESERVE) return strongest;
  if (arrivesInSeconds === null) return null;
  const lasts = bufferSeconds - UNPLAYABLE_SECONDS;
  if (lasts >= arrivesInSeconds) return null;
  return BRAKES.find((rate) => lasts >= arrivesInSeconds * rate) ?? strongest;
}
