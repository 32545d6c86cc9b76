/** Measures for how long a playhead that should move has stood still, and how far it ran. */

export class PlayheadClock {
  #last: { readonly atMs: number; readonly position: number } | undefined;
  #stuckSinceMs = 0;

  /** Nothing that was seen before counts. */
  forget(): void {
    this.#last = undefined;
  }

  /** @returns for how long it has not moved, ms, and how far it ran since the last look, in seconds. */
  look(position: number, shouldMove: boolean, nowMs: number): { readonly stuckMs: number; readonly ranSeconds: number } {
    const step = this.#last === undefined ? 0 : position - this.#last.position;
    if (!shouldMove || step !== 0 || this.#last === undefined) this.#stuckSinceMs = nowMs;
    const passed = this.#last === undefined ? 0 : (nowMs - this.#last.atMs) / 1000;
    this.#last = { atMs: nowMs, position };
    // A seek is no running.
    const ranSeconds = shouldMove && step > 0 && step < passed * 2 + 0.2 ? step : 0;
    return { stuckMs: nowMs - this.#stuckSinceMs, ranSeconds };
  }
}
