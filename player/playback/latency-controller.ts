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
import { Refill } from './refill.ts';

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
/** A dip this close to empty, or one that was only just stretched over, is a near miss: a smaller step than a stall. */
const NEAR_MISS_SECONDS = 0.05;
const NEAR_MISS_EVERY_MS = 2_000;
/**
 * How much wider a stall and a near miss make the margin at once, and in how long the step of a stall is gone again. The first
 * within a minute is chance, a machine that held its breath: soon forgotten. The second is the line.
 */
const CHANCE = { stall: 0.06, nearMiss: 0.02, goneInSeconds: 6 } as const;
const HABIT = { stall: 0.15, nearMiss: 0.05, goneInSeconds: 60 } as const;
const REMEMBERED_MS = 60_000;
/** Warnings closer than this are about one and the same thing. */
const ONE_THING_MS = 5_000;
const MAX_EXTRA_SECONDS = 1.5;
/** How much wider the margin is at the beginning, while the page still comes in and the line is unknown; gone in fifteen seconds. */
const OPENING_SECONDS = 0.15;
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
/**
 * What stretching may do (under 0.5 Chromium plays no sound), and the share of the least margin that is never used up while all is
 * well: under that it is done whatever is being loaded, since what is late may not even be listed yet. A margin that has grown is
 * there to be used up.
 */
const GENTLE = { rate: 0.75, reserve: 0.7 } as const;
const STRONG = { rate: 0.5, reserve: 0.45 } as const;

/** A part was appended since: what lay before is a lowest point. */
const RISE_SECONDS = 0.05;

interface Tooth {
  readonly atMs: number;
  /** Forward buffer plus all that our own rate had eaten by then: comparable over changes of rate. */
  readonly level: number;
}

export class LatencyController {
  readonly #baseSeconds: number;
  readonly #partTargetSeconds: number;
  readonly #refill = new Refill();
  /** The lowest points in the window, and what was seen last. */
  #lows: readonly Tooth[] = [];
  #last: Tooth | undefined;
  #eatenSeconds = 0;
  #extraSeconds: number;
  #rate = 1;
  #lastMs: number | undefined;
  #changedMs = Number.NEGATIVE_INFINITY;
  #sinceMs: number | undefined;
  #warnedMs = Number.NEGATIVE_INFINITY;
  /** When something else than before was near or over, in the last minute. */
  #troubles: readonly number[] = [];

  /** @param partTargetSeconds PART-TARGET: shorter parts need less reserve. @param openingSeconds added at the beginning. */
  constructor(partTargetSeconds: number, openingSeconds = OPENING_SECONDS) {
    this.#extraSeconds = openingSeconds;
    this.#partTargetSeconds = partTargetSeconds;
    this.#baseSeconds = Math.min(0.3, Math.max(0.1, 0.014 + partTargetSeconds * 0.58));
  }

  /** The reserve aimed for at the lowest points of the buffer, in seconds. */
  get marginSeconds(): number {
    return this.#baseSeconds + this.#extraSeconds;
  }

  /** What the buffer should hold when a part has just come, in seconds. */
  get fullSeconds(): number {
    return this.marginSeconds + this.#partTargetSeconds;
  }

  /** While playback is dry: whether it should seek to where it is, to go on ({@link Refill}). */
  isRefilled(bufferSeconds: number): boolean {
    return this.#refill.isDue(bufferSeconds, this.fullSeconds);
  }

  /** Playback ran dry: keep further away from the edge. */
  stalled(): void {
    this.#warn('stall', this.#lastMs ?? 0);
    this.#refill.ranDry();
    this.#forget();
  }

  /** The playhead was moved: what was seen before means nothing now. */
  moved(): void {
    this.#refill.moved();
    this.#forget();
  }

  sample(sample: LatencySample): LatencyDecision {
    const { nowMs } = sample;
    const passed = this.#lastMs === undefined ? 0 : Math.max(0, (nowMs - this.#lastMs) / 1000);
    this.#lastMs = nowMs;
    this.#troubles = this.#troubles.filter((atMs) => nowMs - atMs < REMEMBERED_MS);
    const { stall, goneInSeconds } = this.#usual;
    this.#extraSeconds = Math.max(0, this.#extraSeconds - (passed * stall) / goneInSeconds);
    if (!sample.playing) {
      this.#forget();
      return { rate: this.#rate, jump: false };
    }
    this.#sinceMs ??= nowMs;
    this.#eatenSeconds += passed * (this.#rate - 1);
    this.#note({ atMs: nowMs, level: sample.bufferSeconds + this.#eatenSeconds });
    if (sample.behindSeconds !== null && sample.behindSeconds > JUMP_BEHIND_SECONDS) {
      this.#forget();
      return { rate: this.#change(1, nowMs), jump: true };
    }
    const brake = brakeFor(sample, this.#baseSeconds);
    const isNear = brake !== null || sample.bufferSeconds < NEAR_MISS_SECONDS;
    if (isNear && nowMs - this.#warnedMs > NEAR_MISS_EVERY_MS) this.#warn('nearMiss', nowMs);
    const rate = brake === null ? this.#decide(sample, nowMs - this.#sinceMs) : this.#change(Math.min(brake, this.#rate), nowMs);
    return { rate, jump: false };
  }

  #decide(sample: LatencySample, playingMs: number): number {
    const { nowMs } = sample;
    const [lowest = 0, second = lowest] = this.#levels().map((level) => level - this.#eatenSeconds - this.marginSeconds);
    // Stretching stood back already: more of it only where one low point was not all.
    if (this.#rate <= GENTLE.rate) return this.#change(second < BACK.begins ? BACK.rate : 1, nowMs);
    if (sample.starving && lowest < NEAR.begins) return this.#change(STARVING_RATE, nowMs);
    if (this.#rate > 1 && lowest < 0) return this.#change(1, nowMs);
    if (playingMs < SETTLE_MS || nowMs - this.#changedMs < DWELL_MS) return this.#rate;
    return this.#change(nextRate(this.#rate, lowest, second), nowMs);
  }

  #note(tooth: Tooth): void {
    if (this.#last !== undefined && tooth.level > this.#last.level + RISE_SECONDS) this.#lows = [...this.#lows, this.#last];
    this.#lows = this.#lows.filter(({ atMs }) => atMs >= tooth.atMs - WINDOW_SECONDS * 1000);
    this.#last = tooth;
  }

  /** What is left at the lowest points and now, lowest first. */
  #levels(): readonly number[] {
    const teeth = this.#last === undefined ? this.#lows : [...this.#lows, this.#last];
    return teeth.map(({ level }) => level).sort((a, b) => a - b);
  }

  get #usual(): typeof CHANCE | typeof HABIT {
    return this.#troubles.length > 1 ? HABIT : CHANCE;
  }

  #warn(what: 'stall' | 'nearMiss', nowMs: number): void {
    if (nowMs - this.#warnedMs > ONE_THING_MS) this.#troubles = [...this.#troubles, nowMs];
    this.#warnedMs = nowMs;
    this.#extraSeconds = Math.min(MAX_EXTRA_SECONDS, this.#extraSeconds + this.#usual[what]);
  }

  #change(rate: number, nowMs: number): number {
    if (rate !== this.#rate) this.#changedMs = nowMs;
    this.#rate = rate;
    return rate;
  }

  #forget(): void {
    this.#lows = [];
    this.#last = undefined;
    this.#eatenSeconds = 0;
    this.#sinceMs = undefined;
  }
}

/**
 * The rate for a lowest point so many seconds above the margin, with hysteresis: a rate in use goes on until its own end.
 * One low point is enough to come no closer; to go back there have to be two, because one is over when it is seen.
 */
function nextRate(rate: number, lowest: number, second: number): number {
  if (lowest > FAR.begins || (rate === FAR.rate && lowest > FAR.ends)) return FAR.rate;
  if (lowest > NEAR.begins || (rate > 1 && lowest > NEAR.ends)) return NEAR.rate;
  if (second < BACK.begins || (rate < 1 && second < BACK.ends)) return BACK.rate;
  return 1;
}

/** @returns the rate that makes the buffer last until the late part is there; null when there is no need. */
function brakeFor({ bufferSeconds, arrivesInSeconds }: LatencySample, leastMarginSeconds: number): number | null {
  if (bufferSeconds < leastMarginSeconds * STRONG.reserve) return STRONG.rate;
  const lasts = bufferSeconds - UNPLAYABLE_SECONDS;
  if (arrivesInSeconds !== null && lasts < arrivesInSeconds) return lasts < arrivesInSeconds * GENTLE.rate ? STRONG.rate : GENTLE.rate;
  return bufferSeconds < leastMarginSeconds * GENTLE.reserve ? GENTLE.rate : null;
}
