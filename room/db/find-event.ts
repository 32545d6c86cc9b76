/** An event of whichever organisation, for somebody whose signed ticket names it. */
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import type { EventRecord } from './events.ts';
import { getEvent } from './events.ts';

/** undefined: there is none (any more). */
export async function findEvent(db: Db, id: EventId): Promise<EventRecord | undefined> {
  const row: { readonly tenant: TenantId } | undefined = await db
    .selectFrom('events')
    .select('tenant')
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : getEvent(db, row.tenant, id);
}
