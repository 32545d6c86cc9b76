/**
 * Bandwidth from the downloads of parts: a rule without I/O.
 *
 * Low-latency parts are small and there are few of them, so time to first byte is taken away only as far as it is this
 * connection's ordinary one; a held answer (a playlist) is never a sample. Two averages, fast and slow, and the lower
 * one counts: quick to go down, slow to go up.
 */

/** One finished download. */
export interface Download {
  readonly bytes: number;
  /** Media it brought, in seconds: the weight of the sample. */
  readonly mediaSeconds: number;
  /** Milliseconds from request to first byte, and from request to last byte. */
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** A download still on its way. */
export interface Underway {
  readonly bytes: number;
  readonly elapsedMs: number;
}

const FAST_HALF_LIFE_SECONDS = 0.5;
const SLOW_HALF_LIFE_SECONDS = 4;
/** Smaller than this tells about round trips, not about bandwidth. */
const MIN_BYTES = 8_000;
/** A download younger than this is no news yet. */
const UNDERWAY_MS = 180;
const FIRST_BYTES_KEPT = 30;

interface Average {
  readonly halfLife: number;
  sum: number;
  weight: number;
}

export class Bandwidth {
  readonly #fast: Average = { halfLife: FAST_HALF_LIFE_SECONDS, sum: 0, weight: 0 };
  readonly #slow: Average = { halfLife: SLOW_HALF_LIFE_SECONDS, sum: 0, weight: 0 };
  #firstBytes: number[] = [];

  add(download: Download): void {
    this.#firstBytes.push(download.firstByteMs);
    if (this.#firstBytes.length > FIRST_BYTES_KEPT) this.#firstBytes.shift();
    if (download.bytes < MIN_BYTES) return;
    const ms = Math.max(1, download.totalMs - Math.min(download.firstByteMs, this.#ordinaryFirstByteMs()));
    for (const average of [this.#fast, this.#slow]) {
      const keep = 0.5 ** (download.mediaSeconds / average.halfLife);
      // Averaged as time per bit: one slow part among fast ones has to weigh.
      average.sum = average.sum * keep + (ms / 1000 / (download.bytes * 8)) * (1 - keep);
      average.weight = average.weight * keep + (1 - keep);
    }
  }

  /** Bits a second, or null before the first sample. */
  get bps(): number | null {
    if (this.#fast.weight === 0) return null;
    return 1 / Math.max(this.#fast.sum / this.#fast.weight, this.#slow.sum / this.#slow.weight);
  }

  /** The same, lowered by what a download that is still on its way already proves. */
  bpsWith(underway: Underway | null): number | null {
    const bps = this.bps;
    if (bps === null || underway === null) return bps;
    const elapsedMs = underway.elapsedMs - this.#ordinaryFirstByteMs();
    if (elapsedMs < UNDERWAY_MS) return bps;
    return Math.min(bps, ((underway.bytes + MIN_BYTES) * 8 * 1000) / elapsedMs);
  }

  #ordinaryFirstByteMs(): number {
    return this.#firstBytes.length === 0 ? 0 : Math.min(...this.#firstBytes);
  }
}
