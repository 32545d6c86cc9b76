/**
 * Estimates which wall clock a source's time 0 was: the smallest seen, because a frame can come late and never early. Pure; times in
 * ms, the source's own as {@link FlvSource} unwraps them.
 */
export class SourceEpoch {
  #ms: number | undefined;

  /** What ingest knew when the reading began, Unix ms. */
  begin(epochMs: number): void {
    this.#ms = epochMs;
  }

  /** A frame has come. */
  note(sourceMs: number, nowMs: number): void {
    const seenMs = nowMs - sourceMs;
    this.#ms = this.#ms === undefined ? seenMs : Math.min(this.#ms, seenMs);
  }

  /** The source's time jumped: what was known says nothing about what comes. */
  forget(): void {
    this.#ms = undefined;
  }

  /** The wall clock (Unix ms) of a moment of the source; `nowMs` while nothing is known. */
  wallMs(sourceMs: number, nowMs: number): number {
    return this.#ms === undefined ? nowMs : this.#ms + sourceMs;
  }
}
