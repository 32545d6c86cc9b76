/**
 * The life of a poll: draft, open, closed, archived; never back. Its times are the stage's clock: it opens and closes for each viewer when his own picture
 * gets there. Closed is not settled: ballots of those who are behind go on arriving for {@link LATE_BALLOT_MS}.
 */
import type { PollState } from '../../core/contracts/room/entries.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** How long after its end (on the stage's clock) a poll still takes ballots that were given before: the longest delay of a picture, and a bad network. */
export const LATE_BALLOT_MS = 20_000;

/** What the rules of its life need to know of a poll. */
export interface PollLife {
  readonly state: PollState;
  /** On the stage's clock, Unix ms. */
  readonly openedAtMs: number | null;
  readonly closesAtMs: number | null;
}

export type LifeVerdict = { readonly ok: true; readonly life: PollLife } | Refusal;

/** @param atMs when, on the stage's clock. @param forSeconds it closes by itself after so long; undefined: when somebody closes it. */
export function openPoll(life: PollLife, atMs: number, forSeconds: number | undefined): LifeVerdict {
  switch (life.state) {
    case 'draft':
      return {
        ok: true,
        life: { state: 'open', openedAtMs: atMs, closesAtMs: forSeconds === undefined ? null : atMs + forSeconds * 1_000 },
      };
    case 'open':
      return refuse('ROOM_POLL_ALREADY_OPEN');
    case 'closed':
      return refuse('ROOM_POLL_ALREADY_CLOSED');
    case 'archived':
      return refuse('ROOM_POLL_ARCHIVED');
  }
}

/** An end that is still to come leaves it open until then. */
export function closePoll(life: PollLife, atMs: number, nowMs: number): LifeVerdict {
  switch (life.state) {
    case 'draft':
      return refuse('ROOM_POLL_IS_DRAFT');
    case 'open': {
      const closesAtMs = Math.max(atMs, life.openedAtMs ?? atMs);
      return { ok: true, life: { ...life, state: closesAtMs > nowMs ? 'open' : 'closed', closesAtMs } };
    }
    case 'closed':
      return refuse('ROOM_POLL_ALREADY_CLOSED');
    case 'archived':
      return refuse('ROOM_POLL_ARCHIVED');
  }
}

/** Only what is settled is put away: its numbers are final. */
export function archivePoll(life: PollLife, nowMs: number): LifeVerdict {
  if (life.state === 'draft') return refuse('ROOM_POLL_IS_DRAFT');
  if (life.state === 'archived') return refuse('ROOM_POLL_ARCHIVED');
  return isSettled(life, nowMs) ? { ok: true, life: { ...life, state: 'archived' } } : refuse('ROOM_POLL_STILL_OPEN');
}

/** The last ballot that counts has had its time to arrive. */
export function isSettled({ state, closesAtMs }: PollLife, nowMs: number): boolean {
  if (state === 'archived') return true;
  return (state === 'open' || state === 'closed') && closesAtMs !== null && nowMs >= closesAtMs + LATE_BALLOT_MS;
}
