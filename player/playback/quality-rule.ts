/** Which rung to load next: a rule without I/O. Levels come lowest first, as hls.js sorts them. */

export interface Rung {
  /** Peak bits a second. */
  readonly bitrate: number;
}

export interface QualityView {
  readonly rungs: readonly Rung[];
  readonly current: number;
  /** Null before anything was measured. */
  readonly bps: number | null;
  readonly nowMs: number;
  /** When automatic choice last went up or down. */
  readonly switchedMs: number;
  readonly wentDown: boolean;
  /** The last stall, or minus infinity. */
  readonly stalledMs: number;
}

/** At the live edge a part that needs most of its own duration to arrive adds that to the latency: keep room. */
const STAY_SHARE = 0.8;
const UP_SHARE = 0.55;
/** After a change, wait this long before going up: longer after going down, or the picture flaps. */
const UP_AFTER_UP_MS = 3_000;
const UP_AFTER_DOWN_MS = 8_000;
/** A stall this young with little to spare counts against the rung it happened on. */
const STALL_MEMORY_MS = 1_500;

/** @returns the rung automatic choice wants; `current` when there is no reason to change. */
export function chooseRung(view: QualityView): number {
  const { rungs, current, bps } = view;
  const now = rungs[current];
  if (bps === null || now === undefined) return current;
  const tight = view.nowMs - view.stalledMs < STALL_MEMORY_MS && now.bitrate > bps * UP_SHARE;
  if (now.bitrate > bps * STAY_SHARE || tight) {
    return Math.min(current, highestWithin(rungs, bps * (tight ? UP_SHARE : STAY_SHARE)));
  }
  const waited = view.nowMs - view.switchedMs >= (view.wentDown ? UP_AFTER_DOWN_MS : UP_AFTER_UP_MS);
  return waited ? Math.max(current, highestWithin(rungs, bps * UP_SHARE)) : current;
}

/** The rung to begin with: the best one that is no more than 720 lines, or what a measured link carries. */
export function firstRung(rungs: readonly (Rung & { readonly height: number })[], bps: number | null): number {
  if (bps !== null) return highestWithin(rungs, bps * UP_SHARE);
  let best = 0;
  rungs.forEach((rung, index) => {
    if (rung.height <= 720 && rung.bitrate >= (rungs[best]?.bitrate ?? 0)) best = index;
  });
  return best;
}

function highestWithin(rungs: readonly Rung[], bps: number): number {
  let best = 0;
  rungs.forEach((rung, index) => {
    if (rung.bitrate <= bps) best = index;
  });
  return best;
}
