import { CrashBreaker } from './crash-breaker.ts';
import type { GuardLimits } from './guard-limits.ts';
import { GUARD_LIMITS } from './guard-limits.ts';
import type { OverloadView } from './overload-guard.ts';
import { OverloadGuard } from './overload-guard.ts';

/** What is looked at ten times a second. */
export interface GuardView extends OverloadView {
  readonly withoutPartMs: number;
  /** The source's media is coming. */
  readonly flows: boolean;
  /** The run has had a part. */
  readonly hasParts: boolean;
}

/** `hung`: it has to be ended; `shed`: a rung has to go; `recover`: one comes back; each with a new run. */
export type Verdict = 'fine' | 'hung' | 'shed' | 'recover';

/** Decides about the encoder: whether it hangs, whether a rung has to go, whether it may be started again. Pure; time comes in. */
export class EncodeGuard {
  readonly #limits: GuardLimits;
  readonly #overload: OverloadGuard;
  readonly #breaker: CrashBreaker;
  #isRestart = false;

  constructor(limits: Partial<GuardLimits> = {}) {
    this.#limits = { ...GUARD_LIMITS, ...limits };
    this.#overload = new OverloadGuard(this.#limits);
    this.#breaker = new CrashBreaker(this.#limits);
  }

  /** The next run replaces one that failed. */
  get isRestart(): boolean {
    return this.#isRestart;
  }

  /** Rungs that are left out because the machine does not keep up. */
  get shed(): number {
    return this.#overload.shed;
  }

  /** Nothing is encoded because the encoder failed again and again. */
  get isPeace(): boolean {
    return this.#breaker.isPeace;
  }

  /** Nothing higher may be encoded now; undefined: no bound. */
  get ceiling(): number | undefined {
    return this.#breaker.isPeace ? 0 : this.#overload.ceiling;
  }

  /** The encoder failed. @returns whether it has failed too often: only the source is sent for a while. */
  failed(nowMs: number): boolean {
    this.#isRestart = true;
    this.#overload.forget();
    return this.#breaker.failed(nowMs);
  }

  /** Whether a run may begin now. */
  mayStart(nowMs: number): boolean {
    return this.#breaker.mayStart(nowMs);
  }

  judge(view: GuardView, nowMs: number): Verdict {
    if (!view.flows) {
      this.#overload.forget();
      return 'fine';
    }
    const { hungMs, firstPartMs } = this.#limits;
    if (view.withoutPartMs > (view.hasParts ? hungMs : firstPartMs)) return 'hung';
    if (view.hasParts) this.#isRestart = false;
    if (this.#breaker.isOver(nowMs)) return 'recover';
    return this.#breaker.isPeace ? 'fine' : this.#overload.judge(view, nowMs);
  }
}
