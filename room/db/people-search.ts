import { sql } from 'kysely';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import type { Ticket } from './tickets.ts';

/** Who has come to an event and has a name, the newest first. `search`: a part of the name; empty: everybody. */
export async function searchPeople(
  db: Db,
  tenant: TenantId,
  event: EventId,
  { search, limit }: { readonly search: string; readonly limit: number },
): Promise<readonly Pick<Ticket, 'id' | 'name' | 'role' | 'revokedAtMs' | 'mutedUntilMs'>[]> {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  let query = db
    .selectFrom('tickets')
    .select(['id', 'name', 'role', 'revokedAtMs', 'mutedUntilMs'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('name', '!=', '')
    .orderBy('createdAtMs', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (search !== '') query = query.where(sql<boolean>`lower(name) like ${pattern} escape '\\'`);
  return query.execute();
}
