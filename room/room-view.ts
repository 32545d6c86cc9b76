/** The room as somebody who comes in finds it: what the entries of its feed make of it, and what of that each may see. */
import type { FeedEntry, PollView, QuestionView } from '../core/contracts/room/entries.ts';
import type { RoomView } from '../core/contracts/room/frames.ts';
import { isStaff, type RoomRole } from '../core/contracts/room/roles.ts';
import { addCue } from './show/cues.ts';

/** Questions in a view; those that are done with go first, the oldest before the others. */
const MAX_QUESTIONS = 600;

/** The view after an entry. An entry that changes nothing gives the same view. */
export function applyEntry(view: RoomView, { offset, body }: FeedEntry): RoomView {
  switch (body.kind) {
    case 'held': {
      const { id, author, text, replyTo } = body;
      const held = { id, author, text, ...(replyTo === undefined ? {} : { replyTo }) };
      return { ...view, held: [...view.held.filter((one) => one.id !== id || one.author.id !== author.id), held] };
    }
    case 'held-done':
      return { ...view, held: view.held.filter(({ id }) => id !== body.id) };
    case 'removed':
      return view.pinned?.offset === body.target ? { ...view, pinned: null } : view;
    case 'person-removed':
      return {
        ...view,
        pinned: view.pinned?.author.id === body.person ? null : view.pinned,
        held: view.held.filter(({ author }) => author.id !== body.person),
        questions: view.questions.filter(({ author }) => author?.id !== body.person),
      };
    case 'pin':
      return { ...view, pinned: body.message };
    case 'rules':
      return { ...view, rules: body.rules };
    case 'poll':
      return { ...view, polls: withPoll(view.polls, body.poll) };
    case 'question':
      return { ...view, questions: withQuestion(view.questions, body.question) };
    case 'question-gone':
      return { ...view, questions: view.questions.filter(({ id }) => id !== body.question) };
    case 'cue':
      return { ...view, cues: addCue(view.cues, { offset, cue: body.cue, atMs: body.atMs }) };
    case 'cue-undone':
      return { ...view, cues: view.cues.filter((cue) => cue.offset !== body.target) };
    case 'event':
      return { ...view, state: body.state };
    case 'message':
    case 'person':
    case 'blank':
    case 'backstage':
      return view;
  }
}

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

/** In the order in which they were first told of; what is in the archive is not in the room. */
function withPoll(polls: readonly PollView[], poll: PollView): readonly PollView[] {
  if (poll.state === 'archived') return polls.filter(({ id }) => id !== poll.id);
  return polls.some(({ id }) => id === poll.id) ? polls.map((one) => (one.id === poll.id ? poll : one)) : [...polls, poll];
}

function withQuestion(questions: readonly QuestionView[], question: QuestionView): readonly QuestionView[] {
  const isKnown = questions.some(({ id }) => id === question.id);
  const all = isKnown ? questions.map((one) => (one.id === question.id ? question : one)) : [...questions, question];
  if (all.length <= MAX_QUESTIONS) return all;
  const done = all.find(({ state, isPinned }) => !isPinned && state !== 'held' && state !== 'open') ?? all[0];
  return all.filter((one) => one !== done);
}
