/** Ballots and upvotes: what is gathered of them before a batch is judged, and the last word on each. */
import type { PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import type { PollRecord } from '../db/poll-drafts.ts';
import { asPoll } from '../db/poll-drafts.ts';
import type { Schema } from '../db/schema.ts';
import { judgeSecond, judgeVote } from '../poll/vote.ts';
import { judgeUpvote } from '../question/question.ts';
import { refuse } from '../refusals.ts';
import type { CommitBatch } from './commit-batch.ts';
import { ballotKey } from './commit-batch.ts';

type Of<Kind extends Op['kind']> = Op & { readonly kind: Kind };

/** The polls, ballots and questions that the ops of a batch speak of, read together. An act makes it stale. */
export interface VoteFacts {
  readonly polls: ReadonlyMap<PollId, PollRecord>;
  readonly hasVoted: ReadonlySet<string>;
  readonly questions: ReadonlyMap<QuestionId, Schema['questions']['state']>;
}

/** Reads them. */
export async function readVoteFacts(batch: CommitBatch, ops: readonly Op[]): Promise<VoteFacts> {
  const votes = ops.filter((op) => op.kind === 'vote');
  const pollIds = [...new Set(votes.map(({ poll }) => poll))];
  const { db, tenant, event } = batch;
  const polls =
    pollIds.length === 0
      ? []
      : await db
          .selectFrom('polls')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('event', '=', event)
          .where('id', 'in', pollIds)
          .execute();
  const voters = [...new Set(votes.map(({ ticket }) => ticket))];
  const ballots =
    polls.length === 0
      ? []
      : await db
          .selectFrom('ballots')
          .select(['poll', 'voter'])
          .where('tenant', '=', tenant)
          .where('poll', 'in', pollIds)
          .where('voter', 'in', voters)
          .execute();
  const questionIds = [...new Set(ops.filter((op) => op.kind === 'upvote').map(({ question }) => question))];
  const questions =
    questionIds.length === 0
      ? []
      : await db
          .selectFrom('questions')
          .select(['id', 'state'])
          .where('tenant', '=', tenant)
          .where('event', '=', event)
          .where('id', 'in', questionIds)
          .execute();
  return {
    polls: new Map(polls.map((row) => [row.id, asPoll(row)])),
    hasVoted: new Set(ballots.map(({ poll, voter }) => ballotKey(poll, voter))),
    questions: new Map(questions.map(({ id, state }) => [id, state])),
  };
}

/** One ticket one vote, while the poll takes ballots; a second one counts instead of the first where the poll says so. */
export function addVote(batch: CommitBatch, { ticket, poll: id, choice, atMs }: Of<'vote'>, facts: VoteFacts): Outcome {
  const poll = facts.polls.get(id);
  if (poll === undefined) return refuse('ROOM_NO_SUCH_POLL');
  // its end was told already: nothing is counted after it
  if (poll.final !== null) return refuse('ROOM_POLL_CLOSED');
  const judged = judgeVote(poll, choice, atMs, batch.nowMs);
  if (!judged.ok) return judged;
  const hasVoted = facts.hasVoted.has(ballotKey(id, ticket)) || batch.hasPutBallot(id, ticket);
  const second = judgeSecond(hasVoted, poll.isChangeable);
  if (second !== undefined) return second;
  batch.putBallot({ poll: id, voter: ticket, choice: JSON.stringify(judged.choice), atMs: judged.atMs });
  return { ok: true };
}

/** One ticket one upvote, and back. */
export function addUpvote(batch: CommitBatch, { ticket, question, on }: Of<'upvote'>, facts: VoteFacts): Outcome {
  const state = facts.questions.get(question);
  const refusal = judgeUpvote(state === undefined ? undefined : { state }, 'attendee');
  if (refusal !== undefined) return refusal;
  batch.putUpvote(question, ticket, on);
  return { ok: true };
}
