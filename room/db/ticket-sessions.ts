/** Joinings: one ticket on one device. Their names stand in the media tokens, by which the origin refuses them when they are out. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import type { Schema } from './schema.ts';

export type TicketSession = Schema['ticketSessions'];

/** How many sessions of a ticket there may be at once. */
export interface SessionLimits {
  /** 0: no limit. */
  readonly maxSessions: number;
  /** A session not renewed since does not count. Unix ms. */
  readonly aliveSinceMs: number;
  /** When there are too many, the oldest are out; else the new one does not begin. */
  readonly takesOver: boolean;
}

/** Somebody joins, on one device. @returns false: his other sessions leave no room, and nothing was done. Run it in `write`. */
export async function startTicketSession(
  db: Db,
  session: { readonly session: string; readonly tenant: TenantId; readonly event: EventId; readonly ticket: TicketId },
  { maxSessions, aliveSinceMs, takesOver }: SessionLimits,
  nowMs: number,
): Promise<boolean> {
  if (maxSessions > 0) {
    const alive = await db
      .selectFrom('ticketSessions')
      .select('session')
      .where('tenant', '=', session.tenant)
      .where('ticket', '=', session.ticket)
      .where('revokedAtMs', 'is', null)
      .where('renewedAtMs', '>=', aliveSinceMs)
      .orderBy('createdAtMs', 'desc')
      .orderBy('session', 'desc')
      .execute();
    const tooMany = alive.slice(maxSessions - 1).map(({ session: name }) => name);
    if (tooMany.length > 0 && !takesOver) return false;
    if (tooMany.length > 0) await revokeSessions(db, session.tenant, tooMany, nowMs);
  }
  await db
    .insertInto('ticketSessions')
    .values({ ...session, createdAtMs: nowMs, renewedAtMs: nowMs, revokedAtMs: null })
    .execute();
  return true;
}

/** @returns the ticket, its name, and what of it is revoked (null: the session goes on). undefined: there is no such session. */
export async function renewTicketSession(
  db: Db,
  tenant: TenantId,
  session: string,
  nowMs: number,
): Promise<{ readonly ticket: TicketId; readonly name: string; readonly out: 'session' | 'ticket' | null } | undefined> {
  const row = await db
    .selectFrom('ticketSessions')
    .innerJoin('tickets', (join) =>
      join.onRef('tickets.id', '=', 'ticketSessions.ticket').onRef('tickets.tenant', '=', 'ticketSessions.tenant'),
    )
    .select(['ticketSessions.ticket', 'ticketSessions.revokedAtMs', 'tickets.name', 'tickets.revokedAtMs as ticketRevokedAtMs'])
    .where('ticketSessions.tenant', '=', tenant)
    .where('ticketSessions.session', '=', session)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const out = row.ticketRevokedAtMs !== null ? 'ticket' : row.revokedAtMs !== null ? 'session' : null;
  if (out === null)
    await db
      .updateTable('ticketSessions')
      .set({ renewedAtMs: nowMs })
      .where('tenant', '=', tenant)
      .where('session', '=', session)
      .execute();
  return { ticket: row.ticket, name: row.name, out };
}

/** The sessions of a ticket that are not out, newest first. */
export async function listTicketSessions(db: Db, tenant: TenantId, ticket: TicketId): Promise<readonly TicketSession[]> {
  return db
    .selectFrom('ticketSessions')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('ticket', '=', ticket)
    .where('revokedAtMs', 'is', null)
    .orderBy('createdAtMs', 'desc')
    .execute();
}

/** These are out. */
export async function revokeSessions(db: Db, tenant: TenantId, sessions: readonly string[], nowMs: number): Promise<void> {
  await db
    .updateTable('ticketSessions')
    .set({ revokedAtMs: nowMs })
    .where('tenant', '=', tenant)
    .where('session', 'in', [...sessions])
    .execute();
}

/** Of the whole installation: the sessions that were put out since, by themselves or with their ticket, and might still hold a token (`GET /internal/streams`). */
export async function sessionsRevokedSince(db: Db, sinceMs: number): Promise<readonly string[]> {
  const own = db.selectFrom('ticketSessions').select('session').where('revokedAtMs', '>=', sinceMs);
  const withTicket = db
    .selectFrom('tickets')
    .innerJoin('ticketSessions', (join) =>
      join.onRef('ticketSessions.ticket', '=', 'tickets.id').onRef('ticketSessions.tenant', '=', 'tickets.tenant'),
    )
    .select('ticketSessions.session')
    .where('tickets.revokedAtMs', '>=', sinceMs)
    .where('ticketSessions.renewedAtMs', '>=', sinceMs);
  return (await own.union(withTicket).execute()).map(({ session }) => session);
}
