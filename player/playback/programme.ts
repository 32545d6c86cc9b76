/** What there is to play, and where in it a moment is to be found: rules without I/O. */

/** What there is to play, as the stream's status tells it. */
export interface Programme {
  /** The stage is on air, or its slate is. */
  readonly on: boolean;
  readonly liveUrl: string | null;
  readonly recordingUrl: string | null;
  readonly startedMs: number | null;
  /** To be added to `Date.now()` for the server's clock. */
  readonly clockOffsetMs: number;
}

export const NOTHING_ON: Programme = { on: false, liveUrl: null, recordingUrl: null, startedMs: null, clockOffsetMs: 0 };

/** A stretch of programme time, Unix ms. */
export interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

/** This near to the end of the programme, a seek means "live". */
const LIVE_SNAP_MS = 3_000;
/** The recording, as this player knows it, may have grown by this much. */
const GROWN_MS = 4_000;
/** A pause shorter than this is caught up; after a longer one the viewer goes on where he stopped. */
const SHORT_PAUSE_MS = 6_000;

/**
 * @param listed what the playlist in use lists.
 * @returns what the viewer can reach: the whole programme where it is recorded, else what is listed.
 */
export function reachable(programme: Programme, listed: Range | null, serverMs: number): Range | null {
  const { on, recordingUrl, startedMs } = programme;
  const startMs = (recordingUrl === null ? null : startedMs) ?? listed?.startMs ?? null;
  const endMs = on ? serverMs : (listed?.endMs ?? null);
  return startMs === null || endMs === null ? null : { startMs: Math.min(startMs, endMs), endMs };
}

/** Where playback is. */
export interface Whereabouts {
  readonly programme: Programme;
  readonly mode: 'none' | 'live' | 'recording';
  /** What the playlist in use lists. */
  readonly listed: Range | null;
}

/** `edge`: the live edge. `here`: in what is open. `recording`: the recording has to be opened. */
export type Way = 'edge' | 'here' | 'recording' | 'none';

/** The way to a moment. @param targetMs inside of `range`. */
export function wayTo(targetMs: number, range: Range, { programme, mode, listed }: Whereabouts): Way {
  if (programme.on && targetMs > range.endMs - LIVE_SNAP_MS) return 'edge';
  if (mode === 'live' && listed !== null && targetMs >= listed.startMs) return 'here';
  if (mode === 'recording' && listed !== null && targetMs <= listed.endMs + GROWN_MS) return 'here';
  return programme.recordingUrl === null ? 'none' : 'recording';
}

/** How a pause in the live picture ends: as if it had not been, behind live from now on, in the recording, or at the edge. */
export type Resumption = 'on' | 'behind' | 'recording' | 'edge';

/** @param positionMs where it was paused; null when unknown. */
export function resumption(pausedForMs: number, positionMs: number | null, { programme, listed }: Whereabouts): Resumption {
  if (pausedForMs <= SHORT_PAUSE_MS || positionMs === null) return 'on';
  if (listed !== null && positionMs >= listed.startMs) return 'behind';
  return programme.recordingUrl === null ? 'edge' : 'recording';
}
