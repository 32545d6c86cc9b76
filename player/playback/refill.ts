/**
 * Going on after playback ran dry: a rule without I/O.
 *
 * Chromium asks for twice as much sound before it goes on each time that it ran dry: 0.4 s, 0.8, 1.6, at most 3
 * (`AudioRendererAlgorithm::IncreasePlaybackThreshold`). At the live edge that much is a second of standing still, and a second
 * further behind. It forgets that with a seek. So from the second time on it is made to seek to where it is, as soon as there
 * is as much as we ourselves want: no media is skipped.
 */
export class Refill {
  #timesDry = 0;

  /** Playback ran dry. */
  ranDry(): void {
    this.#timesDry += 1;
  }

  /** The playhead was moved, by whomever. */
  moved(): void {
    this.#timesDry = 0;
  }

  /** @returns true when it should seek to where it is. Both in seconds: what is ahead of the playhead, and what is wanted there. */
  isDue(bufferSeconds: number, wantedSeconds: number): boolean {
    return this.#timesDry > 1 && bufferSeconds >= wantedSeconds;
  }
}
