/** Sees what no event tells: a playhead in a hole, a player that waits for ever; and that all is well again. */
import { bufferAhead, nextStart } from './buffered.ts';
import { nudgeTo } from './faults.ts';
import type { PlaybackFacts } from './playback-facts.ts';
import { PlayheadClock } from './playhead-clock.ts';
import type { SourceKeeper } from './source-keeper.ts';
import type { Stalls } from './stalls.ts';

/** Dry for this long is worth a word to the viewer, and for this long, worth a remedy. */
const SAY_MS = 2_500;
const MEND_MS = 10_000;

interface GuardOptions {
  readonly video: HTMLVideoElement;
  readonly facts: PlaybackFacts;
  readonly keeper: SourceKeeper;
  readonly stalls: Stalls;
  /** The viewer is told of trouble. */
  readonly onTrouble: () => void;
}

export class Guard {
  readonly #on: GuardOptions;
  readonly #playhead = new PlayheadClock();

  constructor(options: GuardOptions) {
    this.#on = options;
  }

  /** Five times a second or more. @param hasPlace it is known where in the programme the playhead is: something was played. */
  look(nowMs: number, hasPlace: boolean): void {
    const { video, facts, keeper, stalls, onTrouble } = this.#on;
    const { waiting, fault } = facts;
    const shouldMove = facts.started.value && !video.paused && !video.seeking && !video.ended;
    const { stuckMs, ranSeconds } = this.#playhead.look(video.currentTime, shouldMove, nowMs);
    keeper.ran(ranSeconds);
    if (stuckMs > 0) this.#nudge(shouldMove, stuckMs);
    const dryMs = Math.max(stalls.openMs(nowMs), waiting.value ? stuckMs : 0);
    // what came back just now is not enough to go on with yet: that is not said once more
    if (Math.min(dryMs, keeper.sinceBackMs(nowMs)) > SAY_MS && fault.value === null && hasPlace) {
      fault.value = keeper.hasNetworkTrouble(nowMs) ? 'origin-unreachable' : 'stalled-at-edge';
      onTrouble();
    }
    if (dryMs > MEND_MS) keeper.stoodStill(nowMs, MEND_MS);
  }

  #nudge(shouldMove: boolean, stuckMs: number): void {
    const { video } = this.#on;
    const to = nudgeTo({
      shouldMove,
      stuckMs,
      bufferSeconds: bufferAhead(video),
      nextStartSeconds: nextStart(video),
      positionSeconds: video.currentTime,
    });
    if (to !== null) video.currentTime = to;
  }

  /** Another source, another playhead. */
  forget(): void {
    this.#playhead.forget();
  }
}
