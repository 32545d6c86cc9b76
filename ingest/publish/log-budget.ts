const WINDOW_MS = 10_000;
const MAX_LINES = 20;

/** Keeps strangers from filling the log: so many lines in ten seconds, the rest is counted. Pure; time comes in. */
export class LogBudget {
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #lines = 0;
  #unsaid = 0;

  /** Whether this one may be said; if not, it is counted. */
  take(nowMs: number): boolean {
    if (nowMs - this.#windowStartMs >= WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#lines = 0;
    }
    if (this.#lines < MAX_LINES) {
      this.#lines++;
      return true;
    }
    this.#unsaid++;
    return false;
  }

  /** @returns how many were not said, once their window is over; then they are forgotten. */
  settle(nowMs: number): number {
    if (this.#unsaid === 0 || nowMs - this.#windowStartMs < WINDOW_MS) return 0;
    const unsaid = this.#unsaid;
    this.#unsaid = 0;
    return unsaid;
  }
}
