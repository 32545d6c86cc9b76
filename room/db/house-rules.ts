/** What new events of an organisation take from it. */
import type { EventSettings } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** How long things are kept, days. */
export type Retention = EventSettings['retention'];

/** How long a new event keeps things; ours until the organisation says otherwise. */
export async function getRetention(db: Db, tenant: TenantId): Promise<Retention> {
  const row = await db.selectFrom('houseRules').select(['chatDays', 'recordingDays']).where('tenant', '=', tenant).executeTakeFirst();
  return row ?? DEFAULT_EVENT_SETTINGS.retention;
}

/** From now on; events that are there keep what they have. */
export async function setRetention(db: Db, tenant: TenantId, retention: Retention): Promise<void> {
  await db
    .insertInto('houseRules')
    .values({ tenant, ...retention })
    .onConflict((on) => on.column('tenant').doUpdateSet(retention))
    .execute();
}
