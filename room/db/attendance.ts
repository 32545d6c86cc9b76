/** Who was there, and how long: one row a stay. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** Somebody came. */
export interface Arrival {
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly ticket: TicketId;
  readonly session: string;
  readonly cameAtMs: number;
}

/** A stay in an event's room. */
export interface Stay {
  readonly ticket: TicketId;
  readonly session: string;
  readonly cameAtMs: number;
  /** null: still there, or its node died. */
  readonly leftAtMs: number | null;
}

/** Writes down who came, many at once. The same stay again is the same row. */
export async function noteArrivals(db: Db, arrivals: readonly Arrival[]): Promise<void> {
  if (arrivals.length === 0) return;
  await db
    .insertInto('attendance')
    .values(arrivals.map((arrival) => ({ ...arrival, leftAtMs: null })))
    .onConflict((on) => on.columns(['event', 'session', 'cameAtMs']).doNothing())
    .execute();
}

/** He has left: ends the session's stays that are open. */
export async function noteDeparture(db: Db, tenant: TenantId, event: EventId, session: string, leftAtMs: number): Promise<void> {
  await db
    .updateTable('attendance')
    .set({ leftAtMs })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('session', '=', session)
    .where('leftAtMs', 'is', null)
    .execute();
}

/** All stays, in order of arrival, at most `limit`, after one. */
export async function listAttendance(
  db: Db,
  tenant: TenantId,
  event: EventId,
  options: { readonly after?: Pick<Stay, 'cameAtMs' | 'session'>; readonly limit: number },
): Promise<readonly Stay[]> {
  let query = db
    .selectFrom('attendance')
    .select(['ticket', 'session', 'cameAtMs', 'leftAtMs'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('cameAtMs')
    .orderBy('session')
    .limit(options.limit);
  const { after } = options;
  if (after !== undefined)
    query = query.where((eb) =>
      eb.or([eb('cameAtMs', '>', after.cameAtMs), eb.and([eb('cameAtMs', '=', after.cameAtMs), eb('session', '>', after.session)])]),
    );
  return query.execute();
}
