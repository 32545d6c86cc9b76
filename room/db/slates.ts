/** Of which streams the host holds the slate before viewers. */
import type { StreamId } from '../../core/contracts/ids.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** Holds the slate of an event, or lets it go. @returns whether that is another than before: of two who press the button one gets false. */
export async function holdSlate(db: Db, tenant: TenantId, event: EventId, isHeld: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('rooms')
    .set({ isSlateHeld: isHeld ? 1 : 0 })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('isSlateHeld', '=', isHeld ? 0 : 1)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether it is held. */
export async function isSlateHeld(db: Db, tenant: TenantId, event: EventId): Promise<boolean> {
  const row = await db.selectFrom('rooms').select('isSlateHeld').where('tenant', '=', tenant).where('event', '=', event).executeTakeFirst();
  return row?.isSlateHeld === 1;
}

/** Of the whole installation. */
export async function heldSlates(db: Db): Promise<readonly StreamId[]> {
  const rows = await db
    .selectFrom('rooms')
    .innerJoin('events', 'events.id', 'rooms.event')
    .select('events.slug')
    .where('rooms.isSlateHeld', '=', 1)
    .orderBy('events.slug')
    .execute();
  return rows.map(({ slug }) => slug as StreamId);
}
