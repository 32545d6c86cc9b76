/** Joinings: one ticket on one device. Their names stand in the media tokens, by which the origin refuses them when they are out. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import type { Schema } from './schema.ts';

export type TicketSession = Schema['ticketSessions'];

/** Somebody has joined, on one device. Those of his sessions that are too many (the oldest; `maxSessions` 0: no limit) are out. @returns their names. */
export async function startTicketSession(
  db: Db,
  session: { readonly session: string; readonly tenant: TenantId; readonly event: EventId; readonly ticket: TicketId },
  limits: { readonly maxSessions: number /** A session not renewed since does not count. Unix ms. */; readonly aliveSinceMs: number },
  nowMs: number,
): Promise<readonly string[]> {
  await db
    .insertInto('ticketSessions')
    .values({ ...session, createdAtMs: nowMs, renewedAtMs: nowMs, revokedAtMs: null })
    .execute();
  if (limits.maxSessions === 0) return [];
  const alive = await db
    .selectFrom('ticketSessions')
    .select('session')
    .where('tenant', '=', session.tenant)
    .where('ticket', '=', session.ticket)
    .where('revokedAtMs', 'is', null)
    .where('renewedAtMs', '>=', limits.aliveSinceMs)
    .orderBy('createdAtMs', 'desc')
    .orderBy('session', 'desc')
    .execute();
  const tooMany = alive
    .map(({ session: name }) => name)
    .filter((name) => name !== session.session)
    .slice(limits.maxSessions - 1);
  if (tooMany.length > 0) await revokeSessions(db, session.tenant, tooMany, nowMs);
  return tooMany;
}

/** @returns the ticket and whether the session may go on: neither it nor its ticket is revoked. undefined: there is no such session. */
export async function renewTicketSession(
  db: Db,
  tenant: TenantId,
  session: string,
  nowMs: number,
): Promise<{ readonly ticket: TicketId; readonly isRevoked: boolean } | undefined> {
  const row = await db
    .selectFrom('ticketSessions')
    .innerJoin('tickets', (join) =>
      join.onRef('tickets.id', '=', 'ticketSessions.ticket').onRef('tickets.tenant', '=', 'ticketSessions.tenant'),
    )
    .select(['ticketSessions.ticket', 'ticketSessions.revokedAtMs', 'tickets.revokedAtMs as ticketRevokedAtMs'])
    .where('ticketSessions.tenant', '=', tenant)
    .where('ticketSessions.session', '=', session)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const isRevoked = row.revokedAtMs !== null || row.ticketRevokedAtMs !== null;
  if (!isRevoked)
    await db
      .updateTable('ticketSessions')
      .set({ renewedAtMs: nowMs })
      .where('tenant', '=', tenant)
      .where('session', '=', session)
      .execute();
  return { ticket: row.ticket, isRevoked };
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
