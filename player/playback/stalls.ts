/** Keeps book of the moments at which playback ran dry. */

/** One rebuffering. */
export interface Stall {
  /** Unix ms at its beginning. */
  readonly atMs: number;
  readonly ms: number;
}

const KEPT = 200;

export class Stalls {
  #list: Stall[] = [];
  #count = 0;
  #openSince: number | undefined;
  #openAtMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  get list(): readonly Stall[] {
    return this.#list;
  }

  get count(): number {
    return this.#count;
  }

  /** The clock of `begin` at the beginning of the newest stall; minus infinity when there was none. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** How long the open one lasts already; 0 when playback runs. */
  openMs(nowMs: number): number {
    return this.#openSince === undefined ? 0 : nowMs - this.#openSince;
  }

  begin(nowMs: number, atMs: number): void {
    if (this.#openSince !== undefined) return;
    this.#openSince = nowMs;
    this.#openAtMs = atMs;
    this.#lastMs = nowMs;
    this.#count += 1;
  }

  end(nowMs: number): void {
    if (this.#openSince === undefined) return;
    this.#list.push({ atMs: this.#openAtMs, ms: Math.round(nowMs - this.#openSince) });
    if (this.#list.length > KEPT) this.#list.shift();
    this.#openSince = undefined;
  }
}
