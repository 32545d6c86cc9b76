/** What the host saw of the stage when he acted. Pure. */
import type { ReadonlyFacts } from '../../player/playback/playback-facts.ts';

/** Who looks at what is further back does not mean that moment. */
const FURTHEST_MS = 10_000;

/**
 * The programme time of the picture that he acts on: with it the act is shown to each viewer on the frame on which the host acted, whatever either
 * one's delay is (ADR 0024). undefined: he sees none that moves, or looks at something that was long ago; then the server's now is meant.
 *
 * @param serverMs the server's clock now.
 */
export function stageSeenMs(
  facts: Pick<ReadonlyFacts, 'mode' | 'moving' | 'positionMs'> | undefined,
  serverMs: number,
): number | undefined {
  const positionMs = facts?.positionMs.peek() ?? null;
  if (facts?.mode.peek() !== 'live' || !facts.moving.peek() || positionMs === null) return undefined;
  const isRecent = positionMs <= serverMs && serverMs - positionMs <= FURTHEST_MS;
  return isRecent ? Math.round(positionMs) : undefined;
}
