/**
 * Bandwidth from the downloads of parts: a rule without I/O.
 *
 * Low-latency parts are small and there are few of them, so time to first byte is taken away only as far as it is this
 * connection's ordinary one; a held answer (a playlist) is never a sample. Two averages, fast and slow, and the last two
 * parts by themselves, and the lowest counts: quick to go down, slow to go up. One slow part alone is chance; of a line that
 * was wide, two tell at once what the averages would believe only a second later, and a border may lie in between.
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
  /** How many bytes there will be; 0 before the first of them came. */
  readonly totalBytes: number;
  readonly elapsedMs: number;
}

/** A download younger than this may still come in time by itself. */
const EARLY_MS = 90;
/** Browsers tell of progress this seldom: what was told may be this old. */
const TOLD_EVERY_MS = 50;

/** @returns seconds until it is all there, if the line stays as it is; null when nothing says that it is late. */
export function arrivesIn({ bytes, totalBytes, elapsedMs }: Underway): number | null {
  if (elapsedMs < EARLY_MS) return null;
  // Nothing came yet: as long again as it has taken already.
  if (bytes === 0 || totalBytes === 0) return elapsedMs / 1000;
  return (Math.max(0, totalBytes - bytes) * (elapsedMs - TOLD_EVERY_MS)) / bytes / 1000;
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
  /** Seconds per bit of the last two parts. */
  #newest: readonly number[] = [];

  add(download: Download): void {
    this.#firstBytes.push(download.firstByteMs);
    if (this.#firstBytes.length > FIRST_BYTES_KEPT) this.#firstBytes.shift();
    if (download.bytes < MIN_BYTES) return;
    const ms = Math.max(1, download.totalMs - Math.min(download.firstByteMs, this.#ordinaryFirstByteMs()));
    const secondsPerBit = ms / 1000 / (download.bytes * 8);
    this.#newest = [...this.#newest.slice(-1), secondsPerBit];
    for (const average of [this.#fast, this.#slow]) {
      const keep = 0.5 ** (download.mediaSeconds / average.halfLife);
      // Averaged as time per bit: one slow part among fast ones has to weigh.
      average.sum = average.sum * keep + secondsPerBit * (1 - keep);
      average.weight = average.weight * keep + (1 - keep);
    }
  }

  /** Bits a second, or null before the first sample. */
  get bps(): number | null {
    if (this.#fast.weight === 0) return null;
    const [fast, slow] = [this.#fast.sum / this.#fast.weight, this.#slow.sum / this.#slow.weight];
    return 1 / Math.max(fast, slow, this.#newest.length < 2 ? 0 : Math.min(...this.#newest));
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
