/** What of the room each may see. */
import type { PollView } from '../core/contracts/room/entries.ts';
import type { RoomView } from '../core/contracts/room/frames.ts';
import { isStaff, type RoomRole } from '../core/contracts/room/roles.ts';

/** What somebody of this role may see of it: attendees neither what waits for approval nor what was put aside, nor right answers too early. */
export function viewFor(view: RoomView, role: RoomRole): RoomView {
  if (isStaff(role)) return view;
  return {
    ...view,
    held: [],
    questions: view.questions.filter(({ state }) => state !== 'held' && state !== 'dismissed'),
    polls: view.polls.filter(({ state }) => state !== 'draft').map(forAttendee),
  };
}

function forAttendee(poll: PollView): PollView {
  const { correct, final, ...known } = poll;
  return {
    ...known,
    ...(correct !== undefined && poll.state === 'closed' ? { correct } : {}),
    ...(final !== undefined && poll.results !== 'hidden' ? { final } : {}),
  };
}
