import type { PollView } from '../../core/contracts/room/entries.ts';
import type { PollRecord } from '../db/poll-drafts.ts';
import { pollView } from '../poll/view.ts';

/** A stored poll as the room sees it. `staff`: with its final numbers also where attendees do not see them. */
export function viewOfPoll(poll: PollRecord, audience: 'all' | 'staff'): PollView {
  const { id, kind, question, isTest, isChangeable, results, maxChoices, state, openedAtMs, closesAtMs, final } = poll;
  const stored = { id, kind, question, isTest, isChangeable, results, maxChoices, state, openedAtMs, closesAtMs };
  const view = pollView({ ...stored, options: [...poll.options], correct: [...poll.correct] }, final ?? undefined);
  return audience === 'staff' && final !== null ? { ...view, final } : view;
}
