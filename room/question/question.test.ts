import { describe, expect, it } from 'vitest';
import type { QuestionState, QuestionView } from '../../core/contracts/room/entries.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { QuestionId } from '../../core/contracts/room/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { changeQuestion, isHeldFirst, judgeAsking, judgeUpvote, MAX_WAITING_QUESTIONS, type QuestionAct } from './question.ts';

const { layout: _, words: __, strikes: ___, ...RULES } = DEFAULT_EVENT_SETTINGS.room;
const question = (state: QuestionState): QuestionView => ({
  ...{ id: 'q' as QuestionId, author: null, text: 'Why?', state, answer: null, isPinned: state === 'open', upvotes: 3, askedAtMs: 1 },
});
const act = (name: QuestionAct['act']): QuestionAct => {
  const base = { question: 'q' };
  if (name === 'answer-question') return { ...base, act: name, answer: ' Because. ' };
  return name === 'pin-question' ? { ...base, act: name, isPinned: true } : { ...base, act: name };
};

describe('asking', () => {
  const many = Array.from({ length: MAX_WAITING_QUESTIONS }, () => question('open'));
  it.each([
    { rules: {}, role: 'attendee', anonymous: false, list: [], code: undefined, because: 'nothing stands against it' },
    { rules: {}, role: 'attendee', anonymous: true, list: [], code: undefined, because: 'the host allows it' },
    { rules: { questions: false }, role: 'attendee', anonymous: false, list: [], code: 'ROOM_QUESTIONS_OFF', because: 'they are off' },
    { rules: { questions: false }, role: 'host', anonymous: false, list: [], code: undefined, because: 'the staff may prepare some' },
    {
      rules: { anonymousQuestions: false },
      role: 'attendee',
      anonymous: true,
      list: [],
      code: 'ROOM_NOT_ANONYMOUS',
      because: 'names are wanted',
    },
    { rules: {}, role: 'attendee', anonymous: false, list: many, code: 'ROOM_TOO_MANY_QUESTIONS', because: 'nobody reads more' },
    {
      rules: {},
      role: 'attendee',
      anonymous: false,
      list: many.map(() => question('answered')),
      code: undefined,
      because: 'what is answered does not wait',
    },
  ] as const)('$because', ({ rules, role, anonymous, list, code }) => {
    // biome-ignore format: a table
    expect(judgeAsking({ ...RULES, ...rules }, role, anonymous, list)?.code).toBe(code);
  });

  it('is looked at first where the host wants it, but for the staff', () => {
    expect([isHeldFirst(RULES, 'attendee'), isHeldFirst({ ...RULES, moderateQuestions: true }, 'attendee')]).toEqual([false, true]);
    expect(isHeldFirst({ ...RULES, moderateQuestions: true }, 'presenter')).toBe(false);
  });
});

describe('a question', () => {
  const states: readonly QuestionState[] = ['held', 'open', 'answered', 'answered-live', 'dismissed'];
  it.each([
    { name: 'show-question', to: ['open', 'ROOM_ALREADY_DECIDED', 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE'] },
    { name: 'answer-question', to: ['ROOM_QUESTION_HELD', 'answered', 'answered', 'answered', 'ROOM_QUESTION_DONE'] },
    {
      name: 'answered-live',
      to: ['ROOM_QUESTION_HELD', 'answered-live', 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE'],
    },
    { name: 'dismiss-question', to: ['dismissed', 'dismissed', 'dismissed', 'dismissed', 'ROOM_QUESTION_DONE'] },
    { name: 'pin-question', to: ['ROOM_QUESTION_HELD', 'open', 'answered', 'answered-live', 'ROOM_QUESTION_DONE'] },
  ] as const)('$name of held, open, answered, answered live, dismissed: $to', ({ name, to }) => {
    const results = states.map((state) => {
      const changed = changeQuestion(question(state), act(name));
      return changed.ok ? changed.question.state : changed.code;
    });
    expect(results).toEqual(to);
  });

  it('an answer is cleaned and measured', () => {
    expect(changeQuestion(question('open'), act('answer-question'))).toMatchObject({ question: { answer: 'Because.' } });
    const long: QuestionAct = { act: 'answer-question', question: 'q', answer: 'x'.repeat(2_001) };
    expect(changeQuestion(question('open'), long)).toMatchObject({ code: 'ROOM_TEXT_TOO_LONG' });
  });

  it.each(
    states.map((state, index) => ({
      state,
      code: ['ROOM_NO_SUCH_QUESTION', undefined, 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE', 'ROOM_QUESTION_DONE'][index],
    })),
  )('$state: an upvote is answered $code', ({ state, code }) => {
    expect(judgeUpvote(question(state), 'attendee')?.code).toBe(code);
  });

  it('who cannot see it is not told that it is there', () => {
    expect(judgeUpvote(undefined, 'attendee')).toEqual(judgeUpvote(question('held'), 'attendee'));
    expect(judgeUpvote(question('held'), 'moderator')).toMatchObject({ code: 'ROOM_QUESTION_HELD' });
  });

  it.each([1, 2, 3])('what is dismissed stays so, and nothing dismissed or held is pinned (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const names = ['show-question', 'answer-question', 'answered-live', 'dismiss-question', 'pin-question'] as const;
    for (let round = 0; round < 50; round++) {
      let now = question('held');
      now = { ...now, isPinned: false };
      for (let step = 0; step < 30; step++) {
        const changed = changeQuestion(now, act(names[Math.floor(random() * names.length)] ?? 'show-question'));
        if (now.state === 'dismissed') expect(changed.ok).toBe(false);
        if (changed.ok) now = changed.question;
        if (now.isPinned) expect(['open', 'answered', 'answered-live']).toContain(now.state);
      }
    }
  });
});
