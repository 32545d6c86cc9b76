/** What other services ask the room (core/contracts/room/internal.ts), read from the database. */
import type { EventState } from '../core/contracts/room/entries.ts';
import type { AccessKind, EventSettings } from '../core/contracts/room/event.ts';
import type { StreamId } from '../core/contracts/ids.ts';
import type { HeldSlatesAnswer, StreamDirectoryAnswer, StreamKeysAnswer, StreamListing } from '../core/contracts/room/internal.ts';
import { MAX_MEDIA_TOKEN_MS } from '../core/grants/media-token.ts';
import type { Database } from './db/database.ts';
import { listStreams } from './db/events.ts';
import { heldSlates } from './db/slates.ts';
import { validStreamKeys } from './db/stream-keys.ts';
import { sessionsRevokedSince } from './db/ticket-sessions.ts';
import { mediaAccessOf } from './event/media-access.ts';
import { rehearsalOf } from './event/slug.ts';

/** Clocks of our machines may be apart, and a transaction takes its time: what was changed shortly before is told again. */
const OVERLAP_MS = 30_000;

/** Who may see which stream, of all or of what was changed since the answer of `sinceMs`; and which sessions are out. @throws StoreAway */
export async function streamDirectory(database: Database, nowMs: number, sinceMs?: number): Promise<StreamDirectoryAnswer> {
  // a token of a session that was out before that has ended by itself; renewals may be as old as a token lives
  const tokensSinceMs = Math.floor(nowMs) - 2 * MAX_MEDIA_TOKEN_MS;
  const changedSinceMs = sinceMs === undefined ? undefined : Math.floor(sinceMs) - OVERLAP_MS;
  const [events, revoked] = await database.read((db) =>
    Promise.all([listStreams(db, changedSinceMs), sessionsRevokedSince(db, tokensSinceMs)]),
  );
  const streams = events.flatMap(({ slug, title, state, access, endedAtMs, settings }): StreamListing[] => [
    {
      stream: slug as StreamId,
      title,
      ...mediaAccessOf({ state, access, endedAtMs, settings }, nowMs),
      ...offOf(state, access),
      ...framesOf(settings),
    },
    { stream: rehearsalOf(slug), title, live: 'staff', recordings: 'staff' },
  ]);
  return { isWhole: sinceMs === undefined, streams, revoked, atMs: nowMs };
}

/** Of most events: none. */
function framesOf({ embedOrigins }: EventSettings): Pick<StreamListing, 'embedOrigins'> {
  return embedOrigins.length === 0 ? {} : { embedOrigins };
}

/** A draft is nobody's business. After the end there is no entrance to be asked at. */
function offOf(state: EventState, access: AccessKind): Pick<StreamListing, 'off'> {
  switch (state) {
    case 'scheduled':
      return { off: { state: 'waiting', to: access === 'open' ? 'open' : 'grant' } };
    case 'ended':
    case 'published':
      return { off: { state: 'ended', to: 'open' } };
    case 'draft':
    case 'live':
      return {};
  }
}

/** Which stream keys are valid. @throws StoreAway */
export async function streamKeys(database: Database, nowMs: number): Promise<StreamKeysAnswer> {
  const keys = await database.read((db) => validStreamKeys(db));
  return {
    keys: keys.map(({ id, slug, slot, label, createdAtMs, hmac }) => ({
      ...{ id, label, hmac, createdAt: new Date(createdAtMs).toISOString() },
      ...(slot === 'rehearsal' ? { stream: rehearsalOf(slug), slot: 'primary' as const } : { stream: slug as StreamId, slot }),
    })),
    atMs: nowMs,
  };
}

/** Which streams show the slate, whoever sends. @throws StoreAway */
export async function slates(database: Database): Promise<HeldSlatesAnswer> {
  return { streams: await database.read((db) => heldSlates(db)) };
}
