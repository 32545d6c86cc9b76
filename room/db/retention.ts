/** What is kept too long goes by itself: the talk of an event after its `chatDays`, its people and recordings after its `recordingDays`, and what has had its use. */
import type { StreamId } from '../../core/contracts/ids.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Database, Db } from './database.ts';
import { rehearsalOf } from '../event/slug.ts';
import { readSettings } from './event-settings.ts';
import { locking } from './lock.ts';
import { deleteUnusedPictures } from './pictures.ts';

const DAY_MS = 86_400_000;
/** Nobody sends an act again after so long. */
const DONE_MS = DAY_MS;
/** Deliveries, invitations and sessions of tickets that are over. */
const USED_UP_MS = 7 * DAY_MS;
/** Entries deleted in one transaction: a room is not held up. */
const AT_ONCE = 2_000;

/** Deletes what was recorded of a stream. @returns how many objects there were. */
export type ForgetRecordings = (stream: StreamId) => Promise<number>;

/** What a sweep has taken away, in rows. */
export interface Swept {
  readonly entries: number;
  readonly people: number;
  readonly usedUp: number;
  /** Objects of recordings. */
  readonly objects: number;
}

/** One sweep over the installation; several nodes may sweep at once. @throws StoreAway */
export async function sweep(database: Database, nowMs: number, forgetRecordings: ForgetRecordings): Promise<Swept> {
  const events = await database.read((db) =>
    db.selectFrom('events').select(['id', 'tenant', 'slug', 'settings', 'endedAtMs']).orderBy('id').execute(),
  );
  let [entries, people, objects] = [0, 0, 0];
  for (const { id, tenant, slug, settings, endedAtMs } of events) {
    const { chatDays, recordingDays } = readSettings(settings).retention;
    entries += await deleteTalk(database, tenant, id, nowMs - chatDays * DAY_MS);
    const isOver = endedAtMs !== null && endedAtMs < nowMs - recordingDays * DAY_MS;
    if (!isOver) continue;
    people += await database.write((db) => deletePeople(db, tenant, id));
    objects += (await forgetRecordings(slug as StreamId)) + (await forgetRecordings(rehearsalOf(slug)));
  }
  return { entries, people, objects, usedUp: await database.write((db) => deleteUsedUp(db, nowMs)) };
}

/**
 * What was said before a time: messages, questions, ballots of polls that have had their end (their numbers stay), and the words in the audit log.
 * The feed goes on with its numbers; it begins later. @returns how many entries.
 */
async function deleteTalk(database: Database, tenant: TenantId, event: EventId, beforeMs: number): Promise<number> {
  let count = 0;
  for (;;) {
    const deleted = await database.write((db) => deleteEntries(db, tenant, event, beforeMs));
    count += deleted;
    if (deleted < AT_ONCE) break;
  }
  await database.write(async (db) => {
    await db.deleteFrom('questions').where('tenant', '=', tenant).where('event', '=', event).where('askedAtMs', '<', beforeMs).execute();
    const polls = db
      .selectFrom('polls')
      .select('id')
      .where('tenant', '=', tenant)
      .where('event', '=', event)
      .where('final', 'is not', null)
      .where('closesAtMs', '<', beforeMs);
    await db.deleteFrom('ballots').where('tenant', '=', tenant).where('event', '=', event).where('poll', 'in', polls).execute();
    const notes = db.selectFrom('audit').select('id').where('tenant', '=', tenant).where('event', '=', event).where('atMs', '<', beforeMs);
    await db.deleteFrom('auditTexts').where('tenant', '=', tenant).where('event', '=', event).where('audit', 'in', notes).execute();
  });
  return count;
}

/** The oldest, up to the last that is too old: what is left has no hole. */
async function deleteEntries(db: Db, tenant: TenantId, event: EventId, beforeMs: number): Promise<number> {
  const room = await locking(
    db,
    db.selectFrom('rooms').select('pinned').where('tenant', '=', tenant).where('event', '=', event),
  ).executeTakeFirst();
  const old = db
    .selectFrom('entries')
    .select('feedOffset')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('atMs', '<', beforeMs)
    .orderBy('feedOffset', 'desc')
    .limit(1);
  const last = (await old.executeTakeFirst())?.feedOffset;
  if (room === undefined || last === undefined) return 0;
  const oldest = await db
    .selectFrom('entries')
    .select('feedOffset')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('feedOffset', '<=', last)
    .orderBy('feedOffset')
    .limit(AT_ONCE)
    .execute();
  const until = oldest.at(-1)?.feedOffset ?? 0;
  await db.deleteFrom('heldMessages').where('tenant', '=', tenant).where('event', '=', event).where('feedOffset', '<=', until).execute();
  await db.deleteFrom('entries').where('tenant', '=', tenant).where('event', '=', event).where('feedOffset', '<=', until).execute();
  const pinned = room.pinned === null ? undefined : (JSON.parse(room.pinned) as { readonly offset: number }).offset;
  if (pinned !== undefined && pinned <= until)
    await db.updateTable('rooms').set({ pinned: null }).where('tenant', '=', tenant).where('event', '=', event).execute();
  return oldest.length;
}

/** Who was there, and under what name: tickets (with their sessions and registrations), attendance, and what they thought of it. */
async function deletePeople(db: Db, tenant: TenantId, event: EventId): Promise<number> {
  const stays = await db.deleteFrom('attendance').where('tenant', '=', tenant).where('event', '=', event).executeTakeFirstOrThrow();
  await db.deleteFrom('feedback').where('tenant', '=', tenant).where('event', '=', event).execute();
  const tickets = await db.deleteFrom('tickets').where('tenant', '=', tenant).where('event', '=', event).executeTakeFirstOrThrow();
  return Number(stays.numDeletedRows + tickets.numDeletedRows);
}

/** Of the whole installation: what has had its use. */
async function deleteUsedUp(db: Db, nowMs: number): Promise<number> {
  const before = nowMs - USED_UP_MS;
  const deleted = [
    await db.deleteFrom('sessions').where('expiresAtMs', '<', nowMs).executeTakeFirstOrThrow(),
    await db
      .deleteFrom('doneOps')
      .where('atMs', '<', nowMs - DONE_MS)
      .executeTakeFirstOrThrow(),
    await db.deleteFrom('invitations').where('expiresAtMs', '<', before).executeTakeFirstOrThrow(),
    await db.deleteFrom('deliveries').where('doneAtMs', '<', before).executeTakeFirstOrThrow(),
    await db.deleteFrom('ticketSessions').where('renewedAtMs', '<', before).executeTakeFirstOrThrow(),
  ];
  const pictures = await deleteUnusedPictures(db, nowMs);
  return deleted.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), pictures);
}
