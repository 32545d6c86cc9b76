import type { GuardLimits } from './guard-limits.ts';

/** What is looked at ten times a second. */
export interface OverloadView {
  /** The slowest encode behind the source, ms. */
  readonly lagMs: number;
  /** What the ladder could be cut to (core/ladder); undefined when nothing can be left out. */
  readonly lighterCeiling: number | undefined;
}

/** Lag that falls by less than this in {@link GuardLimits.lagForMs} does not fall. */
const FALLS = 0.9;

/**
 * Whether the machine keeps up. An encoder that is too slow drops nothing, it only falls behind, without end: so the most expensive
 * rung is left out, one at a time, and tried again after a calm. Pure; time comes in.
 */
export class OverloadGuard {
  readonly #limits: GuardLimits;
  /** One for each rung that was left out, lowest last. */
  readonly #ceilings: number[] = [];
  #behind: { readonly sinceMs: number; readonly lagMs: number } | undefined;
  #calmSinceMs: number | undefined;
  #recoveredMs = Number.NEGATIVE_INFINITY;
  #recoverAfterMs: number;

  constructor(limits: GuardLimits) {
    this.#limits = limits;
    this.#recoverAfterMs = limits.recoverAfterMs;
  }

  /** Nothing higher may be encoded now; undefined: no bound. */
  get ceiling(): number | undefined {
    return this.#ceilings.at(-1);
  }

  /** How many rungs are left out. */
  get shed(): number {
    return this.#ceilings.length;
  }

  /** Another run begins, or nothing comes: what was seen of the one before does not count. */
  forget(): void {
    this.#behind = undefined;
    this.#calmSinceMs = undefined;
  }

  judge({ lagMs, lighterCeiling }: OverloadView, nowMs: number): 'fine' | 'shed' | 'recover' {
    const { lagMs: mostLagMs, lagForMs, calmLagMs } = this.#limits;
    this.#calmSinceMs = lagMs <= calmLagMs ? (this.#calmSinceMs ?? nowMs) : undefined;
    if (lagMs <= mostLagMs) this.#behind = undefined;
    else if (this.#behind === undefined) this.#behind = { sinceMs: nowMs, lagMs };
    else if (nowMs - this.#behind.sinceMs >= lagForMs) {
      if (lagMs > this.#behind.lagMs * FALLS && lighterCeiling !== undefined) {
        this.#shedTo(lighterCeiling, nowMs);
        return 'shed';
      }
      this.#behind = { sinceMs: nowMs, lagMs };
    }
    if (this.#ceilings.length > 0 && this.#calmSinceMs !== undefined && nowMs - this.#calmSinceMs >= this.#recoverAfterMs) {
      this.#ceilings.pop();
      this.#recoveredMs = nowMs;
      this.forget();
      return 'recover';
    }
    return 'fine';
  }

  #shedTo(ceiling: number, nowMs: number): void {
    const wasTooEarly = nowMs - this.#recoveredMs < this.#recoverAfterMs;
    const { recoverAfterMs, mostRecoverAfterMs } = this.#limits;
    if (wasTooEarly) this.#recoverAfterMs = Math.min(mostRecoverAfterMs, this.#recoverAfterMs * 2);
    else if (this.#ceilings.length === 0) this.#recoverAfterMs = recoverAfterMs;
    this.#ceilings.push(ceiling);
    this.forget();
  }
}
