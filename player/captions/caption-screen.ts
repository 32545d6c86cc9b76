/** What of a feed is on the screen at a moment. Pure but for what it remembers. */
import type { CaptionFeed } from './caption-feed.ts';
import { type CaptionRow, Cea608 } from './cea-608.ts';

/** A caption that nothing follows is taken away after this, in seconds: its end was lost (CEA-608 recommends sixteen). */
const FORGOTTEN_SECONDS = 16;

export class CaptionScreen {
  readonly #feed: CaptionFeed;
  readonly #decoder = new Cea608();
  #rows: readonly CaptionRow[] = [];
  #readTo = Number.NEGATIVE_INFINITY;
  #heardAt = Number.NEGATIVE_INFINITY;
  #version: number;

  constructor(feed: CaptionFeed) {
    this.#feed = feed;
    this.#version = feed.version;
  }

  /**
   * @param seconds media time at the playhead; back and forth as the viewer likes.
   * @returns the same list for as long as nothing changed.
   */
  at(seconds: number): readonly CaptionRow[] {
    const { samples, version } = this.#feed;
    // back, or something was put in between: everything once more
    if (seconds < this.#readTo || version !== this.#version) this.#rewind();
    this.#version = version;
    let hasChanged = false;
    for (let index = this.#firstAfter(this.#readTo); index < samples.length; index += 1) {
      const sample = samples[index];
      if (sample === undefined || sample.atSeconds > seconds) break;
      this.#heardAt = sample.atSeconds;
      for (let at = 0; at + 1 < sample.pairs.length; at += 2)
        hasChanged = this.#decoder.push(sample.pairs[at] ?? 0, sample.pairs[at + 1] ?? 0) || hasChanged;
    }
    this.#readTo = seconds;
    if (hasChanged) this.#rows = this.#decoder.rows();
    if (this.#rows.length > 0 && seconds - this.#heardAt > FORGOTTEN_SECONDS) this.#rewind(seconds);
    return this.#rows;
  }

  #rewind(to = Number.NEGATIVE_INFINITY): void {
    this.#decoder.reset();
    if (this.#rows.length > 0) this.#rows = [];
    this.#readTo = to;
  }

  #firstAfter(seconds: number): number {
    const { samples } = this.#feed;
    let index = samples.length;
    while (index > 0 && (samples[index - 1]?.atSeconds ?? 0) > seconds) index -= 1;
    return index;
  }
}
