/** What a report's page and its file both say. Pure. */
import type { MarkName } from '../../../core/contracts/room/marks.ts';
import type { PollAnswer } from '../../../core/contracts/room/organiser.ts';
import type { Report } from '../../../core/contracts/room/report.ts';
import type { Phrase, Words } from '../../words/words.ts';

const MINUTE_MS = 60_000;

export const MARK_PHRASES: Readonly<Record<MarkName, Phrase>> = { rating: 'repRating', ease: 'repEase', recommend: 'repRecommend' };

/** What became of a question. */
export function askedState(state: string): Phrase {
  if (state === 'answered' || state === 'answered-live') return 'repAnswered';
  return state === 'held' ? 'repHeld' : 'repOpen';
}

export interface PollLine {
  readonly text: string;
  readonly votes: number;
  /** Of those who have voted, 0 to 1. */
  readonly share: number;
  readonly isRight: boolean;
}

/** Each answer of a poll with its votes; nothing for short answers, and before it was counted. */
export function answersOf(poll: PollAnswer, words: Pick<Words, 'number'>): readonly PollLine[] {
  const { final, options, correct, kind } = poll;
  if (final === null || kind === 'text') return [];
  const first = kind === 'rating' ? 1 : 0;
  return final.counts.map((votes, index) => ({
    text: options[index] ?? words.number(index + first),
    votes,
    share: final.voters === 0 ? 0 : votes / final.voters,
    isRight: correct.includes(index),
  }));
}

/** When a step of the audience's curve begins, ISO 8601. */
export function startOfStep({ wentLiveAt, attendance }: Report, step: number): string {
  return new Date(Date.parse(wentLiveAt ?? '') + step * attendance.stepMinutes * MINUTE_MS).toISOString();
}
