/** The rules of the room as the channel asks for them: chat, polls, questions and the show, behind one door. Pure. */
import type { Act } from '../core/contracts/room/acts.ts';
import type { Send } from '../core/contracts/room/frames.ts';
import type { ClientId, PollId, QuestionId } from '../core/contracts/room/ids.ts';
import { isStaff } from '../core/contracts/room/roles.ts';
import { applyEntry } from '../core/contracts/room/room-view.ts';
import { uuid7 } from '../core/contracts/room/uuid7.ts';
import type { Op } from './channel/room-store.ts';
import { SYSTEM } from './channel/room-store.ts';
import type { Decision, RoomFacts, RoomRules, Speaker } from './channel/rules.ts';
import { destinationOf, judgeSpeech, muteAct } from './chat/speech.ts';
import { slowSecondsAt } from './chat/slow-mode.ts';
import { checkText } from './chat/text.ts';
import { archivePoll, closePoll, isSettled } from './poll/states.ts';
import { judgeVote } from './poll/vote.ts';
import { changeQuestion, isHeldFirst, judgeAsking, judgeUpvote } from './question/question.ts';
import type { Refusal } from './refusals.ts';
import { refuse } from './refusals.ts';
import { mayAct } from './rights.ts';
import { viewFor } from './room-view.ts';
import { cueOf, judgeUndo } from './show/cues.ts';

/** The real rules. */
export const roomRules: RoomRules = {
  applyEntry,
  viewFor,
  decide,
  slowSeconds: slowSecondsAt,
  due: ({ polls }, nowMs) => polls.filter((poll) => poll.final === undefined && isSettled(poll, nowMs)).map(({ id }) => id),
};

function decide(send: Send, speaker: Speaker, facts: RoomFacts): Decision {
  switch (send.t) {
    case 'say':
      return decideSay(send, speaker, facts);
    case 'ask':
      return decideAsk(send, speaker, facts);
    case 'backstage':
      return { answer: decideBackstage(send, speaker) };
    case 'vote':
      return { answer: decideVote(send, speaker, facts) };
    case 'upvote':
      return { answer: decideUpvote(send, speaker, facts) };
    case 'act':
      return { answer: decideAct(send, speaker, facts) };
  }
}

type Answer = Decision['answer'];
type Of<T extends Send['t']> = Send & { readonly t: T };

function decideSay({ id, text, replyTo }: Of<'say'>, speaker: Speaker, facts: RoomFacts): Decision {
  const { author } = speaker;
  const destination = destinationOf(facts.view.rules.chat, author.role);
  if (destination === 'closed') return { answer: refuse('ROOM_CHAT_OFF') };
  if (replyTo !== undefined && facts.messageAt(replyTo) === 'gone') return { answer: refuse('ROOM_REPLY_GONE') };
  return speech(text, id, speaker, facts, (said) => ({
    ...{ kind: 'message', id: id as ClientId, author, text: said },
    ...(replyTo === undefined ? {} : { replyTo }),
    audience: destination === 'all' ? 'all' : 'author',
    isHeld: destination === 'held',
  }));
}

function decideAsk({ id, text, anonymous }: Of<'ask'>, speaker: Speaker, facts: RoomFacts): Decision {
  const { author } = speaker;
  const { rules, questions } = facts.view;
  const isAnonymous = anonymous === true;
  const refusal = judgeAsking(rules, author.role, isAnonymous, questions);
  if (refusal !== undefined) return { answer: refusal };
  const isHeld = isHeldFirst(rules, author.role);
  return speech(text, id, speaker, facts, (said) => ({
    ...{ kind: 'question', id: id as ClientId, author, text: said, isAnonymous, isHeld },
  }));
}

/** What all that others will read has to pass. */
function speech(raw: string, id: string, { author, mutedUntilMs, talk }: Speaker, facts: RoomFacts, opOf: (text: string) => Op): Decision {
  const { view, words, strikes, nowMs } = facts;
  // What the load asks for is found once a second; what the host has set holds at once.
  const slowSeconds = Math.max(facts.slowSeconds, view.rules.slowSeconds);
  const writer = { role: author.role, mutedUntilMs, ...talk };
  const verdict = judgeSpeech(raw, writer, { rules: view.rules, slowSeconds, words, strikes, nowMs });
  if (verdict.ok) return { answer: { ok: true, op: opOf(verdict.text) }, talk: { ...talk, spokeAtMs: nowMs } };
  const { refusal } = verdict;
  return {
    answer: refusal,
    ...(verdict.strikes === undefined ? {} : { talk: { ...talk, strikes: verdict.strikes } }),
    ...(verdict.isMuted === true
      ? { also: [{ kind: 'act', id: idOfMute(author.id, id, nowMs), by: SYSTEM, act: muteAct(author.id), atMs: nowMs }] }
      : {}),
  };
}

/** Another for each mute, also of two people who send the same id: an id that was used is an act that was done. */
function idOfMute(person: string, id: string, nowMs: number): ClientId {
  const bytes = (text: string) => text.replaceAll('-', '').slice(-20).match(/../g) ?? [];
  const others = bytes(id);
  const mixed = bytes(person).map((byte, index) => Number.parseInt(byte, 16) ^ Number.parseInt(others[index] ?? '0', 16));
  return uuid7(nowMs, Uint8Array.from(mixed)) as ClientId;
}

function decideBackstage({ id, text }: Of<'backstage'>, { author }: Speaker): Answer {
  if (!isStaff(author.role)) return refuse('ROOM_NOT_ALLOWED');
  const checked = checkText(text);
  return checked.ok ? { ok: true, op: { kind: 'backstage', id: id as ClientId, author, text: checked.text } } : checked;
}

function decideVote({ id, poll, choice, atMs }: Of<'vote'>, { author }: Speaker, { view, nowMs }: RoomFacts): Answer {
  const known = view.polls.find((one) => one.id === poll);
  if (known === undefined) return refuse('ROOM_NO_SUCH_POLL');
  const judged = judgeVote(known, choice, atMs, nowMs);
  if (!judged.ok) return judged;
  return {
    ok: true,
    op: { kind: 'vote', id: id as ClientId, ticket: author.id, poll: known.id, choice: judged.choice, atMs: judged.atMs },
  };
}

function decideUpvote({ id, question, on }: Of<'upvote'>, { author }: Speaker, { view }: RoomFacts): Answer {
  const known = view.questions.find((one) => one.id === question);
  const refusal = judgeUpvote(known, author.role);
  return refusal ?? { ok: true, op: { kind: 'upvote', id: id as ClientId, ticket: author.id, question: question as QuestionId, on } };
}

function decideAct({ id, act }: Of<'act'>, { author }: Speaker, facts: RoomFacts): Answer {
  if (!mayAct(author.role, act.act)) return refuse('ROOM_NOT_ALLOWED');
  const judged = judgeAct(act, author, facts);
  if (judged !== undefined) return judged;
  const atMs = ('atMs' in act ? act.atMs : undefined) ?? facts.nowMs;
  return { ok: true, op: { kind: 'act', id: id as ClientId, by: author, act, atMs } };
}

/**
 * As far as a node knows: who a person is whose id is given, and polls that are prepared, the store knows alone.
 * undefined: nothing stands against it.
 */
function judgeAct(act: Act, { id, role }: Speaker['author'], { view, messageAt, nowMs }: RoomFacts): Refusal | undefined {
  switch (act.act) {
    case 'remove-message':
      return messageAt(act.offset) === 'gone' ? refuse('ROOM_NO_SUCH_MESSAGE') : undefined;
    case 'pin':
      return act.offset !== null && messageAt(act.offset) === 'gone' ? refuse('ROOM_NO_SUCH_MESSAGE') : undefined;
    case 'approve':
    case 'refuse':
      return view.held.some((one) => one.id === act.message) ? undefined : refuse('ROOM_ALREADY_DECIDED');
    case 'mute':
    case 'ban':
      return act.person === id ? refuse('ROOM_ABOVE_YOU') : undefined;
    case 'close-poll':
      return refusalOf(view.polls, act.poll, (poll) => closePoll(poll, act.atMs ?? nowMs, nowMs));
    case 'archive-poll':
      return refusalOf(view.polls, act.poll, (poll) => archivePoll(poll, nowMs));
    case 'open-poll':
      return refusalOf(view.polls, act.poll, ({ state }) =>
        refuse(state === 'open' ? 'ROOM_POLL_ALREADY_OPEN' : 'ROOM_POLL_ALREADY_CLOSED'),
      );
    case 'show-question':
    case 'answer-question':
    case 'answered-live':
    case 'dismiss-question':
    case 'pin-question': {
      const question = view.questions.find((one) => one.id === act.question);
      return question === undefined ? refuse('ROOM_NO_SUCH_QUESTION') : refused(changeQuestion(question, act));
    }
    case 'layout':
    case 'banner':
    case 'banner-off':
    case 'redirect':
      return refused(cueOf(act));
    case 'undo-cue':
      return judgeUndo(view.cues, act.offset, role);
    case 'unban':
    case 'rules':
    case 'poll-results':
      return undefined;
  }
}

function refused(verdict: { readonly ok: true } | Refusal): Refusal | undefined {
  return verdict.ok ? undefined : verdict;
}

function refusalOf(
  polls: RoomFacts['view']['polls'],
  id: string,
  judge: (poll: RoomFacts['view']['polls'][number]) => { readonly ok: true } | Refusal,
): Refusal | undefined {
  const poll = polls.find((one) => one.id === (id as PollId));
  return poll === undefined || poll.state === 'draft' ? undefined : refused(judge(poll));
}
