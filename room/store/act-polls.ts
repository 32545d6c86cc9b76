/** A poll's life in the room: opened, closed, settled, put away; who sees its numbers. */
import type { PollNumbers } from '../../core/contracts/room/entries.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import type { PollRecord } from '../db/poll-drafts.ts';
import { asPoll } from '../db/poll-drafts.ts';
import type { LifeVerdict } from '../poll/states.ts';
import { archivePoll, closePoll, isSettled, openPoll } from '../poll/states.ts';
import { refuse } from '../refusals.ts';
import type { ActOf } from './act.ts';
import type { CommitBatch } from './commit-batch.ts';
import { viewOfPoll } from './poll-view.ts';
import { countPolls } from './tally.ts';

type ActOp = Op & { readonly kind: 'act' };
type PollAct = ActOf<'open-poll' | 'close-poll' | 'archive-poll' | 'poll-results'>;

/** Does one. */
export async function changePoll(batch: CommitBatch, op: ActOp, act: PollAct): Promise<Outcome> {
  const poll = await pollOf(batch, act.poll as PollId);
  if (poll === undefined) return refuse('ROOM_NO_SUCH_POLL');
  if (act.act === 'poll-results') return tell(batch, { ...poll, results: act.results });
  const verdict = judge(poll, op, act, batch.nowMs);
  if (!verdict.ok) return verdict;
  // what is put away has had its end, whether somebody had noticed or not
  const final = act.act === 'archive-poll' ? (poll.final ?? (await count(batch, poll))) : poll.final;
  return tell(batch, { ...poll, ...verdict.life, final });
}

/** Gives a poll its end: what is counted now is final. Done before: nothing is added. */
export async function settle(batch: CommitBatch, { poll: id }: Op & { readonly kind: 'settle' }): Promise<Outcome> {
  const poll = await pollOf(batch, id);
  if (poll === undefined) return refuse('ROOM_NO_SUCH_POLL');
  if (poll.final !== null) return { ok: true };
  if (!isSettled(poll, batch.nowMs)) return refuse('ROOM_POLL_STILL_OPEN');
  return tell(batch, { ...poll, state: poll.state === 'open' ? 'closed' : poll.state, final: await count(batch, poll) });
}

function judge(poll: PollRecord, { atMs }: ActOp, act: Exclude<PollAct, ActOf<'poll-results'>>, nowMs: number): LifeVerdict {
  switch (act.act) {
    case 'open-poll':
      return openPoll(poll, atMs, act.forSeconds);
    case 'close-poll':
      return closePoll(poll, atMs, nowMs);
    case 'archive-poll':
      return archivePoll(poll, nowMs);
  }
}

/** Writes the poll and tells the room; numbers that attendees do not see go to the staff in an entry of their own. */
async function tell(batch: CommitBatch, poll: PollRecord): Promise<Outcome> {
  const { db, tenant, event } = batch;
  const { state, openedAtMs, closesAtMs, results, final } = poll;
  await db
    .updateTable('polls')
    .set({ state, openedAtMs, closesAtMs, results, final: final === null ? null : JSON.stringify(final) })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', poll.id)
    .execute();
  // what is prepared is the staff's business
  if (state === 'draft') return { ok: true };
  const offset = batch.add('all', { kind: 'poll', poll: viewOfPoll(poll, 'all') });
  if (final !== null && results === 'hidden' && state !== 'archived') batch.add('staff', { kind: 'poll', poll: viewOfPoll(poll, 'staff') });
  return { ok: true, offset };
}

async function pollOf({ db, tenant, event }: CommitBatch, id: PollId): Promise<PollRecord | undefined> {
  const row = await db
    .selectFrom('polls')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : asPoll(row);
}

async function count({ db, tenant }: CommitBatch, poll: PollRecord): Promise<PollNumbers> {
  const counted = await countPolls(db, tenant, [poll]);
  return counted[poll.id] ?? { voters: 0, counts: [] };
}
