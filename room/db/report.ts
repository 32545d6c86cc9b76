/** What a report is made of beside attendance, polls and feedback. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Asked } from '../../core/contracts/room/report.ts';
import type { Db } from './database.ts';

/** More questions nobody reads. */
const MAX_QUESTIONS = 500;

/** Messages to everybody that stand. */
export async function countMessages(db: Db, tenant: TenantId, event: EventId): Promise<number> {
  const { count } = await db
    .selectFrom('entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('kind', '=', 'message')
    .where('audience', '=', 'all')
    .executeTakeFirstOrThrow();
  return count;
}

/** Most wanted first; without those that were put aside. Who asked without a name has none. */
export async function listAsked(db: Db, tenant: TenantId, event: EventId): Promise<readonly Asked[]> {
  const rows = await db
    .selectFrom('questions')
    .leftJoin('upvotes', 'upvotes.question', 'questions.id')
    .select(['questions.id', 'text', 'authorName', 'isAnonymous', 'askedAtMs', 'state', 'answer'])
    .select((eb) => eb.fn.count<number>('upvotes.voter').as('upvotes'))
    .where('questions.tenant', '=', tenant)
    .where('questions.event', '=', event)
    .where('state', '!=', 'dismissed')
    .groupBy(['questions.id', 'text', 'authorName', 'isAnonymous', 'askedAtMs', 'state', 'answer'])
    .orderBy('upvotes', 'desc')
    .orderBy('questions.id')
    .limit(MAX_QUESTIONS)
    .execute();
  return rows.map(({ text, authorName, isAnonymous, askedAtMs, state, answer, upvotes }) => ({
    ...{ text, askedAtMs, state, answer, upvotes, author: isAnonymous === 1 ? null : authorName },
  }));
}

/** How the audience is called, and its addresses where they were told, by ticket. */
export async function namesOfAudience(
  db: Db,
  tenant: TenantId,
  event: EventId,
): Promise<ReadonlyMap<TicketId, { readonly name: string; readonly email: string | null }>> {
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('registrations', 'registrations.ticket', 'tickets.id')
    .select(['tickets.id', 'tickets.name', 'registrations.email'])
    .where('tickets.tenant', '=', tenant)
    .where('tickets.event', '=', event)
    .where('tickets.role', '=', 'attendee')
    .execute();
  return new Map(rows.map(({ id, name, email }) => [id, { name, email }]));
}
