/** So many a second on average, so many at once: two numbers a connection. Times are monotonic ms. */
export class TokenBucket {
  #tokens: number;
  #atMs: number;

  constructor(atOnce: number, nowMs: number) {
    this.#tokens = atOnce;
    this.#atMs = nowMs;
  }

  /** Takes one, if there is one. */
  take(perSecond: number, atOnce: number, nowMs: number): boolean {
    this.#tokens = Math.min(atOnce, this.#tokens + ((nowMs - this.#atMs) * perSecond) / 1_000);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
