/**
 * What the entries of a room's feed amount to: the same on every node, in the studio and in a viewer's browser, so that who was told everything sees
 * what somebody who comes in is told.
 */
import type { Cue, FeedEntry, PollView, QuestionView } from './entries.ts';
import type { RoomView, StandingCue } from './frames.ts';

/** Cues of one place on the page that are kept: who is behind, or goes back a little, still finds the one that stood then. */
export const KEPT_CUES = 5;
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
    case 'first-layout':
      return { ...view, firstLayout: body.layout };
    case 'cue-undone':
      return { ...view, cues: view.cues.filter((cue) => cue.offset !== body.target) };
    case 'event':
      return { ...view, state: body.state };
    case 'message':
    case 'person':
    case 'blank':
    case 'plan':
    case 'backstage':
      return view;
  }
}

/** Where on the page a cue works: the next of the same place takes its place. */
export function placeOf(cue: Cue): 'layout' | 'banner' | 'redirect' {
  return cue.kind === 'banner-off' ? 'banner' : cue.kind;
}

/** The newest few of each place, by the stage's time; of the same time the later said counts more. */
export function addCue(cues: readonly StandingCue[], added: StandingCue): readonly StandingCue[] {
  const sorted = [...cues.filter(({ offset }) => offset !== added.offset), added].sort(
    (one, other) => one.atMs - other.atMs || one.offset - other.offset,
  );
  const place = placeOf(added.cue);
  const surplus = sorted.filter(({ cue }) => placeOf(cue) === place).length - KEPT_CUES;
  if (surplus <= 0) return sorted;
  const gone = new Set(sorted.filter(({ cue }) => placeOf(cue) === place).slice(0, surplus));
  return sorted.filter((one) => !gone.has(one));
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
