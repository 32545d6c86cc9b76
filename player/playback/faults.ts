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

const CODEC_DETAILS = new Set([
  'manifestIncompatibleCodecsError',
  'bufferAddCodecError',
  'bufferIncompatibleCodecsError',
  'bufferAppendError',
  'bufferAppendingError',
]);

/** @returns the fault an hls.js error means, or null when the player mends it by itself and nothing needs saying. */
export function faultOf(error: PlayerError): FaultKind | null {
  if (!error.fatal) return error.details === 'bufferStalledError' ? 'stalled-at-edge' : null;
  if (CODEC_DETAILS.has(error.details) || error.type === 'mediaError') return 'codec-refused';
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
/** Gentle remedies this often, then everything is built anew. */
const GENTLE_TRIES = 2;

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
