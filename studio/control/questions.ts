/** The questions board: what waits for a decision, what waits for an answer, what is done. Pure. */
import type { QuestionView } from '../../core/contracts/room/entries.ts';
import type { QuestionId } from '../../core/contracts/room/ids.ts';

export interface Board {
  /** Not shown yet, the oldest first. */
  readonly held: readonly QuestionView[];
  /** Pinned first, then by votes, then the oldest. */
  readonly open: readonly QuestionView[];
  /** The newest first. */
  readonly done: readonly QuestionView[];
}

/** @param upvotes as they were told last; what is not there stands in the question. */
export function boardOf(questions: readonly QuestionView[], upvotes: Readonly<Record<QuestionId, number>>): Board {
  const counted = questions.map((question) => ({ ...question, upvotes: upvotes[question.id] ?? question.upvotes }));
  const byAge = (one: QuestionView, other: QuestionView): number => one.askedAtMs - other.askedAtMs;
  return {
    held: counted.filter(({ state }) => state === 'held').toSorted(byAge),
    open: counted
      .filter(({ state }) => state === 'open')
      .toSorted((one, other) => Number(other.isPinned) - Number(one.isPinned) || other.upvotes - one.upvotes || byAge(one, other)),
    done: counted.filter(({ state }) => state === 'answered' || state === 'answered-live').toSorted((one, other) => byAge(other, one)),
  };
}
