/** Acts on questions of the audience. */
import type { QuestionId } from '../../core/contracts/room/ids.ts';
import type { Outcome } from '../channel/room-store.ts';
import type { QuestionAct } from '../question/question.ts';
import { changeQuestion as judgeQuestion } from '../question/question.ts';
import { refuse } from '../refusals.ts';
import type { CommitBatch } from './commit-batch.ts';
import { questionViews } from './questions.ts';

/** Does one. A question that was put aside is gone for attendees; the staff still see it. */
export async function changeQuestion(batch: CommitBatch, act: QuestionAct): Promise<Outcome> {
  const { db, tenant, event } = batch;
  const row = await db
    .selectFrom('questions')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', act.question as QuestionId)
    .executeTakeFirst();
  const [before] = row === undefined ? [] : await questionViews(db, tenant, [row]);
  if (row === undefined || before === undefined) return refuse('ROOM_NO_SUCH_QUESTION');
  const changed = judgeQuestion(before, act);
  if (!changed.ok) return changed;
  const { question } = changed;
  await db
    .updateTable('questions')
    .set({ state: question.state, answer: question.answer, isPinned: question.isPinned ? 1 : 0 })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', question.id)
    .execute();
  const facts = { author: row.author };
  if (question.state !== 'dismissed') return { ok: true, offset: batch.add('all', { kind: 'question', question }, facts) };
  if (before.state !== 'held') batch.add('all', { kind: 'question-gone', question: question.id });
  return { ok: true, offset: batch.add('staff', { kind: 'question', question }, facts) };
}
