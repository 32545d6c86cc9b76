import { type ReadonlySignal, signal } from '@preact/signals';
import type { PlaybackFacts } from '../playback/playback-facts.ts';

const EVERY_MS = 200;
/** A picture that does not come for so long does not hold the polls back. */
const PATIENCE_MS = 10_000;
/** A player's clock may be a little ahead of the server's. */
const AHEAD_MS = 1_000;

/** Where this viewer is on the stage's clock. */
export interface StageTime {
  /** Unix ms; it never goes back: what was shown stays shown though the viewer rewinds. 0: the picture is still coming. */
  readonly stageMs: ReadonlySignal<number>;
  stop(): void;
}

/** @param serverMs the server's clock now, as far as we know it. */
export function stageTime(facts: Pick<PlaybackFacts, 'mode' | 'positionMs'>, serverMs: () => number): StageTime {
  const stageMs = signal(0);
  const sinceMs = Date.now();
  const look = (): void => {
    const position = facts.mode.peek() === 'none' ? null : facts.positionMs.peek();
    const isComing = position === null && facts.mode.peek() !== 'none' && Date.now() - sinceMs < PATIENCE_MS;
    if (isComing) return;
    const limitMs = serverMs() + (position === null ? 0 : AHEAD_MS);
    stageMs.value = Math.max(stageMs.peek(), Math.min(position ?? limitMs, limitMs));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return { stageMs, stop: () => clearInterval(timer) };
}
