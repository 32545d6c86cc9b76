import type { GuardLimits } from './guard-limits.ts';

/** After each failure in a row a little longer, so that a machine without memory is not beaten. */
const PAUSE_MS = 250;

/**
 * Whether a failed encoder may be started again, and whether anything is encoded at all: after a crash loop only the source is sent
 * until a peace is over. Pure; time comes in.
 */
export class CrashBreaker {
  readonly #limits: GuardLimits;
  #failures: number[] = [];
  #peaceUntilMs: number | undefined;

  constructor(limits: GuardLimits) {
    this.#limits = limits;
  }

  /** Nothing is encoded. */
  get isPeace(): boolean {
    return this.#peaceUntilMs !== undefined;
  }

  /** The encoder failed. @returns whether this was once too often: the peace begins. */
  failed(nowMs: number): boolean {
    const { crashes, crashesWithinMs, peaceMs } = this.#limits;
    this.#failures = [...this.#failures.filter((at) => nowMs - at < crashesWithinMs), nowMs];
    if (this.#failures.length < crashes || this.isPeace) return false;
    this.#peaceUntilMs = nowMs + peaceMs;
    this.#failures = [];
    return true;
  }

  /** Whether a run may begin now. */
  mayStart(nowMs: number): boolean {
    const last = this.#failures.at(-1);
    return last === undefined || nowMs - last >= Math.min(this.#failures.length - 1, this.#limits.crashes) * PAUSE_MS;
  }

  /** @returns true once, when the peace is over: encodes are tried again. */
  isOver(nowMs: number): boolean {
    if (this.#peaceUntilMs === undefined || nowMs < this.#peaceUntilMs) return false;
    this.#peaceUntilMs = undefined;
    return true;
  }
}
