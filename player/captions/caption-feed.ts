/** Captions as they come with the picture: pairs of bytes, which wait until their frame is on the screen. */

/** What came with one frame. */
export interface CaptionSample {
  /** Media time, in seconds. */
  readonly atSeconds: number;
  /** Bytes of field 1, two a pair. */
  readonly pairs: readonly number[];
}

/** As far back as somebody may go without loading, in seconds. */
const KEPT_SECONDS = 120;
/** Nearer to each other than this it is the same frame, in another quality. */
const SAME_SECONDS = 0.005;

export class CaptionFeed {
  /** In the order of their times. */
  readonly samples: CaptionSample[] = [];
  /** Counts what came: who has read on may have missed something. */
  version = 0;
  #hasText = false;

  /** Something was said already: there is something to show. */
  get hasText(): boolean {
    return this.#hasText;
  }

  /** @param ccData of A/53 part 4: flags and count, one byte without meaning, then three bytes for each pair. */
  add(atSeconds: number, ccData: Uint8Array): void {
    const pairs = firstField(ccData);
    if (pairs.length === 0) return;
    // captions that are switched on and silent are sent as nothing, twice a frame
    this.#hasText ||= pairs.some((byte) => (byte & 0x7f) >= 0x20);
    const { samples } = this;
    let place = samples.length;
    while (place > 0 && (samples[place - 1]?.atSeconds ?? 0) > atSeconds + SAME_SECONDS) place -= 1;
    const isThere = Math.abs((samples[place - 1]?.atSeconds ?? Number.NEGATIVE_INFINITY) - atSeconds) <= SAME_SECONDS;
    samples.splice(isThere ? place - 1 : place, isThere ? 1 : 0, { atSeconds, pairs });
    if (place < samples.length - 1) this.version += 1;
    const old = samples.findIndex((sample) => sample.atSeconds >= (samples.at(-1)?.atSeconds ?? 0) - KEPT_SECONDS);
    if (old > 0) samples.splice(0, old);
  }
}

/** cc_valid, and field 1 (CEA-708 4.4). */
function firstField(ccData: Uint8Array): readonly number[] {
  const pairs: number[] = [];
  for (let at = 2; at + 2 < ccData.length; at += 3)
    if (((ccData[at] ?? 0) & 0x07) === 0x04) pairs.push(ccData[at + 1] ?? 0, ccData[at + 2] ?? 0);
  return pairs.every((byte) => (byte & 0x7f) === 0) ? [] : pairs;
}
