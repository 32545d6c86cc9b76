import { describe, expect, it } from 'vitest';
import type { QuestionState, QuestionView } from '../../core/contracts/room/entries.ts';
import type { QuestionId } from '../../core/contracts/room/ids.ts';
import { boardOf } from './questions.ts';

const ask = (id: string, state: QuestionState, more: Partial<QuestionView> = {}): QuestionView => ({
  ...{ id: id as QuestionId, author: null, text: id, state, answer: null, isPinned: false, upvotes: 0, askedAtMs: 0 },
  ...more,
});
const idsOf = (questions: readonly QuestionView[]) => questions.map(({ id }) => id as string);

describe('the questions board', () => {
  it('puts what is pinned first, then votes as they were told last, then who has waited longer', () => {
    const questions = [
      ask('late', 'open', { askedAtMs: 2 }),
      ask('early', 'open', { askedAtMs: 1 }),
      ask('loved', 'open', { upvotes: 1 }),
      ask('pinned', 'open', { isPinned: true }),
    ];
    expect(idsOf(boardOf(questions, { ['late' as QuestionId]: 7 }).open)).toEqual(['pinned', 'late', 'loved', 'early']);
  });

  it('shows what waits oldest first, what is done newest first, and what was put aside not at all', () => {
    const states = ['held', 'held', 'answered', 'answered-live', 'dismissed'] as const;
    const board = boardOf(
      states.map((state, at) => ask(`${state}${at}`, state, { askedAtMs: at })),
      {},
    );
    expect([idsOf(board.held), idsOf(board.open), idsOf(board.done)]).toEqual([['held0', 'held1'], [], ['answered-live3', 'answered2']]);
  });
});
