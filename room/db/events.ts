/** Events as the organiser keeps them. */
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { AccessKind, EventSettings } from '../../core/contracts/room/event.ts';
import { finder } from '../../core/contracts/room/finder.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { keepConsent } from './consents.ts';
import type { Db } from './database.ts';
import { readSettings } from './event-settings.ts';
import { locking } from './lock.ts';
import { newId } from './new-id.ts';
import { addPlan, listCues, withPolls } from './planned-cues.ts';
import { copyPolls } from './poll-drafts.ts';
import { openRoomOf } from './room-rows.ts';
import type { Schema } from './schema.ts';

/** An event with its settings read. */
export interface EventRecord extends Omit<Schema['events'], 'settings'> {
  readonly settings: EventSettings;
}

/** What makes an event, checked already. */
export interface NewEvent {
  readonly tenant: TenantId;
  readonly slug: string;
  readonly title: string;
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly timeZone: string;
  readonly access: AccessKind;
  readonly passwordHash: string | null;
  readonly settings: EventSettings;
  /** Account or API key. */
  readonly createdBy: string;
}

/** Makes a draft, its room and the first version of its consent text; run it in `write`. Refuses a slug that another event of the installation has. */
export async function createEvent(
  db: Db,
  event: NewEvent,
  nowMs: number,
): Promise<{ readonly ok: true; readonly event: EventRecord } | Refusal> {
  const id = newId(nowMs) as EventId;
  const row = {
    ...{ ...event, id, state: 'draft' as const, settings: JSON.stringify(event.settings), createdAtMs: nowMs, changedAtMs: nowMs },
    ...{ wentLiveAtMs: null, endedAtMs: null },
  };
  const made = await db
    .insertInto('events')
    .values(row)
    .onConflict((on) => on.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) return refuse('ROOM_SLUG_TAKEN', { slug: event.slug });
  const settings = await keepConsent(db, event.tenant, id, event.settings, nowMs);
  await db
    .updateTable('events')
    .set({ settings: JSON.stringify(settings) })
    .where('tenant', '=', event.tenant)
    .where('id', '=', id)
    .execute();
  await openRoomOf(db, event.tenant, id, settings, nowMs);
  return { ok: true, event: { ...row, settings } };
}

export async function getEvent(db: Db, tenant: TenantId, id: EventId): Promise<EventRecord | undefined> {
  const row = await db.selectFrom('events').selectAll().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : asRecord(row);
}

/** By its name in links; whose it is comes with it. */
export async function findEventBySlug(db: Db, slug: string): Promise<EventRecord | undefined> {
  const row = await db.selectFrom('events').selectAll().where('slug', '=', slug).executeTakeFirst();
  return row === undefined ? undefined : asRecord(row);
}

const HEAD = ['id', 'slug', 'title', 'state', 'access', 'startsAtMs', 'endsAtMs', 'timeZone'] as const;
/** An event as lists show it: its settings, which may be long, are not read. */
export type EventHead = Pick<EventRecord, (typeof HEAD)[number]>;

/** Which events of an organisation are listed. */
export interface EventsWanted {
  /** Those made before the event of an id. */
  readonly before?: EventId | undefined;
  /** At most so many. */
  readonly limit: number;
  readonly state?: EventState | undefined;
  /** Words of the title or the name in links; none: all events. */
  readonly search?: string | undefined;
  /** Those that begin at this time or later, Unix ms. */
  readonly startsFromMs?: number | undefined;
  /** Those that begin before it, Unix ms. */
  readonly startsBeforeMs?: number | undefined;
}

/** Rows that a search looks through at a time. */
const SEARCH_ROWS = 1_000;

/**
 * The newest first. What is searched for is compared here and not in the database, which knows nothing of accents and keyboards; a search that
 * finds little looks through the names of all events of the organisation, in steps by the index.
 */
export async function listEvents(db: Db, tenant: TenantId, wanted: EventsWanted): Promise<readonly EventHead[]> {
  const { limit, state, search = '', startsFromMs, startsBeforeMs } = wanted;
  const rows = search.trim() === '' ? limit : Math.max(limit, SEARCH_ROWS);
  const isFound = finder(search);
  const found: EventHead[] = [];
  let { before } = wanted;
  for (;;) {
    let query = db.selectFrom('events').select(HEAD).where('tenant', '=', tenant).orderBy('id', 'desc').limit(rows);
    if (before !== undefined) query = query.where('id', '<', before);
    if (state !== undefined) query = query.where('state', '=', state);
    if (startsFromMs !== undefined) query = query.where('startsAtMs', '>=', startsFromMs);
    if (startsBeforeMs !== undefined) query = query.where('startsAtMs', '<', startsBeforeMs);
    const some = await query.execute();
    found.push(...some.filter(({ title, slug }) => isFound(`${title} ${slug}`)));
    before = some.at(-1)?.id;
    if (found.length >= limit || some.length < rows) return found.slice(0, limit);
  }
}

/** What of an event may be set, checked already. */
export type EventChange = Partial<
  Pick<EventRecord, 'slug' | 'title' | 'startsAtMs' | 'endsAtMs' | 'timeZone' | 'access' | 'passwordHash' | 'settings'>
>;

/** Changes an event; run it in `write`. A changed consent text gets a new version. The talk's rules of a room that has begun are changed in the room. */
export async function updateEvent(
  db: Db,
  tenant: TenantId,
  id: EventId,
  change: EventChange,
  nowMs: number,
): Promise<{ readonly ok: true; readonly event: EventRecord } | Refusal> {
  const before = await lockEvent(db, tenant, id);
  if (before === undefined) return refuse('ROOM_NO_SUCH_EVENT');
  const { slug } = change;
  if (slug !== undefined && slug !== before.slug && (await findEventBySlug(db, slug)) !== undefined)
    return refuse('ROOM_SLUG_TAKEN', { slug });
  const settings = change.settings === undefined ? before.settings : await keepConsent(db, tenant, id, change.settings, nowMs);
  // never the same twice: by it an open room knows that its settings are others, and a writer that he was overtaken
  const changedAtMs = Math.max(nowMs, before.changedAtMs + 1);
  await db
    .updateTable('events')
    .set({ ...change, settings: JSON.stringify(settings), changedAtMs })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
  if (before.wentLiveAtMs === null && change.settings !== undefined) await openRoomOf(db, tenant, id, settings, nowMs);
  return { ok: true, event: { ...before, ...change, settings, changedAtMs } };
}

/** A draft like an event, with its polls and its plan, without its times, people and keys; run it in `write`. */
export async function duplicateEvent(
  db: Db,
  tenant: TenantId,
  id: EventId,
  as: { readonly slug: string; readonly title: string; readonly createdBy: string },
  nowMs: number,
): Promise<{ readonly ok: true; readonly event: EventRecord } | Refusal> {
  const original = await getEvent(db, tenant, id);
  if (original === undefined) return refuse('ROOM_NO_SUCH_EVENT');
  const { timeZone, access, passwordHash, settings } = original;
  const made = await createEvent(db, { tenant, timeZone, access, passwordHash, settings, ...as, startsAtMs: null, endsAtMs: null }, nowMs);
  if (!made.ok) return made;
  const polls = await copyPolls(db, tenant, id, made.event.id, nowMs);
  await addPlan(db, tenant, made.event.id, withPolls(await listCues(db, tenant, id), polls), nowMs);
  return made;
}

/**
 * Moves an event on, when it is still where the caller thinks it is: of two who press the button one gets false.
 * The room is told by a notice (room/channel).
 */
export async function changeEventState(
  db: Db,
  tenant: TenantId,
  id: EventId,
  step: { readonly from: EventState; readonly to: EventState },
  nowMs: number,
): Promise<boolean> {
  const times = {
    ...(step.to === 'live' ? { endedAtMs: null } : {}),
    ...(step.to === 'ended' ? { endedAtMs: nowMs } : {}),
  };
  const { numUpdatedRows } = await db
    .updateTable('events')
    .set((eb) => ({
      ...{ state: step.to, changedAtMs: nowMs, ...times },
      ...(step.to === 'live' ? { wentLiveAtMs: eb.fn.coalesce('wentLiveAtMs', eb.val(nowMs)) } : {}),
    }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', step.from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes an event away with everybody and everything in it. @returns whether there was one. */
export async function deleteEvent(db: Db, tenant: TenantId, id: EventId): Promise<boolean> {
  await db.deleteFrom('auditTexts').where('tenant', '=', tenant).where('event', '=', id).execute();
  const { numDeletedRows } = await db.deleteFrom('events').where('tenant', '=', tenant).where('id', '=', id).executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** What the origin must know of an event (`GET /internal/streams`). */
export type ListedStream = Pick<EventRecord, 'id' | 'tenant' | 'slug' | 'title' | 'state' | 'access' | 'endedAtMs' | 'settings'>;

/** Of all events of the installation, or of those that were changed since: by an index, whatever their number. Unix ms. */
export async function listStreams(db: Db, changedSinceMs?: number): Promise<readonly ListedStream[]> {
  const columns = ['id', 'tenant', 'slug', 'title', 'state', 'access', 'endedAtMs', 'settings'] as const;
  const all = db.selectFrom('events').select(columns).orderBy('id');
  const rows = await (changedSinceMs === undefined ? all : all.where('changedAtMs', '>=', changedSinceMs)).execute();
  return rows.map((row) => ({ ...row, settings: readSettings(row.settings) }));
}

/** Until the transaction ends nobody else changes the event. */
export async function lockEvent(db: Db, tenant: TenantId, id: EventId): Promise<EventRecord | undefined> {
  const row = await locking(db, db.selectFrom('events').selectAll().where('tenant', '=', tenant).where('id', '=', id)).executeTakeFirst();
  return row === undefined ? undefined : asRecord(row);
}

function asRecord(row: Schema['events']): EventRecord {
  return { ...row, settings: readSettings(row.settings) };
}
