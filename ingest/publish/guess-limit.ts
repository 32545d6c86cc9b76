/** Wrong keys that one address may try in a minute. */
const MAX_GUESSES = 10;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts wrong keys by address. Pure; time comes in. */
export class GuessLimit {
  readonly #guesses = new Map<string, number[]>();

  /** Whether this address has tried too often. */
  isOver(address: string, nowMs: number): boolean {
    return this.#recent(address, nowMs).length >= MAX_GUESSES;
  }

  note(address: string, nowMs: number): void {
    if (this.#guesses.size >= MAX_ADDRESSES) this.#guesses.clear();
    this.#guesses.set(address, [...this.#recent(address, nowMs), nowMs]);
  }

  #recent(address: string, nowMs: number): number[] {
    return (this.#guesses.get(address) ?? []).filter((at) => nowMs - at < WINDOW_MS);
  }
}
