/**
 * How ingest hands an accepted stream on: an internal HTTP interface with a credential of its own
 * (`Authorization: Bearer <token>`), on loopback in one process group, on a private network between machines.
 *
 *   GET /feed/events                 newline-delimited JSON, one {@link FeedEvent} a line: first one `accepted` for every
 *                                    session that is live, then what happens; a `beat` every second
 *   GET /feed/sessions/<id>.flv      the FLV of a session: header, metadata, sequence headers, the last keyframe's group,
 *                                    then live; ends when the session ends. Response header {@link EPOCH_HEADER}.
 *                                    404 when there is no such session. A reader that falls behind by more than
 *                                    8 MiB is disconnected.
 */
import type { SessionId, StreamId } from './ids.ts';

/** Two keys of one stream may publish at once; the primary is preferred. */
export type PublishSlot = 'primary' | 'backup';

/**
 * Unix ms of FLV timestamp 0 of this session, as ingest estimates it from recent arrivals (core/flv/epoch-estimate.ts), since timestamps jumped last.
 * Fractions allowed. Not there when no media has come yet.
 */
export const EPOCH_HEADER = 'x-plenary-epoch-ms';

/** Why a publish session ended. */
export type SessionEnd = 'closed' | 'timeout' | 'replaced' | 'revoked' | 'refused-media' | 'protocol-error' | 'shutdown';

export type FeedEvent =
  | {
      readonly kind: 'accepted';
      readonly session: SessionId;
      readonly stream: StreamId;
      readonly slot: PublishSlot;
      /** Unix ms. */
      readonly atMs: number;
    }
  | { readonly kind: 'ended'; readonly session: SessionId; readonly stream: StreamId; readonly atMs: number; readonly reason: SessionEnd }
  /** Media stopped or started to come although the connection stands. */
  | { readonly kind: 'idle' | 'resumed'; readonly session: SessionId; readonly stream: StreamId; readonly atMs: number }
  /** Somebody was refused; `sentence` is what the presenter's encoder was told. Never holds a key. */
  | { readonly kind: 'refused'; readonly stream: StreamId | null; readonly code: string; readonly sentence: string; readonly atMs: number }
  | { readonly kind: 'beat'; readonly atMs: number };
