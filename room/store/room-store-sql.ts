import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { RoomSettings, RoomStore } from '../channel/room-store.ts';
import type { Database } from '../db/database.ts';
import { asPoll } from '../db/poll-drafts.ts';
import { commitOps } from './commit.ts';
import { questionViews } from './questions.ts';
import { asEntry, readSnapshot, roomSettings } from './snapshot.ts';
import { countPolls } from './tally.ts';

/** A room's truth in the database: one transaction for each batch, under the lock of the room's row. @param clock what is recent and who is still muted, when a room is opened. */
export function sqlRoomStore(database: Database, clock: Pick<Clock, 'nowMs'>): RoomStore {
  return {
    open: (event) => database.snapshot((db) => readSnapshot(db, event, Math.floor(clock.nowMs()))),
    commit: (event, ops, nowMs) => database.write((db) => commitOps(db, event, ops, Math.floor(nowMs))),
    read: (event, after, limit) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('entries')
          .select(['feedOffset', 'atMs', 'audience', 'body'])
          .where('event', '=', event)
          .where('feedOffset', '>', after)
          .orderBy('feedOffset')
          .limit(limit)
          .execute();
        return rows.map(asEntry);
      }),
    edge: (event) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('rooms')
          .innerJoin('events', 'events.id', 'rooms.event')
          .select(['rooms.epoch', 'rooms.lastOffset', 'events.changedAtMs'])
          .where('rooms.event', '=', event)
          .executeTakeFirst();
        return row === undefined ? undefined : { epoch: row.epoch, offset: row.lastOffset, settingsAtMs: row.changedAtMs };
      }),
    settings: (event) =>
      database.read(async (db): Promise<RoomSettings | undefined> => {
        const row = await db.selectFrom('events').select(['settings', 'changedAtMs']).where('id', '=', event).executeTakeFirst();
        return row === undefined ? undefined : roomSettings(row);
      }),
    tally: (event, polls) =>
      database.snapshot(async (db) => {
        if (polls.length === 0) return {};
        const rows = await db
          .selectFrom('polls')
          .selectAll()
          .where('event', '=', event)
          .where('id', 'in', [...polls])
          .execute();
        const tenant = rows[0]?.tenant;
        return tenant === undefined ? {} : countPolls(db, tenant, rows.map(asPoll));
      }),
    voters: (event, poll) =>
      database.read(async (db) => {
        const rows = await db.selectFrom('ballots').select('voter').where('event', '=', event).where('poll', '=', poll).execute();
        return rows.map(({ voter }) => voter);
      }),
    questions: (event, limit) => database.snapshot((db) => newestQuestions(db, event, limit)),
  };
}

async function newestQuestions(db: Parameters<Parameters<Database['read']>[0]>[0], event: EventId, limit: number) {
  const rows = await db
    .selectFrom('questions')
    .selectAll()
    .where('event', '=', event)
    .orderBy('askedAtMs', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const tenant = rows[0]?.tenant;
  return tenant === undefined ? [] : questionViews(db, tenant, rows.toReversed());
}
