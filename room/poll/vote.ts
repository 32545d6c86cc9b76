/** Whether a ballot counts. That a person has one in each poll, the store knows: {@link judgeSecond}. */
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { Choice } from '../../core/contracts/room/frames.ts';
import { checkText } from '../chat/text.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { isSettled } from './states.ts';

/** A picture may be shown a little early: the clock of a player is not exact. */
export const EARLY_BALLOT_MS = 2_000;

const RANGES = { rating: [1, 5], nps: [0, 10] } as const;

/** What a ballot needs to know of its poll. */
export type VotablePoll = Pick<PollView, 'kind' | 'options' | 'state' | 'maxChoices' | 'openedAtMs' | 'closesAtMs'>;

/**
 * The time on the stage's clock at which it was given decides, while the poll waits for late ballots. Nobody votes in the future, whatever his clock says.
 * @param atMs what the voter says. @returns the choice as it is stored.
 */
export function judgeVote(
  poll: VotablePoll,
  choice: Choice,
  atMs: number | undefined,
  nowMs: number,
): { readonly ok: true; readonly choice: Choice; readonly atMs: number } | Refusal {
  const givenMs = Math.min(atMs ?? nowMs, nowMs);
  if (poll.state === 'draft' || givenMs + EARLY_BALLOT_MS < (poll.openedAtMs ?? 0)) return refuse('ROOM_POLL_NOT_OPEN');
  if (poll.state === 'archived' || isSettled(poll, nowMs)) return refuse('ROOM_POLL_CLOSED');
  if (poll.closesAtMs === null ? poll.state === 'closed' : givenMs >= poll.closesAtMs) return refuse('ROOM_POLL_CLOSED');
  const judged = judgeChoice(poll, choice);
  return judged.ok ? { ...judged, atMs: givenMs } : judged;
}

/** One ticket, one vote. undefined: it is his first, or he may change it. */
export function judgeSecond(hasVoted: boolean, isChangeable: boolean): Refusal | undefined {
  return hasVoted && !isChangeable ? refuse('ROOM_ALREADY_VOTED') : undefined;
}

function judgeChoice(poll: VotablePoll, choice: Choice): { readonly ok: true; readonly choice: Choice } | Refusal {
  switch (poll.kind) {
    case 'single':
    case 'multiple': {
      if (!('options' in choice)) return refuse('ROOM_CHOICE_INVALID');
      const options = [...new Set(choice.options)].sort((one, other) => one - other);
      if (options.length === 0 || options.some((index) => index >= poll.options.length)) return refuse('ROOM_CHOICE_INVALID');
      const max = poll.kind === 'single' ? 1 : poll.maxChoices;
      return options.length > max ? refuse('ROOM_TOO_MANY_CHOICES', { max }) : { ok: true, choice: { options } };
    }
    case 'rating':
    case 'nps': {
      const [least, most] = RANGES[poll.kind];
      const isIn = 'value' in choice && choice.value >= least && choice.value <= most;
      return isIn ? { ok: true, choice } : refuse('ROOM_CHOICE_INVALID');
    }
    case 'text': {
      if (!('text' in choice)) return refuse('ROOM_CHOICE_INVALID');
      const checked = checkText(choice.text);
      return checked.ok ? { ok: true, choice: { text: checked.text } } : checked;
    }
  }
}
