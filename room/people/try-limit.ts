/**
 * Slows down whoever guesses: so many tries within a window from one place, or at one account, then none until the window is over. A try counts when it
 * begins, so that a hundred at once are not all looked at, and is given back when it was right. Bounded: the oldest places are forgotten first.
 */
export class TryLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #maxPlaces: number;
  readonly #places = new Map<string, { count: number; readonly untilMs: number }>();

  constructor(options: { readonly most: number; readonly windowMs: number; readonly maxPlaces: number }) {
    this.#most = options.most;
    this.#windowMs = options.windowMs;
    this.#maxPlaces = options.maxPlaces;
  }

  /** Takes a try. @returns 0, or how long there is none. Times are monotonic ms. */
  take(place: string, nowMs: number): number {
    const known = this.#places.get(place);
    if (known !== undefined && known.untilMs > nowMs) {
      if (known.count >= this.#most) return known.untilMs - nowMs;
      known.count++;
      return 0;
    }
    this.#places.delete(place);
    if (this.#places.size >= this.#maxPlaces) this.#places.delete(this.#places.keys().next().value ?? '');
    this.#places.set(place, { count: 1, untilMs: nowMs + this.#windowMs });
    return 0;
  }

  /** It was right, after all. */
  giveBack(place: string): void {
    const known = this.#places.get(place);
    if (known !== undefined) known.count--;
  }
}
