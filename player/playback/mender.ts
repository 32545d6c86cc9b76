/** Puts a player that failed right again: gently first, then from scratch, and never gives up. */
import { type FaultKind, faultOf, type PlayerError, type Remedy, remedyFor } from './faults.ts';

/** A picture that ran for this long after a remedy was mended by it, in seconds. */
const MENDED_SECONDS = 3;

export class Mender {
  readonly #act: (act: Remedy['act']) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: Remedy['act'] | undefined;
  #tries = 0;
  #isMedia = false;
  #triedMs = Number.NEGATIVE_INFINITY;
  #ranSeconds = 0;

  constructor(act: (act: Remedy['act']) => void) {
    this.#act = act;
  }

  /** A remedy is on its way. */
  get isBusy(): boolean {
    return this.#pending !== undefined;
  }

  /** How long ago the last remedy was ordered. */
  sinceMs(nowMs: number): number {
    return nowMs - this.#triedMs;
  }

  /** A fatal error. @returns what to tell the viewer. */
  failed(error: PlayerError, nowMs: number): FaultKind | null {
    const fault = faultOf(error, this.#tries);
    if (this.#pending !== undefined) return fault;
    const { act, delayMs } = remedyFor(error, this.#tries, Math.random());
    this.#tries += 1;
    this.#isMedia = error.type === 'mediaError';
    this.#triedMs = nowMs;
    this.#ranSeconds = 0;
    this.#pending = act;
    this.#timer = setTimeout(() => this.now(), delayMs);
    return fault;
  }

  /** Media arrived: the network is well. A decoder that fails is not made well by that. */
  arrived(): void {
    if (this.#isMedia) return;
    this.#tries = 0;
    this.cancel();
  }

  /** The picture ran for that long. @returns true once it ran long enough to call the player well. */
  ran(seconds: number): boolean {
    this.#ranSeconds += seconds;
    if (this.#tries === 0 || this.#ranSeconds < MENDED_SECONDS) return false;
    this.#tries = 0;
    return true;
  }

  /** Don't wait any longer: the network is back, or the viewer asks. */
  now(): void {
    const act = this.#pending;
    this.cancel();
    if (act !== undefined) this.#act(act);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#pending = undefined;
  }
}
