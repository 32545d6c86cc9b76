/** Tickets: the right of one person to be at one event. A token that comes back later is here as a hash. */
import type { AccountId, EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

export type Ticket = Schema['tickets'];

/** What makes a ticket. */
export type NewTicket = Pick<Ticket, 'kind' | 'role' | 'name' | 'account' | 'tokenHash' | 'maxSessions'> & { readonly id?: TicketId };

/** Rows of one statement. */
const AT_ONCE = 500;

/** Makes tickets of one event, in the order asked for: one, or all of a list, or those who came in together. Bad tokens (taken) throw. */
export async function createTickets(
  db: Db,
  tenant: TenantId,
  event: EventId,
  tickets: readonly NewTicket[],
  nowMs: number,
): Promise<readonly Ticket[]> {
  const rows = tickets.map(({ id, ...ticket }) => ({
    ...{ ...ticket, id: id ?? (newId(nowMs) as TicketId), tenant, event },
    ...{ createdAtMs: nowMs, revokedAtMs: null, mutedUntilMs: 0 },
  }));
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await db
      .insertInto('tickets')
      .values(rows.slice(from, from + AT_ONCE))
      .execute();
  return rows;
}

export async function getTicket(db: Db, tenant: TenantId, event: EventId, id: TicketId): Promise<Ticket | undefined> {
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whether one of these is a ticket of the event and out of it. */
export async function isAnyRevoked(db: Db, tenant: TenantId, event: EventId, tickets: readonly TicketId[]): Promise<boolean> {
  const found = await db
    .selectFrom('tickets')
    .select('id')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', 'in', [...tickets])
    .where('revokedAtMs', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Whose token it is; a revoked one is found too. */
export async function findTicketByToken(db: Db, tenant: TenantId, event: EventId, tokenHash: string): Promise<Ticket | undefined> {
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
}

/** The ticket with which an account goes into the room of an event. */
export async function findTicketOfAccount(db: Db, tenant: TenantId, event: EventId, account: AccountId): Promise<Ticket | undefined> {
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('account', '=', account)
    .where('revokedAtMs', 'is', null)
    .executeTakeFirst();
}

/** In order of making, at most `limit`, after an id. */
export async function listTickets(
  db: Db,
  tenant: TenantId,
  event: EventId,
  options: { readonly kinds?: readonly Ticket['kind'][]; readonly after?: TicketId; readonly limit: number },
): Promise<readonly Ticket[]> {
  let query = db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('id')
    .limit(options.limit);
  if (options.kinds !== undefined) query = query.where('kind', 'in', [...options.kinds]);
  if (options.after !== undefined) query = query.where('id', '>', options.after);
  return query.execute();
}

/** What of a ticket may be set: the name that its owner chose, or another token for the one that went astray. */
export async function changeTicket(
  db: Db,
  tenant: TenantId,
  event: EventId,
  id: TicketId,
  change: Partial<Pick<Ticket, 'name' | 'role' | 'tokenHash' | 'maxSessions'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tickets')
    .set(change)
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** For a ticket whose owner is not in the room; who is there is banned by an act, so that the room learns of it. @returns whether it was valid before. */
export async function revokeTicket(db: Db, tenant: TenantId, event: EventId, id: TicketId, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tickets')
    .set({ revokedAtMs: nowMs })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .where('revokedAtMs', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
