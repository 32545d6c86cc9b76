/** What the watch page shows, as a state machine without I/O: the stream's status and the player's faults in, one state out. */
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import type { FaultKind } from '../playback/faults.ts';

/** Why the status did not come. `not-let-in`: the event is closed to us just now; what is done about it is the attendance's. */
export type StatusFailure = 'unreachable' | 'not-found' | 'not-let-in';

/** Everything the page has heard so far. */
export interface Heard {
  readonly status: StreamStatus | null;
  readonly failure: StatusFailure | null;
  /** Our own clock when the present failure began. */
  readonly failingSinceMs: number | null;
  readonly failures: number;
}

export type PageState =
  /** The event is closed to the viewer: the entrance is shown. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live' }
  /** `sinceMs` by the server's clock. */
  | { readonly kind: 'slate'; readonly sinceMs: number | null }
  | { readonly kind: 'trouble'; readonly fault: FaultKind }
  | { readonly kind: 'ended' };

export const nothingHeard: Heard = { status: null, failure: null, failingSinceMs: null, failures: 0 };

/** A status came. The same is heard as before when nothing but the server's clock is another: then nobody has to look at it. */
export function heardStatus(before: Heard, status: StreamStatus): Heard {
  const now: Heard = { ...nothingHeard, status };
  return told(before) === told(now) ? before : now;
}

function told(heard: Heard): string {
  return JSON.stringify(heard, (name, value: unknown) => (name === 'nowMs' ? 0 : value));
}

/** A status did not come. What was known stays known: a restarting server does not end the event. */
export function heardFailure(before: Heard, failure: StatusFailure, nowMs: number): Heard {
  return { ...before, failure, failingSinceMs: before.failingSinceMs ?? nowMs, failures: before.failures + 1 };
}

/** Failures before a page that has nothing to show says so; one lost answer is nobody's business. */
const SILENT_FAILURES = 1;

/**
 * @param fault what the player suffers from just now.
 * @param isMoving a picture is on screen and moves, and not only just now: then nothing is said about a status that does not come.
 */
export function pageState(heard: Heard, fault: FaultKind | null, isMoving: boolean): PageState {
  const { status, failure } = heard;
  const isLost = failure !== null && failure !== 'not-let-in' && heard.failures > SILENT_FAILURES;
  const lost: PageState = { kind: 'trouble', fault: failure === 'not-found' ? 'stream-not-there' : 'origin-unreachable' };
  if (status === null) return isLost || failure === 'not-found' ? lost : { kind: 'loading' };
  if (status.state === 'ended') return { kind: 'ended' };
  if (isLost && !isMoving) return lost;
  if (status.state === 'waiting' || status.liveUrl === null) return { kind: 'waiting' };
  if (fault !== null && !isMoving) return { kind: 'trouble', fault };
  return status.state === 'slate' ? { kind: 'slate', sinceMs: status.sinceMs } : { kind: 'live' };
}

const SOON_MS = 1_000;
const CALM_MS = 5_000;
const MAX_MS = 8_000;

/** When to ask again. @param random 0..1: thousands of pages must not ask at the same moment. */
export function nextAskMs(heard: Heard, random: number): number {
  const spread = 0.85 + random * 0.3;
  if (heard.failure !== null) return Math.min(MAX_MS, SOON_MS * 2 ** Math.min(heard.failures - 1, 5)) * spread;
  const isCalm = heard.status?.state === 'live' || heard.status?.state === 'ended';
  return (isCalm ? CALM_MS : SOON_MS) * spread;
}
