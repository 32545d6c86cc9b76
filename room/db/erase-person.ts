/** What the tables hold of one person at one event, but for the feed itself (room/store). */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';

/**
 * Name, registration, attendance, feedback, questions, what waits for approval, upvotes, and what the audit log tells of him in words. Ballots that are being
 * counted go; those of polls that have their end stay in the count, under an id that is nobody's, without the text. The ticket itself stays, nameless.
 */
export async function erasePersonRows(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<void> {
  await db
    .updateTable('tickets')
    .set({ name: '' })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', person)
    .execute();
  await db.deleteFrom('registrations').where('tenant', '=', tenant).where('event', '=', event).where('ticket', '=', person).execute();
  await db.deleteFrom('attendance').where('tenant', '=', tenant).where('event', '=', event).where('ticket', '=', person).execute();
  await db.deleteFrom('feedback').where('tenant', '=', tenant).where('event', '=', event).where('ticket', '=', person).execute();
  await db.deleteFrom('heldMessages').where('tenant', '=', tenant).where('event', '=', event).where('author', '=', person).execute();
  await db.deleteFrom('questions').where('tenant', '=', tenant).where('event', '=', event).where('author', '=', person).execute();
  await db.deleteFrom('upvotes').where('tenant', '=', tenant).where('event', '=', event).where('voter', '=', person).execute();
  await db.deleteFrom('auditTexts').where('tenant', '=', tenant).where('event', '=', event).where('person', '=', person).execute();
  await db.deleteFrom('deliveries').where('tenant', '=', tenant).where('body', 'like', `%${person}%`).execute();
  await erasePersonBallots(db, tenant, event, person);
}

async function erasePersonBallots(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<void> {
  const polls = await db
    .selectFrom('ballots')
    .innerJoin('polls', 'polls.id', 'ballots.poll')
    .select(['polls.id', 'polls.kind', 'polls.final'])
    .where('ballots.tenant', '=', tenant)
    .where('ballots.event', '=', event)
    .where('ballots.voter', '=', person)
    .execute();
  for (const { id, kind, final } of polls) {
    if (final === null)
      await db.deleteFrom('ballots').where('tenant', '=', tenant).where('poll', '=', id).where('voter', '=', person).execute();
    else
      await db
        .updateTable('ballots')
        .set({ voter: newId(0) as TicketId, ...(kind === 'text' ? { choice: '{"text":""}' } : {}) })
        .where('tenant', '=', tenant)
        .where('poll', '=', id)
        .where('voter', '=', person)
        .execute();
  }
}
