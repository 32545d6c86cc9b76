/** Whether a poll as the organiser wrote it can be held. */
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import { checkText, cleanText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** Characters (code points). */
export const MAX_POLL_QUESTION = 500;
export const MAX_OPTION = 200;
export const MIN_OPTIONS = 2;
export const MAX_OPTIONS = 20;

/** @returns the draft with its texts cleaned and what does not matter for its kind made plain, or the first thing that is wrong with it. */
export function checkDraft(draft: PollDraft): { readonly ok: true; readonly draft: PollDraft } | Refusal {
  const question = checkText(draft.question, { max: MAX_POLL_QUESTION, lines: 5 });
  if (!question.ok)
    return question.code === 'ROOM_TEXT_EMPTY'
      ? refuse('ROOM_POLL_QUESTION_EMPTY')
      : refuse('ROOM_POLL_QUESTION_TOO_LONG', { max: MAX_POLL_QUESTION });
  const hasOptions = draft.kind === 'single' || draft.kind === 'multiple';
  if (!hasOptions) {
    if (draft.options.length > 0) return refuse('ROOM_POLL_NO_OPTIONS_WANTED');
    if (draft.isTest) return refuse('ROOM_POLL_TEST_KIND');
  }
  const options = draft.options.map((option) => cleanText(option, 1));
  const refusal = hasOptions ? (judgeOptions(options) ?? judgeMaxChoices(draft)) : undefined;
  if (refusal !== undefined) return refusal;
  const wrong = draft.isTest ? judgeCorrect(draft) : undefined;
  if (wrong !== undefined) return wrong;
  return {
    ok: true,
    draft: {
      ...draft,
      question: question.text,
      options,
      correct: draft.isTest ? [...draft.correct].sort((one, other) => one - other) : [],
      maxChoices: draft.kind === 'multiple' ? draft.maxChoices : 1,
    },
  };
}

function judgeOptions(options: readonly string[]): Refusal | undefined {
  if (options.length < MIN_OPTIONS) return refuse('ROOM_POLL_TOO_FEW_OPTIONS', { min: MIN_OPTIONS });
  if (options.length > MAX_OPTIONS) return refuse('ROOM_POLL_TOO_MANY_OPTIONS', { max: MAX_OPTIONS });
  const seen = new Set<string>();
  for (const [index, option] of options.entries()) {
    const checked = checkText(option, { max: MAX_OPTION, lines: 1 });
    const number = index + 1;
    if (!checked.ok)
      return checked.code === 'ROOM_TEXT_EMPTY'
        ? refuse('ROOM_POLL_OPTION_EMPTY', { number })
        : refuse('ROOM_POLL_OPTION_TOO_LONG', { number, max: MAX_OPTION });
    const folded = option.toLowerCase();
    if (seen.has(folded)) return refuse('ROOM_POLL_OPTION_TWICE', { option });
    seen.add(folded);
  }
  return undefined;
}

function judgeMaxChoices({ kind, options, maxChoices }: PollDraft): Refusal | undefined {
  const isTooMany = kind === 'multiple' && (maxChoices < 1 || maxChoices > options.length);
  return isTooMany ? refuse('ROOM_POLL_MAX_CHOICES', { max: options.length }) : undefined;
}

function judgeCorrect({ kind, options, correct, maxChoices }: PollDraft): Refusal | undefined {
  if (correct.length === 0) return refuse('ROOM_POLL_NO_RIGHT_ANSWER');
  const most = kind === 'single' ? 1 : maxChoices;
  const isFit = correct.length <= most && correct.every((index) => index < options.length) && new Set(correct).size === correct.length;
  return isFit ? undefined : refuse('ROOM_POLL_RIGHT_ANSWER_INVALID');
}
