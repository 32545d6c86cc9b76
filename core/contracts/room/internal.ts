/**
 * What other services ask the room, about once a second, with a credential of their own (`Authorization: Bearer <token>`):
 *
 *   GET /internal/streams?since=<atMs>   {@link StreamDirectoryAnswer}, for the origin: who may see which stream, which sessions are out
 *   GET /internal/keys                   {@link StreamKeysAnswer}, for ingest: which stream keys are valid
 *   GET /internal/slates                 {@link HeldSlatesAnswer}, for the transcoder: which streams show the slate, whoever sends
 *
 * They go on with the last answer while the room is away.
 */
import type { PublishSlot } from '../feed.ts';
import type { StreamId } from '../ids.ts';

/** open: everybody, without a token. grant: a valid token. staff: a token of the staff. none: nobody. */
export type MediaAccess = 'open' | 'grant' | 'staff' | 'none';

export interface StreamListing {
  readonly stream: StreamId;
  readonly title: string;
  readonly live: MediaAccess;
  readonly recordings: MediaAccess;
  /** Origins of pages that may show it in a frame, besides our own. */
  readonly embedOrigins?: readonly string[];
  /**
   * Of an event that is still to come or over: what it is told as while its picture is nobody's, and to whom (`grant`: to whoever has come in, the
   * others are asked to). Absent: who may not see the picture is told nothing.
   */
  readonly off?: { readonly state: 'waiting' | 'ended'; readonly to: 'open' | 'grant' };
}

export interface StreamDirectoryAnswer {
  /** All of them; false: those that were changed since the answer before, some of them perhaps twice. */
  readonly isWhole: boolean;
  readonly streams: readonly StreamListing[];
  /** Always all: sessions whose tokens have not expired yet and are not valid any more. */
  readonly revoked: readonly string[];
  /** What the next question says as `since`. Unix ms. */
  readonly atMs: number;
}

export interface StreamKeyListing {
  readonly id: string;
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** HMAC-SHA-256 of the key with the installation's secret, hex. */
  readonly hmac: string;
}

export interface StreamKeysAnswer {
  readonly keys: readonly StreamKeyListing[];
  readonly atMs: number;
}

export interface HeldSlatesAnswer {
  readonly streams: readonly StreamId[];
}
