/** A question of the audience: asked, perhaps looked at first, upvoted, answered in words or on the stage, pinned, put aside. */
import type { QuestionState, QuestionView, TalkRules } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import { isStaff, type RoomRole } from '../../core/contracts/room/roles.ts';
import { checkText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Questions that wait for an answer at once; nobody reads more. */
export const MAX_WAITING_QUESTIONS = 500;
/** Characters (code points) of an answer in words. */
export const MAX_ANSWER = 2_000;

/** What the staff may do to a question. */
export type QuestionAct = Act & {
  readonly act: 'show-question' | 'answer-question' | 'answered-live' | 'dismiss-question' | 'pin-question';
};
export type Changed = { readonly ok: true; readonly question: QuestionView } | Refusal;

/** Whether one may be asked now, as far as it is not about its text. undefined: it may. */
export function judgeAsking(
  rules: TalkRules,
  role: RoomRole,
  isAnonymous: boolean,
  questions: readonly Pick<QuestionView, 'state'>[],
): Refusal | undefined {
  if (!rules.questions && !isStaff(role)) return refuse('ROOM_QUESTIONS_OFF');
  if (isAnonymous && !rules.anonymousQuestions) return refuse('ROOM_NOT_ANONYMOUS');
  const waiting = questions.filter(({ state }) => isWaiting(state)).length;
  return waiting >= MAX_WAITING_QUESTIONS ? refuse('ROOM_TOO_MANY_QUESTIONS', { max: MAX_WAITING_QUESTIONS }) : undefined;
}

/** Whether the staff see it first. */
export function isHeldFirst(rules: TalkRules, role: RoomRole): boolean {
  return rules.moderateQuestions && !isStaff(role);
}

/** One ticket, one upvote: the store holds that. undefined: it may be upvoted. */
export function judgeUpvote(question: Pick<QuestionView, 'state'> | undefined, role: RoomRole): Refusal | undefined {
  if (question === undefined || (question.state === 'held' && !isStaff(role))) return refuse('ROOM_NO_SUCH_QUESTION');
  if (question.state === 'held') return refuse('ROOM_QUESTION_HELD');
  return question.state === 'open' ? undefined : refuse('ROOM_QUESTION_DONE');
}

/** The question after an act of the staff. */
export function changeQuestion(question: QuestionView, act: QuestionAct): Changed {
  const { state } = question;
  switch (act.act) {
    case 'show-question':
      if (state === 'held') return { ok: true, question: { ...question, state: 'open' } };
      return refuse(state === 'open' ? 'ROOM_ALREADY_DECIDED' : 'ROOM_QUESTION_DONE');
    case 'answer-question': {
      const blocked = judgeShown(state);
      if (blocked !== undefined) return blocked;
      const checked = checkText(act.answer, { max: MAX_ANSWER, lines: 40 });
      return checked.ok ? { ok: true, question: { ...question, state: 'answered', answer: checked.text } } : checked;
    }
    case 'answered-live': {
      const blocked = judgeShown(state) ?? (state === 'open' ? undefined : refuse('ROOM_QUESTION_DONE'));
      return blocked ?? { ok: true, question: { ...question, state: 'answered-live' } };
    }
    case 'dismiss-question':
      if (state === 'dismissed') return refuse('ROOM_QUESTION_DONE');
      return { ok: true, question: { ...question, state: 'dismissed', isPinned: false } };
    case 'pin-question':
      return judgeShown(state) ?? { ok: true, question: { ...question, isPinned: act.isPinned } };
  }
}

function isWaiting(state: QuestionState): boolean {
  return state === 'held' || state === 'open';
}

function judgeShown(state: QuestionState): Refusal | undefined {
  if (state === 'held') return refuse('ROOM_QUESTION_HELD');
  return state === 'dismissed' ? refuse('ROOM_QUESTION_DONE') : undefined;
}
