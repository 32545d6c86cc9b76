/** How near to what has come a preview plays. Pure. */

/** Nearer, and a little jitter of the line stops the picture. */
const NEAR_SECONDS = 0.12;
/** Farther, and it plays a little faster; */
const FAR_SECONDS = 0.3;
/** so far away it jumps. */
const JUMP_SECONDS = 1;
const FASTER = 1.08;
const SLOWER = 0.97;

export type EdgeMove = { readonly kind: 'jump'; readonly behind: number } | { readonly kind: 'play'; readonly rate: number };

/** @param seconds that have come and are not shown yet; below 0: the playhead stands where nothing is. */
export function edgeMove(seconds: number): EdgeMove {
  if (seconds > JUMP_SECONDS || seconds < 0) return { kind: 'jump', behind: NEAR_SECONDS };
  if (seconds > FAR_SECONDS) return { kind: 'play', rate: FASTER };
  return { kind: 'play', rate: seconds < NEAR_SECONDS / 2 ? SLOWER : 1 };
}
