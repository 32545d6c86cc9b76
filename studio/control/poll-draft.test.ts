import { describe, expect, it } from 'vitest';
import { BLANK_POLL, draftOf, type PollForm } from './poll-draft.ts';

const TEA: PollForm = { ...BLANK_POLL, question: ' Tea? ', options: 'Yes\n\n  No  \n' };

describe('a poll while it is written', () => {
  it('is sent without what is empty', () => {
    expect(draftOf(TEA)).toEqual({
      ...{ kind: 'single', question: 'Tea?', options: ['Yes', 'No'], isTest: false, correct: [] },
      ...{ isChangeable: true, results: 'after-voting', maxChoices: 1 },
    });
  });

  it.each<{ form: Partial<PollForm>; sent: object | undefined; because: string }>([
    { form: { question: '  ' }, sent: undefined, because: 'nothing is asked' },
    { form: { options: 'Yes' }, sent: undefined, because: 'there is no choice' },
    {
      form: { kind: 'nps', isTest: true, correct: [0] },
      sent: { options: [], isTest: false, correct: [] },
      because: 'a mark has no options',
    },
    { form: { isTest: true }, sent: undefined, because: 'no answer is the right one' },
    { form: { isTest: true, correct: [0, 1] }, sent: undefined, because: 'one choice cannot be two' },
    { form: { kind: 'multiple', isTest: true, correct: [1, 0] }, sent: { correct: [0, 1] }, because: 'several may be right' },
    { form: { isTest: true, correct: [0, 5] }, sent: { correct: [0] }, because: 'the line was taken away again' },
    { form: { kind: 'multiple' }, sent: { maxChoices: 2 }, because: 'all may be chosen' },
    { form: { kind: 'multiple', maxChoices: 9 }, sent: { maxChoices: 2 }, because: 'there are no more' },
  ])('$because', ({ form, sent }) => {
    const draft = draftOf({ ...TEA, ...form });
    if (sent === undefined) expect(draft).toBeUndefined();
    else expect(draft).toMatchObject(sent);
  });
});
