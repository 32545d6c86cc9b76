/** Who was there, and how long: one row a stay. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { everyRow } from './every-row.ts';

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

/** The end of a stay. */
export type Departure = Omit<Arrival, 'ticket'> & { readonly leftAtMs: number };

/** Writes down who has left. A stay that has its end keeps it; one that is forgotten meanwhile stays forgotten. */
export async function noteDepartures(db: Db, departures: readonly Departure[]): Promise<void> {
  for (const { tenant, event, session, cameAtMs, leftAtMs } of departures)
    await db
      .updateTable('attendance')
      .set({ leftAtMs })
      .where('tenant', '=', tenant)
      .where('event', '=', event)
      .where('session', '=', session)
      .where('cameAtMs', '=', cameAtMs)
      .where('leftAtMs', 'is', null)
      .execute();
}

/** The stays of the audience, without the staff's, in order of arrival, at most `limit`, after one. */
export async function listAttendance(
  db: Db,
  tenant: TenantId,
  event: EventId,
  options: { readonly after?: Pick<Stay, 'cameAtMs' | 'session'>; readonly limit: number },
): Promise<readonly Stay[]> {
  let query = db
    .selectFrom('attendance')
    .innerJoin('tickets', 'tickets.id', 'attendance.ticket')
    .select(['ticket', 'session', 'cameAtMs', 'leftAtMs'])
    .where('attendance.tenant', '=', tenant)
    .where('attendance.event', '=', event)
    .where('tickets.role', '=', 'attendee')
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

/** All of {@link listAttendance}. */
export function allAttendance(db: Db, tenant: TenantId, event: EventId): Promise<readonly Stay[]> {
  return everyRow((limit, after) => listAttendance(db, tenant, event, { limit, ...(after === undefined ? {} : { after }) }));
}
