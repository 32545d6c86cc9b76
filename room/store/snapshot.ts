/** A room as a node opens it. */
import type { EntryBody, FeedEntry, TalkRules } from '../../core/contracts/room/entries.ts';
import type { RoomView, StandingCue } from '../../core/contracts/room/frames.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { RoomSettings, RoomSnapshot } from '../channel/room-store.ts';
import type { Db } from '../db/database.ts';
import { readSettings } from '../db/event-settings.ts';
import { asPoll } from '../db/poll-drafts.ts';
import type { Schema } from '../db/schema.ts';
import { addCue } from '../../core/contracts/room/room-view.ts';
import { standingCue } from './act-show.ts';
import { viewOfPoll } from './poll-view.ts';
import { questionViews } from './questions.ts';

/** What a node remembers of the feed. */
const RECENT_ENTRIES = 10_000;
const RECENT_MS = 15 * 60_000;
/** Questions in the view; those that wait for an answer before those that are done with. */
const VIEW_QUESTIONS = 600;

/** Reads it; the caller sees to it that all is of one moment. undefined: there is no such event. */
export async function readSnapshot(db: Db, event: EventId, nowMs: number): Promise<RoomSnapshot | undefined> {
  const room = await db
    .selectFrom('rooms')
    .innerJoin('events', 'events.id', 'rooms.event')
    .select(['rooms.tenant', 'rooms.epoch', 'rooms.lastOffset', 'rooms.rules', 'rooms.pinned', 'events.state'])
    .select(['events.settings', 'events.changedAtMs'])
    .where('rooms.event', '=', event)
    .executeTakeFirst();
  if (room === undefined) return undefined;
  const { tenant } = room;
  const people = await restrictedPeople(db, tenant, event, nowMs);
  const view: RoomView = {
    state: room.state,
    rules: JSON.parse(room.rules) as TalkRules,
    firstLayout: readSettings(room.settings).room.layout,
    pinned: room.pinned === null ? null : (JSON.parse(room.pinned) as RoomView['pinned']),
    polls: await readPolls(db, tenant, event),
    questions: await readQuestions(db, tenant, event),
    cues: await readCues(db, tenant, event),
    held: await readHeld(db, tenant, event),
  };
  return {
    ...{ event, tenant, view, position: { epoch: room.epoch, offset: room.lastOffset } },
    recent: await readRecent(db, tenant, event, nowMs),
    muted: people.filter(({ mutedUntilMs }) => mutedUntilMs > nowMs).map(({ id, mutedUntilMs }) => ({ person: id, untilMs: mutedUntilMs })),
    revoked: people.filter(({ revokedAtMs }) => revokedAtMs !== null).map(({ id }) => id),
    ...roomSettings(room),
  };
}

/** What a node goes by, of an event's row. */
export function roomSettings({ settings, changedAtMs }: Pick<Schema['events'], 'settings' | 'changedAtMs'>): RoomSettings {
  const { room, embedOrigins } = readSettings(settings);
  return { words: room.words, strikes: room.strikes, embedOrigins, settingsAtMs: changedAtMs };
}

/** Reads a row of the feed. */
export function asEntry({
  feedOffset,
  atMs,
  audience,
  body,
}: Pick<Schema['entries'], 'feedOffset' | 'atMs' | 'audience' | 'body'>): FeedEntry {
  return { offset: feedOffset, atMs, audience, body: JSON.parse(body) as EntryBody };
}

/** Without a hole, though the clocks of two nodes differ: from behind the last that is too old. */
async function readRecent(db: Db, tenant: TenantId, event: EventId, nowMs: number): Promise<readonly FeedEntry[]> {
  const old = await db
    .selectFrom('entries')
    .select('feedOffset')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('atMs', '<', nowMs - RECENT_MS)
    .orderBy('feedOffset', 'desc')
    .executeTakeFirst();
  const rows = await db
    .selectFrom('entries')
    .select(['feedOffset', 'atMs', 'audience', 'body'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('feedOffset', '>', old?.feedOffset ?? 0)
    .orderBy('feedOffset', 'desc')
    .limit(RECENT_ENTRIES)
    .execute();
  return rows.toReversed().map(asEntry);
}

async function restrictedPeople(db: Db, tenant: TenantId, event: EventId, nowMs: number) {
  return db
    .selectFrom('tickets')
    .select(['id', 'mutedUntilMs', 'revokedAtMs'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where((eb) => eb.or([eb('mutedUntilMs', '>', nowMs), eb('revokedAtMs', 'is not', null)]))
    .orderBy('id')
    .execute();
}

async function readPolls(db: Db, tenant: TenantId, event: EventId): Promise<RoomView['polls']> {
  const rows = await db
    .selectFrom('polls')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('state', 'in', ['open', 'closed'])
    .orderBy('openedAtMs')
    .orderBy('id')
    .execute();
  return rows.map((row) => viewOfPoll(asPoll(row), 'staff'));
}

async function readQuestions(db: Db, tenant: TenantId, event: EventId): Promise<RoomView['questions']> {
  const rows = await db
    .selectFrom('questions')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy((eb) => eb.case().when('state', 'in', ['held', 'open']).then(0).when('isPinned', '=', 1).then(0).else(1).end())
    .orderBy('askedAtMs', 'desc')
    .orderBy('id', 'desc')
    .limit(VIEW_QUESTIONS)
    .execute();
  const inOrder = rows.toSorted((one, other) => one.askedAtMs - other.askedAtMs || (one.id < other.id ? -1 : 1));
  return questionViews(db, tenant, inOrder);
}

async function readCues(db: Db, tenant: TenantId, event: EventId): Promise<RoomView['cues']> {
  const rows = await db
    .selectFrom('cues')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('feedOffset')
    .execute();
  return rows.map(standingCue).reduce<readonly StandingCue[]>(addCue, []);
}

async function readHeld(db: Db, tenant: TenantId, event: EventId): Promise<RoomView['held']> {
  const rows = await db
    .selectFrom('heldMessages')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('state', '=', 'held')
    .orderBy('feedOffset')
    .execute();
  return rows.map(({ clientId, author, authorName, authorRole, text, replyTo }) => ({
    ...{ id: clientId, author: { id: author, name: authorName, role: authorRole }, text },
    ...(replyTo === null ? {} : { replyTo }),
  }));
}
