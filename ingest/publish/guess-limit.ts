/** Wrong keys that one network may try in a minute. */
const MAX_GUESSES = 10;
const WINDOW_MS = 60_000;
const MAX_NETWORKS = 10_000;

/**
 * Counts wrong keys by network. Pure; time comes in. It never stands in the way of a right key: at 192 bits nobody guesses one, and
 * a venue's presenter shares one address with its whole audience.
 */
export class GuessLimit {
  /** The one that guessed last stands last. */
  readonly #guesses = new Map<string, readonly number[]>();

  /** Whether this network has tried too often. */
  isOver(network: string, nowMs: number): boolean {
    return this.#recent(network, nowMs).length >= MAX_GUESSES;
  }

  note(network: string, nowMs: number): void {
    const recent = this.#recent(network, nowMs);
    this.#guesses.delete(network);
    this.#guesses.set(network, [...recent, nowMs].slice(-MAX_GUESSES));
    const [oldest] = this.#guesses.keys();
    if (this.#guesses.size > MAX_NETWORKS && oldest !== undefined) this.#guesses.delete(oldest);
  }

  #recent(network: string, nowMs: number): readonly number[] {
    return (this.#guesses.get(network) ?? []).filter((at) => nowMs - at < WINDOW_MS);
  }
}
