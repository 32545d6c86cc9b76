import { describe, expect, it } from 'vitest';
import type { Act } from '../core/contracts/room/acts.ts';
import type { PollView, QuestionView, TalkRules } from '../core/contracts/room/entries.ts';
import { DEFAULT_EVENT_SETTINGS } from '../core/contracts/room/event.ts';
import type { RoomView, Send } from '../core/contracts/room/frames.ts';
import type { PollId, QuestionId } from '../core/contracts/room/ids.ts';
import { ROOM_ROLES, type RoomRole } from '../core/contracts/room/roles.ts';
import { seededRandom } from '../core/runtime/test-support.ts';
import { SYSTEM } from './channel/room-store.ts';
import type { RoomFacts, Speaker } from './channel/rules.ts';
import { clientId, pollId, ticketId } from './channel/test-room.ts';
import { roomRules } from './decide.ts';
import { LATE_BALLOT_MS } from './poll/states.ts';

const NOW = 1_700_000_000_000;
const { layout: _, words: __, strikes: ___, ...RULES } = DEFAULT_EVENT_SETTINGS.room;
const question = (n: number, more: Partial<QuestionView> = {}): QuestionView => ({
  ...{ id: clientId(n) as string as QuestionId, author: null, text: 'Why?', state: 'open', answer: null },
  ...{ isPinned: false, upvotes: 0, askedAtMs: 0 },
  ...more,
});
const poll = (n: number, more: Partial<PollView> = {}): PollView => ({
  ...{ id: pollId(n), kind: 'single', question: 'Yes?', options: ['yes', 'no'], state: 'open', isTest: false, isChangeable: false },
  ...{ results: 'always', maxChoices: 1, openedAtMs: NOW - 60_000, closesAtMs: null },
  ...more,
});
const view = (rules: Partial<TalkRules> = {}, more: Partial<RoomView> = {}): RoomView => ({
  ...{
    state: 'live',
    rules: { ...RULES, ...rules },
    firstLayout: 'picture-chat',
    pinned: null,
    polls: [poll(1)],
    questions: [question(1)],
    cues: [],
    held: [],
  },
  ...more,
});
const facts = (more: Partial<RoomFacts> = {}): RoomFacts => ({
  ...{ view: view(), slowSeconds: 0, words: ['rude'], strikes: 3, nowMs: NOW },
  messageAt: (offset) => (offset < 10 ? 'unknown' : offset < 20 ? 'there' : 'gone'),
  ...more,
});
const speaker = (role: RoomRole = 'attendee', more: Partial<Speaker> = {}): Speaker => ({
  ...{ author: { id: ticketId(1), name: 'Ada', role }, mutedUntilMs: 0, talk: { spokeAtMs: 0, strikes: 0 } },
  ...more,
});
const say = (text = 'hello', replyTo?: number): Send => ({
  t: 'say',
  id: clientId(1),
  text,
  ...(replyTo === undefined ? {} : { replyTo }),
});
const act = (one: Act): Send => ({ t: 'act', id: clientId(1), act: one });

describe('decide: saying', () => {
  it.each([
    { chat: 'everyone', role: 'attendee', op: { audience: 'all', isHeld: false }, because: 'everyone to everyone' },
    { chat: 'hosts', role: 'attendee', op: { audience: 'author', isHeld: false }, because: 'to the hosts, and to himself' },
    { chat: 'approve', role: 'attendee', op: { audience: 'author', isHeld: true }, because: 'it waits' },
    { chat: 'approve', role: 'moderator', op: { audience: 'all', isHeld: false }, because: 'who approves need not be approved' },
    { chat: 'off', role: 'host', op: { audience: 'all', isHeld: false }, because: 'the host speaks to a quiet room' },
  ] as const)('$chat, $role: $because', ({ chat, role, op }) => {
    const { answer, talk } = roomRules.decide(say(), speaker(role), facts({ view: view({ chat }) }));
    expect(answer).toMatchObject({ ok: true, op: { kind: 'message', text: 'hello', ...op } });
    expect(talk).toEqual({ spokeAtMs: NOW, strikes: 0 });
  });

  it.each([
    { send: say(), rules: { chat: 'off' }, code: 'ROOM_CHAT_OFF' },
    { send: say('hello', 25), rules: {}, code: 'ROOM_REPLY_GONE' },
    { send: say('hello', 15), rules: {}, code: undefined },
    { send: say('hello', 5), rules: {}, code: undefined },
    { send: { t: 'backstage', id: clientId(1), text: 'psst' }, rules: {}, code: 'ROOM_NOT_ALLOWED' },
    { send: { t: 'ask', id: clientId(1), text: 'rude?' }, rules: {}, code: 'ROOM_WORD_LISTED' },
    { send: { t: 'ask', id: clientId(1), text: 'why?' }, rules: { questions: false }, code: 'ROOM_QUESTIONS_OFF' },
    {
      send: { t: 'ask', id: clientId(1), text: 'why?', anonymous: true },
      rules: { anonymousQuestions: false },
      code: 'ROOM_NOT_ANONYMOUS',
    },
    { send: { t: 'upvote', id: clientId(1), question: clientId(9), on: true }, rules: {}, code: 'ROOM_NO_SUCH_QUESTION' },
    { send: { t: 'vote', id: clientId(1), poll: pollId(9), choice: { options: [0] } }, rules: {}, code: 'ROOM_NO_SUCH_POLL' },
  ] as const)('$send in $rules is answered $code', ({ send, rules, code }) => {
    const { answer } = roomRules.decide(send as unknown as Send, speaker(), facts({ view: view(rules) }));
    expect(answer.ok ? undefined : answer.code).toBe(code);
  });

  it.each([
    { set: 10, load: 0, code: 'ROOM_SLOW_MODE', because: 'what the host sets holds at once' },
    { set: 0, load: 10, code: 'ROOM_SLOW_MODE', because: 'the load asks for it' },
    { set: 0, load: 0, code: undefined, because: 'there is no slow mode' },
  ])('$because', ({ set, load, code }) => {
    const who = speaker('attendee', { talk: { spokeAtMs: NOW - 1_000, strikes: 0 } });
    const { answer } = roomRules.decide(say(), who, facts({ slowSeconds: load, view: view({ slowSeconds: set }) }));
    expect(answer.ok ? undefined : answer.code).toBe(code);
  });

  it('after too many listed words a person is muted by the house, each time under another id', () => {
    const rude = speaker('attendee', { talk: { spokeAtMs: 0, strikes: 2 } });
    const first = roomRules.decide(say('so rude'), rude, facts());
    expect(first).toMatchObject({ answer: { code: 'ROOM_WORD_LISTED', facts: { left: 0 } }, talk: { strikes: 0 } });
    expect(first.also).toMatchObject([{ kind: 'act', by: SYSTEM, act: { act: 'mute', person: ticketId(1), seconds: 600 }, atMs: NOW }]);
    const later = roomRules.decide(say('so rude'), rude, facts({ nowMs: NOW + 600_000 }));
    const other = roomRules.decide(say('so rude'), { ...rude, author: { ...rude.author, id: ticketId(2) } }, facts());
    expect(new Set([first, later, other].map(({ also }) => also?.[0]?.id)).size).toBe(3);
  });
});

describe('decide: voting', () => {
  it('keeps the time of the stage’s clock, and nothing of the future', () => {
    const vote = (atMs?: number): Send => ({
      t: 'vote',
      id: clientId(1),
      poll: pollId(1),
      choice: { options: [1] },
      ...(atMs === undefined ? {} : { atMs }),
    });
    for (const [said, kept] of [
      [NOW - 15_000, NOW - 15_000],
      [NOW + 99_000, NOW],
      [undefined, NOW],
    ] as const)
      expect(roomRules.decide(vote(said), speaker(), facts()).answer).toMatchObject({
        ok: true,
        op: { kind: 'vote', ticket: ticketId(1), atMs: kept },
      });
  });

  it('tells which polls are due: ended, with the time of late ballots over, and not settled yet', () => {
    const polls = [
      poll(1, { closesAtMs: NOW - LATE_BALLOT_MS }),
      poll(2, { closesAtMs: NOW - LATE_BALLOT_MS + 1 }),
      poll(3),
      poll(4, { state: 'closed', closesAtMs: NOW - LATE_BALLOT_MS }),
      poll(5, { state: 'closed', closesAtMs: NOW - LATE_BALLOT_MS, final: { voters: 0, counts: [0, 0] } }),
    ];
    expect(roomRules.due(view({}, { polls }), NOW)).toEqual([pollId(1), pollId(4)]);
  });
});

describe('decide: acts', () => {
  const held = { id: clientId(5), author: speaker().author, text: 'please' };
  const room = facts({
    view: view(
      {},
      {
        held: [held],
        questions: [question(1), question(2, { state: 'held' })],
        cues: [{ offset: 7, cue: { kind: 'layout', layout: 'slides' }, atMs: NOW }],
      },
    ),
  });
  it.each([
    { role: 'attendee', one: { act: 'pin', offset: null }, code: 'ROOM_NOT_ALLOWED' },
    { role: 'presenter', one: { act: 'mute', person: ticketId(2), seconds: 60 }, code: 'ROOM_NOT_ALLOWED' },
    { role: 'moderator', one: { act: 'mute', person: ticketId(2), seconds: 60 }, code: undefined },
    { role: 'moderator', one: { act: 'ban', person: ticketId(1), erase: false }, code: 'ROOM_ABOVE_YOU' },
    { role: 'moderator', one: { act: 'approve', message: clientId(5) }, code: undefined },
    { role: 'moderator', one: { act: 'refuse', message: clientId(6) }, code: 'ROOM_ALREADY_DECIDED' },
    { role: 'host', one: { act: 'remove-message', offset: 25 }, code: 'ROOM_NO_SUCH_MESSAGE' },
    { role: 'host', one: { act: 'remove-message', offset: 3 }, code: undefined },
    { role: 'host', one: { act: 'pin', offset: 30 }, code: 'ROOM_NO_SUCH_MESSAGE' },
    { role: 'presenter', one: { act: 'open-poll', poll: pollId(1) }, code: 'ROOM_POLL_ALREADY_OPEN' },
    { role: 'presenter', one: { act: 'open-poll', poll: pollId(2) }, code: undefined },
    { role: 'presenter', one: { act: 'close-poll', poll: pollId(1) }, code: undefined },
    { role: 'moderator', one: { act: 'archive-poll', poll: pollId(1) }, code: 'ROOM_POLL_STILL_OPEN' },
    { role: 'presenter', one: { act: 'answered-live', question: clientId(2) }, code: 'ROOM_QUESTION_HELD' },
    { role: 'presenter', one: { act: 'answer-question', question: clientId(1), answer: 'Because.' }, code: undefined },
    { role: 'moderator', one: { act: 'show-question', question: clientId(9) }, code: 'ROOM_NO_SUCH_QUESTION' },
    { role: 'moderator', one: { act: 'layout', layout: 'slides' }, code: 'ROOM_NOT_ALLOWED' },
    { role: 'presenter', one: { act: 'redirect', url: 'https://a.example' }, code: 'ROOM_NOT_ALLOWED' },
    { role: 'host', one: { act: 'banner', text: '\u200b' }, code: 'ROOM_TEXT_EMPTY' },
    { role: 'moderator', one: { act: 'undo-cue', offset: 7 }, code: 'ROOM_NOT_ALLOWED' },
    { role: 'host', one: { act: 'undo-cue', offset: 8 }, code: 'ROOM_NO_SUCH_CUE' },
    { role: 'host', one: { act: 'undo-cue', offset: 7 }, code: undefined },
  ] as const)('$role, $one: $code', ({ role, one, code }) => {
    const { answer } = roomRules.decide(act(one), speaker(role), room);
    expect(answer.ok ? undefined : answer.code).toBe(code);
  });

  it('an act carries the stage’s time that was said, else now', () => {
    const opOf = (one: Act) => roomRules.decide(act(one), speaker('host'), room).answer;
    expect(opOf({ act: 'layout', layout: 'slides', atMs: NOW + 5_000 })).toMatchObject({ op: { atMs: NOW + 5_000 } });
    expect(opOf({ act: 'layout', layout: 'slides' })).toMatchObject({ op: { atMs: NOW } });
  });

  it.each([1, 2, 3, 4, 5])('whatever is sent: everything is done in one’s own name, and acts by the staff alone (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const acts: readonly Act[] = [
      { act: 'ban', person: ticketId(2), erase: true },
      { act: 'rules', change: { chat: 'off' } },
      { act: 'redirect', url: 'https://a.example' },
      { act: 'approve', message: clientId(5) },
    ];
    for (let n = 0; n < 500; n++) {
      const sends: readonly Send[] = [
        say(pick(['hi', 'rude', 'https://a.example', '\u202e'])),
        { t: 'ask', id: clientId(n), text: 'why?', anonymous: random() < 0.5 },
        {
          t: 'vote',
          id: clientId(n),
          poll: pollId(1),
          choice: pick([{ options: [0] }, { options: [7] }, { value: 3 }, { text: 'x' }]),
          atMs: Math.floor(random() * 2 * NOW),
        },
        { t: 'upvote', id: clientId(n), question: clientId(pick([1, 2, 3])), on: random() < 0.5 },
        { t: 'backstage', id: clientId(n), text: 'psst' },
        act(pick(acts)),
      ];
      const role = pick(ROOM_ROLES);
      const who = speaker(role, { mutedUntilMs: pick([0, NOW + 1]), talk: { spokeAtMs: pick([0, NOW]), strikes: pick([0, 1, 2]) } });
      const { answer } = roomRules.decide(pick(sends), who, facts({ slowSeconds: pick([0, 10]), view: room.view }));
      if (!answer.ok) continue;
      const { op } = answer;
      expect('author' in op ? op.author : 'by' in op ? op.by : { ...who.author, id: 'ticket' in op ? op.ticket : '' }).toEqual(who.author);
      if (op.kind === 'act' || op.kind === 'backstage') expect(role).not.toBe('attendee');
      if (op.kind === 'vote') expect(op.atMs).toBeLessThanOrEqual(NOW);
      if (op.kind === 'message' || op.kind === 'question') expect(who.mutedUntilMs).toBe(0);
    }
  });
});

describe('the view', () => {
  const entry = (offset: number, body: Parameters<typeof roomRules.applyEntry>[1]['body']) =>
    ({ offset, atMs: NOW, audience: 'all', body }) as const;
  const author = speaker().author;

  it('attendees see neither what waits nor what was put aside, nor right answers before the end', () => {
    const full = view(
      {},
      {
        held: [{ id: clientId(5), author, text: 'please' }],
        questions: [question(1), question(2, { state: 'held' }), question(3, { state: 'dismissed' })],
        polls: [
          poll(1, { correct: [0] }),
          poll(2, { state: 'draft' }),
          poll(3, { state: 'closed', correct: [1], results: 'hidden', final: { voters: 1, counts: [1, 0] } }),
        ],
      },
    );
    expect(roomRules.viewFor(full, 'presenter')).toBe(full);
    const seen = roomRules.viewFor(full, 'attendee');
    expect(seen.held).toEqual([]);
    expect(seen.questions.map(({ id }) => id)).toEqual([question(1).id]);
    expect(seen.polls).toEqual([poll(1), poll(3, { state: 'closed', correct: [1], results: 'hidden' })]);
  });

  it('follows the feed', () => {
    const message = { id: clientId(5), author, text: 'please' };
    const bodies: readonly (readonly [Parameters<typeof entry>[1], (now: RoomView) => unknown, unknown])[] = [
      [{ kind: 'held', ...message }, ({ held }) => held, [message]],
      [{ kind: 'held', ...message }, ({ held }) => held.length, 1],
      [{ kind: 'held-done', id: clientId(5), verdict: 'approved' }, ({ held }) => held, []],
      [{ kind: 'pin', message: { offset: 3, author, text: 'hi' } }, ({ pinned }) => pinned?.offset, 3],
      [{ kind: 'removed', target: 4 }, ({ pinned }) => pinned?.offset, 3],
      [{ kind: 'removed', target: 3 }, ({ pinned }) => pinned, null],
      [{ kind: 'question', question: question(4, { author }) }, ({ questions }) => questions.length, 2],
      [{ kind: 'person-removed', person: author.id }, ({ questions }) => questions.length, 1],
      [{ kind: 'question-gone', question: question(1).id }, ({ questions }) => questions.length, 0],
      [{ kind: 'poll', poll: poll(2) }, ({ polls }) => polls.map(({ id }) => id), [pollId(1), pollId(2)]],
      [{ kind: 'poll', poll: poll(1, { state: 'closed' }) }, ({ polls }) => polls[0]?.state, 'closed'],
      [{ kind: 'poll', poll: poll(1, { state: 'archived' }) }, ({ polls }) => polls.map(({ id }): PollId => id), [pollId(2)]],
      [{ kind: 'cue', cue: { kind: 'layout', layout: 'slides' }, atMs: 5 }, ({ cues }) => cues.length, 1],
      [{ kind: 'cue-undone', target: 13 }, ({ cues }) => cues.length, 0],
      [{ kind: 'event', state: 'ended' }, ({ state }) => state, 'ended'],
      [{ kind: 'first-layout', layout: 'slides' }, ({ firstLayout }) => firstLayout, 'slides'],
      [{ kind: 'rules', rules: { ...RULES, chat: 'off' } }, ({ rules }) => rules.chat, 'off'],
      [{ kind: 'message', ...message }, ({ rules }) => rules.chat, 'off'],
    ];
    let now = view();
    for (const [index, [body, look, seen]] of bodies.entries()) {
      now = roomRules.applyEntry(now, entry(index + 1, body));
      expect(look(now)).toEqual(seen);
    }
  });

  it('keeps a bounded number of questions: those that wait, and the newest', () => {
    let now = view({}, { questions: [] });
    for (let n = 0; n < 700; n++)
      now = roomRules.applyEntry(
        now,
        entry(n + 1, { kind: 'question', question: question(n, { state: n % 2 === 0 ? 'open' : 'answered' }) }),
      );
    expect(now.questions).toHaveLength(600);
    expect(now.questions.filter(({ state }) => state === 'open')).toHaveLength(350);
  });
});
