/** Counts of times in ms, exact to the ms up to a minute: adding costs next to nothing. */
export class Histogram {
  readonly #counts = new Uint32Array(60_001);
  #total = 0;

  add(ms: number, times = 1): void {
    const index = Math.max(0, Math.min(60_000, Math.round(ms)));
    this.#counts[index] = (this.#counts[index] ?? 0) + times;
    this.#total += times;
  }

  get total(): number {
    return this.#total;
  }

  /** ms; NaN when nothing was counted. */
  quantile(share: number): number {
    let left = Math.ceil(this.#total * share);
    if (left === 0) return Number.NaN;
    for (let ms = 0; ms <= 60_000; ms++) {
      left -= this.#counts[ms] ?? 0;
      if (left <= 0) return ms;
    }
    return 60_000;
  }

  /** ms. */
  get max(): number {
    return this.quantile(1);
  }
}
