/** A poll as the room sees it. */
import type { PollNumbers, PollView } from '../../core/contracts/room/entries.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import type { PollLife } from './states.ts';

/** A poll as it is stored. */
export type Poll = PollDraft & PollLife & { readonly id: PollId };

/** @param settled its final numbers once it is settled: before, nobody learns the right answers, nor what is final. */
export function pollView(poll: Poll, settled: PollNumbers | undefined): PollView {
  const { correct, ...known } = poll;
  return {
    ...known,
    ...(settled !== undefined && poll.isTest ? { correct } : {}),
    ...(settled !== undefined && poll.results !== 'hidden' ? { final: settled } : {}),
  };
}
