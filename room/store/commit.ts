import type { RoomView } from '../../core/contracts/room/frames.ts';
import type { Epoch, EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { TalkRules } from '../../core/contracts/room/entries.ts';
import type { Committed, Op, Outcome } from '../channel/room-store.ts';
import { MAX_OPS } from '../channel/room-store.ts';
import type { Db } from '../db/database.ts';
import { locking } from '../db/lock.ts';
import { refuse } from '../refusals.ts';
import { performAct } from './act.ts';
import { settle } from './act-polls.ts';
import type { LockedRoom } from './commit-batch.ts';
import { CommitBatch } from './commit-batch.ts';
import { performErase } from './erase.ts';
import { addBackstage, addMessage, addQuestion } from './talk.ts';
import type { VoteFacts } from './votes.ts';
import { addUpvote, addVote, readVoteFacts } from './votes.ts';

/** Commits ops in order; the caller makes the transaction. Whoever comes second to a room waits for its row. */
export async function commitOps(db: Db, event: EventId, ops: readonly Op[], nowMs: number): Promise<Committed> {
  if (ops.length > MAX_OPS) throw new RangeError(`${ops.length} ops in one commit`);
  const room = await lockRoom(db, event);
  if (room === undefined) {
    return { outcomes: ops.map(() => refuse('ROOM_NO_SUCH_EVENT')), entries: [], position: { epoch: '' as Epoch, offset: 0 } };
  }
  const batch = new CommitBatch(db, room, nowMs);
  const done = await readDone(db, room.tenant, event, ops);
  const fresh = new Map<string, { readonly op: Op; readonly outcome: Outcome }>();
  const outcomes: Outcome[] = [];
  let facts: VoteFacts | undefined;
  for (const [index, op] of ops.entries()) {
    const key = doneKey(personOf(op), op.id);
    const before = done.get(key) ?? fresh.get(key)?.outcome;
    if (before !== undefined) {
      outcomes.push(before);
      continue;
    }
    if (isFromStaff(op)) {
      await batch.flush();
      facts = undefined;
    } else if (op.kind === 'vote' || op.kind === 'upvote') facts ??= await readFacts(batch, ops.slice(index));
    const outcome = await perform(batch, op, facts);
    if (outcome.ok) fresh.set(key, { op, outcome });
    outcomes.push(outcome);
  }
  await batch.finish();
  await writeDone(db, room.tenant, event, [...fresh.values()], nowMs);
  return { outcomes, entries: batch.entries, position: batch.position };
}

async function lockRoom(db: Db, event: EventId): Promise<LockedRoom | undefined> {
  const row = await locking(db, db.selectFrom('rooms').selectAll().where('event', '=', event)).executeTakeFirst();
  if (row === undefined) return undefined;
  const pinned = row.pinned === null ? null : (JSON.parse(row.pinned) as RoomView['pinned']);
  return { ...row, pinned, rules: JSON.parse(row.rules) as TalkRules };
}

async function perform(batch: CommitBatch, op: Op, facts: VoteFacts | undefined): Promise<Outcome> {
  switch (op.kind) {
    case 'message':
      return addMessage(batch, op);
    case 'backstage':
      return addBackstage(batch, op);
    case 'question':
      return addQuestion(batch, op);
    case 'vote':
      return addVote(batch, op, facts ?? (await readFacts(batch, [op])));
    case 'upvote':
      return addUpvote(batch, op, facts ?? (await readFacts(batch, [op])));
    case 'act':
      return performAct(batch, op);
    case 'settle':
      return settle(batch, op);
    case 'erase':
      return performErase(batch, op);
    case 'notice':
      return { ok: true, offset: batch.add(op.audience, op.body) };
  }
}

/** Reads rows that others of the batch may have written, and changes what the others look at. */
function isFromStaff(op: Op): boolean {
  return op.kind === 'act' || op.kind === 'settle' || op.kind === 'erase';
}

/** A question may have been asked a moment before it is voted for. */
async function readFacts(batch: CommitBatch, ops: readonly Op[]): Promise<VoteFacts> {
  await batch.flush();
  return readVoteFacts(batch, ops);
}

async function readDone(db: Db, tenant: TenantId, event: EventId, ops: readonly Op[]): Promise<ReadonlyMap<string, Outcome>> {
  if (ops.length === 0) return new Map();
  const rows = await db
    .selectFrom('doneOps')
    .select(['person', 'clientId', 'outcome'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('person', 'in', [...new Set(ops.map(personOf))])
    .where('clientId', 'in', [...new Set(ops.map(({ id }) => id))])
    .execute();
  return new Map(rows.map(({ person, clientId, outcome }) => [doneKey(person, clientId), JSON.parse(outcome) as Outcome]));
}

async function writeDone(
  db: Db,
  tenant: TenantId,
  event: EventId,
  done: readonly { readonly op: Op; readonly outcome: Outcome }[],
  nowMs: number,
): Promise<void> {
  if (done.length === 0) return;
  await db
    .insertInto('doneOps')
    .values(
      done.map(({ op, outcome }) => ({
        event,
        tenant,
        person: personOf(op),
        clientId: op.id,
        atMs: nowMs,
        outcome: JSON.stringify(outcome),
      })),
    )
    .execute();
}

/** What is the same op: the same id of the same person. */
function doneKey(person: string, id: string): string {
  return `${person} ${id}`;
}

function personOf(op: Op): string {
  if ('author' in op) return op.author.id;
  if ('by' in op) return op.by.id;
  return 'ticket' in op ? op.ticket : '';
}
