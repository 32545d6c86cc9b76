import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import { SYSTEM } from '../channel/room-store.ts';
import { writeAudit } from '../db/audit.ts';
import { erasePersonRows } from '../db/erase-person.ts';
import type { CommitBatch } from './commit-batch.ts';
import { BLANK } from './commit-batch.ts';

/** How far back a node may still have something in memory: what is older is in the rows alone. Entries. */
const REMEMBERED = 10_000;

/** Erases and writes down that it was done. */
export async function performErase(batch: CommitBatch, { by, person, leaves }: Op & { readonly kind: 'erase' }): Promise<Outcome> {
  if (leaves === true) await shutOut(batch, person);
  const offset = await erase(batch, person);
  await writeAudit(batch.db, {
    ...{ tenant: batch.tenant, atMs: batch.nowMs, event: batch.event, act: 'room.erase', subject: person, facts: {} },
    by: by.id === SYSTEM.id ? { kind: 'system', id: '', role: '' } : { kind: 'ticket', id: by.id, role: by.role },
  });
  return { ok: true, offset };
}

/** Neither the link that he came by nor what he holds of it is good any more; whoever is there with it is let go. */
async function shutOut(batch: CommitBatch, person: TicketId): Promise<void> {
  const { db, tenant, event, nowMs } = batch;
  await db
    .updateTable('tickets')
    .set({ tokenHash: null, revokedAtMs: nowMs })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', person)
    .execute();
  batch.add('staff', { kind: 'person', person, change: 'banned' });
}

/**
 * Everything that a person said, and his name, from the feed, from the rows and, by entries, from the memory of every node. The nodes take away what
 * he wrote by themselves; what repeats it (his questions, pins of his messages) is named one by one.
 */
export async function erase(batch: CommitBatch, person: TicketId): Promise<number> {
  await batch.flush();
  const { db, tenant, event } = batch;
  const repeated = await db
    .selectFrom('entries')
    .select('feedOffset')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('author', '=', person)
    .where('kind', 'in', ['question', 'pin'])
    .where('feedOffset', '>', batch.position.offset - REMEMBERED)
    .orderBy('feedOffset')
    .execute();
  const anonymous = await db
    .selectFrom('questions')
    .select('id')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('author', '=', person)
    .where('isAnonymous', '=', 1)
    .orderBy('id')
    .execute();
  await db.updateTable('entries').set(BLANK).where('tenant', '=', tenant).where('event', '=', event).where('author', '=', person).execute();
  await erasePersonRows(db, tenant, event, person);
  if (batch.pinned?.author.id === person) batch.setPinned(null);
  const offset = batch.add('all', { kind: 'person-removed', person });
  for (const { feedOffset } of repeated) batch.add('all', { kind: 'removed', target: feedOffset });
  for (const { id } of anonymous) batch.add('all', { kind: 'question-gone', question: id });
  return offset;
}
