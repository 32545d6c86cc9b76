/** A poll while it is written. What is allowed the server says; here is only what can be told at once. Pure. */
import type { PollKind, ResultsWhen } from '../../core/contracts/room/entries.ts';
import type { PollDraft } from '../../core/contracts/room/polls.ts';

/** As it stands in the form. */
export interface PollForm {
  readonly kind: PollKind;
  readonly question: string;
  /** One option a line. */
  readonly options: string;
  readonly isChangeable: boolean;
  readonly results: ResultsWhen;
  readonly isTest: boolean;
  /** Indexes of the right lines. */
  readonly correct: readonly number[];
  /** Of a poll with several choices; 0: as many as there are. */
  readonly maxChoices: number;
}

export const BLANK_POLL: PollForm = {
  ...{ kind: 'single', question: '', options: '', isChangeable: true, results: 'after-voting' },
  ...{ isTest: false, correct: [], maxChoices: 0 },
};

/** The lines that say something. */
export function optionsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Whether people choose among options. */
export function hasOptions(kind: PollKind): boolean {
  return kind === 'single' || kind === 'multiple';
}

/** @returns what is sent; undefined while something is missing. */
export function draftOf(form: PollForm): PollDraft | undefined {
  const { kind, isChangeable, results } = form;
  const question = form.question.trim();
  const options = hasOptions(kind) ? optionsOf(form.options) : [];
  if (question === '' || (hasOptions(kind) && options.length < 2)) return undefined;
  const isTest = form.isTest && hasOptions(kind);
  const correct = isTest ? form.correct.filter((index) => index < options.length).toSorted((one, other) => one - other) : [];
  if (isTest && (correct.length === 0 || (kind === 'single' && correct.length > 1))) return undefined;
  const most = form.maxChoices < 1 ? options.length : Math.min(form.maxChoices, options.length);
  const maxChoices = kind === 'multiple' ? most : 1;
  return { kind, question, options: [...options], isTest, correct: [...correct], isChangeable, results, maxChoices };
}
