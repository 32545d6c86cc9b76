/** For tests and benches of the channel: rules that let everything through, so that what is tested is the channel. The real ones stand in `decide.ts`. */
import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { RoomView, Send } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import { refuse } from '../refusals.ts';
import type { Op } from './room-store.ts';
import type { RoomFacts, RoomRules, Speaker } from './rules.ts';

/** Takes an entry into a view as it stands. */
export function applyPlainly(view: RoomView, { body }: FeedEntry): RoomView {
  switch (body.kind) {
    case 'rules':
      return { ...view, rules: body.rules };
    case 'event':
      return { ...view, state: body.state };
    case 'pin':
      return { ...view, pinned: body.message };
    case 'poll':
      return { ...view, polls: [...view.polls.filter(({ id }) => id !== body.poll.id), body.poll] };
    case 'question':
      return { ...view, questions: [...view.questions.filter(({ id }) => id !== body.question.id), body.question] };
    default:
      return view;
  }
}

function opOf(send: Send, { author }: Speaker, { nowMs, view }: RoomFacts): Op {
  const id = send.id as ClientId;
  switch (send.t) {
    case 'say':
      return {
        kind: 'message',
        id,
        author,
        text: send.text,
        audience: view.rules.chat === 'hosts' ? 'author' : 'all',
        isHeld: view.rules.chat === 'approve',
      };
    case 'backstage':
      return { kind: 'backstage', id, author, text: send.text };
    case 'vote':
      return { kind: 'vote', id, ticket: author.id, poll: send.poll as PollId, choice: send.choice, atMs: send.atMs ?? nowMs };
    case 'ask':
      return { kind: 'question', id, author, text: send.text, isAnonymous: send.anonymous === true, isHeld: view.rules.moderateQuestions };
    case 'upvote':
      return { kind: 'upvote', id, ticket: author.id, question: send.question as QuestionId, on: send.on };
    case 'act':
      return { kind: 'act', id, by: author, act: send.act, atMs: nowMs };
  }
}

export const plainRules: RoomRules = {
  applyEntry: applyPlainly,
  viewFor: (view, role) =>
    isStaff(role) ? view : { ...view, held: [], questions: view.questions.filter(({ state }) => state !== 'held') },
  decide: (send, speaker, facts) => {
    if (send.t === 'act' && !isStaff(speaker.author.role)) return { answer: refuse('ROOM_NOT_ALLOWED') };
    if (speaker.mutedUntilMs > 0) return { answer: refuse('ROOM_MUTED', { minutes: 1 }) };
    const { slowSeconds } = facts.view.rules;
    const waitMs = speaker.talk.spokeAtMs + slowSeconds * 1_000 - facts.nowMs;
    if (send.t === 'say' && slowSeconds > 0 && waitMs > 0)
      return { answer: refuse('ROOM_SLOW_MODE', { seconds: Math.ceil(waitMs / 1_000) }) };
    const op = opOf(send, speaker, facts);
    return { answer: { ok: true, op }, talk: { ...speaker.talk, spokeAtMs: facts.nowMs } };
  },
  slowSeconds: (rules) => rules.slowSeconds,
  due: () => [],
};
