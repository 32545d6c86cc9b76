/**
 * Going on after playback ran dry: a rule without I/O.
 *
 * Chromium asks for twice as much sound before it goes on each time that it ran dry: 0.4 s, 0.8, 1.6, at most 3
 * (`AudioRendererAlgorithm::IncreasePlaybackThreshold`; seen as stalls of 0.6, 1.5 and 3.2 s). That is as it should be at first:
 * who runs dry needs more. At the live edge, where a second comes in a second, it is too much from the third time on, and it is
 * never forgotten but with a seek. So then it is made to seek to where it is, as soon as there is enough: no media is skipped.
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
    return this.#timesDry >= TOO_OFTEN && bufferSeconds >= Math.max(wantedSeconds, ENOUGH_SECONDS);
  }
}

const TOO_OFTEN = 3;
/** What the browser itself asks for the second time. */
const ENOUGH_SECONDS = 0.8;
