/** So long ago, and an arrival tells nothing about now: clocks drift, lines change. */
const WINDOW_SECONDS = 8;

/**
 * When media time 0 was, on this machine's clock: the smallest difference between a frame's arrival and its own time, of the last
 * seconds. A frame can come late and never early, so the least late one is nearest to the truth. What is found is the moment of
 * capture plus the shortest way through the presenter's encoder and line; how long that way is, nobody on this side can know.
 * Follows a presenter's clock that runs fast or slow. Pure.
 */
export class EpochEstimate {
  /** The smallest of each second, newest last. */
  readonly #smallest: { readonly second: number; epochMs: number }[] = [];

  /** @param epochMs a frame's arrival minus its media time, Unix ms. @param nowMs wall clock, Unix ms. */
  note(epochMs: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const newest = this.#smallest.at(-1);
    if (newest?.second === second) newest.epochMs = Math.min(newest.epochMs, epochMs);
    else this.#smallest.push({ second, epochMs });
    while ((this.#smallest[0]?.second ?? second) <= second - WINDOW_SECONDS) this.#smallest.shift();
  }

  /** Unix ms of media time 0; undefined before the first frame. */
  get epochMs(): number | undefined {
    return this.#smallest.length === 0 ? undefined : Math.min(...this.#smallest.map((one) => one.epochMs));
  }
}
