/** What can go wrong with playback, as a closed list, and what is done about it: rules without I/O. */

/** The whole list. `stream-not-there`: the server answers, but has no such stream (any more). */
export type FaultKind = 'origin-unreachable' | 'codec-refused' | 'stalled-at-edge' | 'stream-not-there';

/** The parts of an hls.js error that matter here. */
export interface PlayerError {
  readonly type: string;
  readonly details: string;
  readonly fatal: boolean;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
}

/** Our own error: nothing was reported, and nothing moved for long. */
export const STOOD_STILL: PlayerError = { type: 'networkError', details: 'stoodStill', fatal: true };
/** Our own error: the code that plays did not arrive. */
export const NOT_LOADED: PlayerError = { type: 'networkError', details: 'manifestPlayerNotLoaded', fatal: true };

/** The browser has no decoder for what the playlists announce: trying again will not help. */
const NO_DECODER = new Set(['manifestIncompatibleCodecsError', 'bufferAddCodecError', 'bufferIncompatibleCodecsError']);
/** Gentle remedies this often, then everything is built anew. */
const GENTLE_TRIES = 2;

/**
 * @param tries how many remedies were tried since playback last went well.
 * @returns the fault a fatal error means, or null when nothing needs saying yet: a picture that failed to decode once is
 * mended before anybody has read a sentence about it.
 */
export function faultOf(error: PlayerError, tries: number): FaultKind | null {
  if (error.details === STOOD_STILL.details) return 'stalled-at-edge';
  if (NO_DECODER.has(error.details)) return 'codec-refused';
  if (error.type === 'mediaError') return tries < GENTLE_TRIES ? null : 'codec-refused';
  // Another pass is asked for, or the entrance says why there is none.
  if (error.status === 403) return null;
  if (error.type === 'networkError' && (error.status === 404 || error.status === 410)) return 'stream-not-there';
  return 'origin-unreachable';
}

/** What to do next about a fatal error. */
export interface Remedy {
  readonly act: 'restart-load' | 'recover-media' | 'recreate';
  readonly delayMs: number;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/**
 * Never gives up: a viewer never has to reload the page.
 * @param tries how many remedies were tried since playback last went well.
 * @param random 0..1: thousands of players must not knock at the same moment.
 */
export function remedyFor(error: PlayerError, tries: number, random: number): Remedy {
  const delayMs = Math.round(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(tries, 10)) * (0.75 + random / 2));
  // A multivariant playlist that did not load leaves hls.js with nothing to restart.
  if (error.details.startsWith('manifest') || tries >= GENTLE_TRIES) return { act: 'recreate', delayMs };
  if (error.type === 'mediaError') return { act: 'recover-media', delayMs: tries === 0 ? 0 : delayMs };
  return { act: 'restart-load', delayMs };
}

/** The playhead as a watchman sees it. */
export interface PlayheadView {
  readonly shouldMove: boolean;
  readonly stuckMs: number;
  readonly bufferSeconds: number;
  /** Where the next buffered range begins when the playhead is in a hole; null when there is none. */
  readonly nextStartSeconds: number | null;
  readonly positionSeconds: number;
}

const STUCK_MS = 700;
const STUCK_WITH_DATA_MS = 3_000;
const NUDGE_SECONDS = 0.1;

/** @returns where to put a playhead that stands still though there is media to play; null to leave it alone. */
export function nudgeTo(view: PlayheadView): number | null {
  if (!view.shouldMove || view.stuckMs < STUCK_MS) return null;
  if (view.bufferSeconds < NUDGE_SECONDS && view.nextStartSeconds !== null) return view.nextStartSeconds + 0.001;
  if (view.bufferSeconds > 1 && view.stuckMs > STUCK_WITH_DATA_MS) return view.positionSeconds + NUDGE_SECONDS;
  return null;
}
