import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Author, EntryBody, FeedEntry } from '../../core/contracts/room/entries.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { RoomView } from '../../core/contracts/room/frames.ts';
import type { PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import { applyEntry } from '../../core/contracts/room/room-view.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { Op, Outcome, RoomStore } from '../channel/room-store.ts';
import { SYSTEM } from '../channel/room-store.ts';
import { noteArrivals } from '../db/attendance.ts';
import { readAudit } from '../db/audit.ts';
import { updateEvent } from '../db/events.ts';
import { getTicket } from '../db/tickets.ts';
import { LATE_BALLOT_MS } from '../poll/states.ts';
import type { StoreWorlds } from './room-store.contract.ts';
import type { SqlStoreWorld } from './testing/world.ts';
import { actOp, clientId, messageOp, NOW, questionOp, voteOp } from './testing/world.ts';

/** What the acts of the staff do to the rows, the feed and the audit log, on every database. */
export function actsContract(name: string, openWorlds: () => Promise<StoreWorlds<SqlStoreWorld>>): void {
  describe(`acts: ${name}`, () => {
    let worlds: StoreWorlds<SqlStoreWorld>;
    let world: SqlStoreWorld;
    let store: RoomStore;
    beforeAll(async () => {
      worlds = await openWorlds();
    });
    afterAll(() => worlds.close());

    async function begin(): Promise<readonly [ada: Author, bob: Author, host: Author, moderator: Author]> {
      world = await worlds.world();
      store = await world.node();
      return [await world.person(), await world.person(), await world.person('host'), await world.person('moderator')];
    }
    const commit = (ops: readonly Op[], nowMs = NOW) => store.commit(world.event, ops, nowMs);
    const act = async (by: Author, one: Act, nowMs = NOW) => {
      const { outcomes, entries } = await commit([actOp(by, one, nowMs)], nowMs);
      return { outcome: outcomes[0] as Outcome, told: entries.map(({ audience, body }) => [audience, body] as const) };
    };
    const code = async (by: Author, one: Act, nowMs = NOW) => {
      const { outcome } = await act(by, one, nowMs);
      return outcome.ok ? 'ok' : outcome.code;
    };
    const view = async () => (await store.open(world.event))?.view as RoomView;
    const audit = () => world.database.read((db) => readAudit(db, world.tenant, { event: world.event, limit: 500 }));
    const everything = async () => JSON.stringify([await store.open(world.event), await store.read(world.event, 0, 10_000)]);

    it('a held message becomes a message once, or is refused', async () => {
      const [ada, , host] = await begin();
      const [first, second] = [messageOp(ada, 'good', { isHeld: true, replyTo: 7 }), messageOp(ada, 'bad', { isHeld: true })];
      await commit([first, second]);
      expect((await view()).held).toEqual([
        { id: first.id, author: ada, text: 'good', replyTo: 7 },
        { id: second.id, author: ada, text: 'bad' },
      ]);
      const approved = await act(host, { act: 'approve', message: first.id });
      expect(approved.told).toEqual([
        ['staff', { kind: 'held-done', id: first.id, verdict: 'approved' }],
        ['all', { kind: 'message', id: first.id, author: ada, text: 'good', replyTo: 7 }],
      ]);
      expect(approved.outcome).toEqual({ ok: true, offset: 4 });
      expect((await act(host, { act: 'refuse', message: second.id })).told).toEqual([
        ['staff', { kind: 'held-done', id: second.id, verdict: 'refused' }],
      ]);
      expect(await code(host, { act: 'approve', message: second.id })).toBe('ROOM_ALREADY_DECIDED');
      expect(await code(host, { act: 'approve', message: clientId() })).toBe('ROOM_NO_SUCH_MESSAGE');
      expect((await view()).held).toEqual([]);
    });

    it('a removed message goes with everything that repeats it; the audit log keeps it', async () => {
      const [ada, bob, host, moderator] = await begin();
      await commit([messageOp(ada, 'secret words', { isHeld: true }), messageOp(host, 'from above')]);
      const { outcome } = await act(moderator, { act: 'approve', message: (await view()).held[0]?.id ?? '' });
      const offset = outcome.ok ? (outcome.offset ?? 0) : 0;
      await act(host, { act: 'pin', offset });
      expect((await view()).pinned).toEqual({ offset, author: ada, text: 'secret words' });
      expect(await code(moderator, { act: 'remove-message', offset: 2 })).toBe('ROOM_ABOVE_YOU');
      expect(await code(bob, { act: 'remove-message', offset })).toBe('ROOM_ABOVE_YOU');
      expect(await code(host, { act: 'remove-message', offset: 999 })).toBe('ROOM_NO_SUCH_MESSAGE');
      const removed = await act(moderator, { act: 'remove-message', offset, note: 'off topic' });
      expect(removed.told.map(([, body]) => body)).toEqual([
        { kind: 'removed', target: 1 },
        { kind: 'removed', target: offset + 1 },
        { kind: 'removed', target: offset },
      ]);
      expect(await everything()).not.toContain('secret words');
      expect((await view()).pinned).toBeNull();
      expect(await code(moderator, { act: 'remove-message', offset })).toBe('ROOM_NO_SUCH_MESSAGE');
      expect((await audit())[0]).toMatchObject({
        ...{ act: 'room.remove-message', subject: String(offset), facts: { offset } },
        by: { kind: 'ticket', id: moderator.id, role: 'moderator', name: moderator.name },
        texts: expect.arrayContaining([
          { kind: 'removed', text: 'secret words' },
          { kind: 'note', text: 'off topic' },
        ]),
      });
    });

    it('only what everybody sees is pinned', async () => {
      const [ada, , host] = await begin();
      await commit([messageOp(ada, 'to the hosts', { audience: 'author' }), messageOp(ada, 'to all')]);
      expect(await code(host, { act: 'pin', offset: 1 })).toBe('ROOM_NO_SUCH_MESSAGE');
      expect((await act(host, { act: 'pin', offset: 2 })).told).toEqual([
        ['all', { kind: 'pin', message: { offset: 2, author: ada, text: 'to all' } }],
      ]);
      await act(host, { act: 'pin', offset: null });
      expect((await view()).pinned).toBeNull();
    });

    it('nobody acts on somebody above or beside him, nor on somebody who is not there', async () => {
      const [ada, , host, moderator] = await begin();
      const other = await world.person('moderator');
      const mute = (person: Author): Act => ({ act: 'mute', person: person.id, seconds: 60 });
      expect(await Promise.all([ada, other, host, moderator].map((person) => code(moderator, mute(person))))).toEqual([
        'ok',
        ...Array<string>(3).fill('ROOM_ABOVE_YOU'),
      ]);
      expect(await code(moderator, { act: 'ban', person: host.id, erase: true })).toBe('ROOM_ABOVE_YOU');
      expect(await code(host, { act: 'ban', person: clientId(), erase: false })).toBe('ROOM_NO_SUCH_PERSON');
      const elsewhere = await (await worlds.world()).person();
      expect(await code(host, { act: 'ban', person: elsewhere.id, erase: false })).toBe('ROOM_NO_SUCH_PERSON');
    });

    it('a mute lasts as long as it was said, and can be taken back; nobody in particular may mute too', async () => {
      const [ada, , host] = await begin();
      expect((await act(host, { act: 'mute', person: ada.id, seconds: 60 })).told).toEqual([
        ['staff', { kind: 'person', person: ada.id, change: 'muted', untilMs: NOW + 60_000 }],
      ]);
      expect((await store.open(world.event))?.muted).toEqual([{ person: ada.id, untilMs: NOW + 60_000 }]);
      expect((await act(host, { act: 'mute', person: ada.id, seconds: 0 })).told).toMatchObject([['staff', { untilMs: 0 }]]);
      expect((await store.open(world.event))?.muted).toEqual([]);
      expect(await code(SYSTEM, { act: 'mute', person: ada.id, seconds: 600 })).toBe('ok');
      expect((await audit())[0]).toMatchObject({
        act: 'room.mute',
        by: { kind: 'system', name: null },
        subject: ada.id,
        facts: { seconds: 600 },
      });
    });

    it('what is refused is not written down', async () => {
      const [, , host] = await begin();
      await code(host, { act: 'pin', offset: 55 });
      expect(await audit()).toEqual([]);
    });

    it('a poll lives: prepared, open, closed, settled, put away', async () => {
      const [ada, bob, host] = await begin();
      const poll = await world.draftPoll({ isTest: true, correct: [1], results: 'after-voting' });
      expect((await view()).polls).toEqual([]);
      expect(await code(host, { act: 'close-poll', poll })).toBe('ROOM_POLL_IS_DRAFT');
      expect((await commit([voteOp(ada, poll, 0)])).outcomes).toEqual([{ ok: false, code: 'ROOM_POLL_NOT_OPEN' }]);
      const opened = await act(host, { act: 'open-poll', poll, forSeconds: 30 });
      expect(opened.told).toMatchObject([
        ['all', { kind: 'poll', poll: { id: poll, state: 'open', openedAtMs: NOW, closesAtMs: NOW + 30_000 } }],
      ]);
      expect(JSON.stringify(opened.told)).not.toContain('correct');
      expect(await code(host, { act: 'open-poll', poll })).toBe('ROOM_POLL_ALREADY_OPEN');
      await commit([voteOp(ada, poll, 1)]);
      const endMs = NOW + 30_000;
      // given in time, and late by the delay of his picture
      expect((await commit([voteOp(bob, poll, 0, endMs - 1)], endMs + 15_000)).outcomes).toEqual([{ ok: true }]);
      expect((await commit([voteOp(host, poll, 0, endMs)], endMs + 1)).outcomes).toEqual([{ ok: false, code: 'ROOM_POLL_CLOSED' }]);
      const settleOp = () => ({ kind: 'settle', id: clientId(), poll }) as const;
      expect((await commit([settleOp()], endMs + LATE_BALLOT_MS - 1)).outcomes).toEqual([{ ok: false, code: 'ROOM_POLL_STILL_OPEN' }]);
      expect(await code(host, { act: 'archive-poll', poll }, endMs)).toBe('ROOM_POLL_STILL_OPEN');
      const dueMs = endMs + LATE_BALLOT_MS;
      const nodes = [await world.node(), await world.node()];
      const settled = await Promise.all(nodes.map((node) => node.commit(world.event, [settleOp()], dueMs)));
      expect(settled.map(({ outcomes }) => outcomes[0]?.ok)).toEqual([true, true]);
      expect(settled.flatMap(({ entries }) => entries).map(({ body }) => body)).toMatchObject([
        { kind: 'poll', poll: { state: 'closed', correct: [1], final: { voters: 2, counts: [1, 1, 0] } } },
      ]);
      expect((await commit([voteOp(host, poll, 0, endMs - 1)], dueMs)).outcomes).toEqual([{ ok: false, code: 'ROOM_POLL_CLOSED' }]);
      expect(await code(host, { act: 'archive-poll', poll }, dueMs)).toBe('ok');
      expect((await view()).polls).toEqual([]);
      expect(await store.tally(world.event, [poll])).toEqual({ [poll]: { voters: 2, counts: [1, 1, 0] } });
    });

    it('numbers that attendees do not see are told to the staff alone, until the host shows them', async () => {
      const [ada, , host] = await begin();
      const poll = await world.openPoll({ results: 'hidden' });
      await commit([voteOp(ada, poll, 2)]);
      await act(host, { act: 'close-poll', poll });
      const { entries } = await commit([{ kind: 'settle', id: clientId(), poll }], NOW + LATE_BALLOT_MS);
      const finals = entries.map(({ audience, body }) => [audience, body.kind === 'poll' ? body.poll.final : null]);
      expect(finals).toEqual([
        ['all', undefined],
        ['staff', { voters: 1, counts: [0, 0, 1] }],
      ]);
      expect((await act(host, { act: 'poll-results', poll, results: 'always' })).told).toMatchObject([
        ['all', { poll: { final: { voters: 1 } } }],
      ]);
    });

    it('counts every kind of poll, and tells of texts only how many gave one', async () => {
      const [ada, bob, host] = await begin();
      const kinds = {
        multiple: await world.openPoll({ kind: 'multiple', maxChoices: 2 }),
        rating: await world.openPoll({ kind: 'rating', options: [] }),
        nps: await world.openPoll({ kind: 'nps', options: [] }),
        text: await world.openPoll({ kind: 'text', options: [] }),
      };
      const vote = (voter: Author, poll: PollId, choice: Parameters<typeof JSON.stringify>[0]): Op => ({
        ...voteOp(voter, poll, 0),
        choice: choice as never,
      });
      await commit([
        ...[
          vote(ada, kinds.multiple, { options: [2, 0] }),
          vote(bob, kinds.multiple, { options: [0] }),
          vote(host, kinds.multiple, { options: [0, 2] }),
        ],
        ...[vote(ada, kinds.rating, { value: 5 }), vote(bob, kinds.rating, { value: 1 }), vote(ada, kinds.nps, { value: 10 })],
        ...[vote(ada, kinds.text, { text: 'same' }), vote(bob, kinds.text, { text: 'same' })],
      ]);
      expect(await store.tally(world.event, Object.values(kinds))).toEqual({
        [kinds.multiple]: { voters: 3, counts: [3, 0, 2] },
        [kinds.rating]: { voters: 2, counts: [1, 0, 0, 0, 1] },
        [kinds.nps]: { voters: 1, counts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
        [kinds.text]: { voters: 2, counts: [] },
      });
    });

    it('questions: shown, answered, pinned, put aside', async () => {
      const [ada, bob, host] = await begin();
      const { outcomes } = await commit([questionOp(ada, 'held?', { isHeld: true }), questionOp(bob, 'open?')]);
      const [held, open] = outcomes.map((one) => (one.ok ? one.question : undefined)) as [QuestionId, QuestionId];
      const upvote = (question: QuestionId) => ({ kind: 'upvote', id: clientId(), ticket: bob.id, question, on: true }) as const;
      expect((await commit([upvote(held), upvote(open), upvote(clientId() as string as QuestionId)])).outcomes).toMatchObject([
        { code: 'ROOM_NO_SUCH_QUESTION' },
        { ok: true },
        { code: 'ROOM_NO_SUCH_QUESTION' },
      ]);
      expect((await act(host, { act: 'show-question', question: held })).told).toMatchObject([
        ['all', { question: { id: held, state: 'open', author: ada } }],
      ]);
      expect((await act(host, { act: 'answer-question', question: open, answer: 'Yes.' })).told).toMatchObject([
        ['all', { question: { state: 'answered', answer: 'Yes.', upvotes: 1 } }],
      ]);
      expect((await commit([upvote(open)])).outcomes).toMatchObject([{ code: 'ROOM_QUESTION_DONE' }]);
      expect((await act(host, { act: 'pin-question', question: held, isPinned: true })).told).toMatchObject([
        ['all', { question: { isPinned: true } }],
      ]);
      expect((await act(host, { act: 'dismiss-question', question: held })).told).toMatchObject([
        ['all', { kind: 'question-gone', question: held }],
        ['staff', { kind: 'question', question: { state: 'dismissed', isPinned: false } }],
      ]);
      expect(await code(host, { act: 'dismiss-question', question: held })).toBe('ROOM_QUESTION_DONE');
      expect((await view()).questions.map(({ state }) => state)).toEqual(['dismissed', 'answered']);
      expect(JSON.stringify(await audit())).not.toContain('Yes.');
    });

    it('the show: cues at their time, taken back by whom may give them', async () => {
      const [, , host] = await begin();
      const presenter = await world.person('presenter');
      await act(host, { act: 'layout', layout: 'slides' }, NOW + 500);
      await act(host, { act: 'redirect', url: 'https://example.org/' });
      expect((await view()).cues).toEqual([
        { offset: 2, cue: { kind: 'redirect', url: 'https://example.org/' }, atMs: NOW },
        { offset: 1, cue: { kind: 'layout', layout: 'slides' }, atMs: NOW + 500 },
      ]);
      expect(await code(presenter, { act: 'undo-cue', offset: 2 })).toBe('ROOM_NOT_ALLOWED');
      expect(await code(host, { act: 'undo-cue', offset: 99 })).toBe('ROOM_NO_SUCH_CUE');
      expect((await act(host, { act: 'undo-cue', offset: 2 })).told).toEqual([['all', { kind: 'cue-undone', target: 2 }]]);
      expect((await view()).cues).toMatchObject([{ offset: 1 }]);
    });

    it('the show: who acts on a picture that is behind is not put behind what stands', async () => {
      const [, , host] = await begin();
      await commit([
        actOp(host, { act: 'banner', text: 'Lunch' }),
        actOp(host, { act: 'layout', layout: 'slides' }, NOW - 900),
        actOp(host, { act: 'banner-off' }, NOW - 900),
        actOp(host, { act: 'banner', text: 'later' }, NOW + 5_000),
      ]);
      const { cues } = await view();
      expect(cues.map(({ cue, atMs }) => [cue.kind, atMs - NOW])).toEqual([
        ['layout', -900],
        ['banner', 0],
        ['banner-off', 0],
        ['banner', 5_000],
      ]);
    });

    it('what is said and acted on in one batch works as if it came one by one', async () => {
      const [ada, bob, host] = await begin();
      const poll = await world.draftPoll();
      const { outcomes } = await commit([
        messageOp(ada, 'pin me'),
        actOp(host, { act: 'pin', offset: 1 }),
        voteOp(ada, poll, 0),
        actOp(host, { act: 'open-poll', poll }),
        voteOp(ada, poll, 0),
        actOp(host, { act: 'close-poll', poll }, NOW),
        voteOp(bob, poll, 0, NOW),
        actOp(host, { act: 'remove-message', offset: 1 }),
      ]);
      expect(outcomes.map((one) => (one.ok ? 'ok' : one.code))).toEqual([
        'ok',
        'ok',
        'ROOM_POLL_NOT_OPEN',
        'ok',
        'ok',
        'ok',
        'ROOM_POLL_CLOSED',
        'ok',
      ]);
      expect(await everything()).not.toContain('pin me');
    });

    it('an erase leaves nothing that somebody said, nor his name, nor what is told of him', async () => {
      const [ada, bob, host] = await begin();
      const [single, texts, settled] = [
        await world.openPoll(),
        await world.openPoll({ kind: 'text', options: [] }),
        await world.openPoll({ kind: 'text', options: [] }),
      ];
      const say = (text: string) => `Ada's ${text}`;
      const { outcomes } = await commit([
        messageOp(ada, say('message')),
        messageOp(ada, say('held message'), { isHeld: true }),
        questionOp(ada, say('question')),
        questionOp(ada, say('anonymous question'), { isAnonymous: true }),
        questionOp(bob, 'stays'),
        messageOp(bob, 'stays too'),
        { ...voteOp(ada, texts, 0), choice: { text: say('answer') } },
        { ...voteOp(ada, settled, 0), choice: { text: say('final answer') } },
        voteOp(ada, single, 1),
        voteOp(bob, single, 1),
      ]);
      const offset = outcomes[0]?.ok === true ? (outcomes[0].offset ?? 0) : 0;
      await act(host, { act: 'pin', offset });
      await commit([messageOp(ada, say('removed message'))]);
      await act(host, { act: 'remove-message', offset: (await store.edge(world.event))?.offset ?? 0, note: say('note') });
      await act(host, { act: 'close-poll', poll: settled });
      await commit([{ kind: 'settle', id: clientId(), poll: settled }], NOW + LATE_BALLOT_MS);
      const bobsQuestion = outcomes[4]?.ok === true ? (outcomes[4].question as QuestionId) : ('' as QuestionId);
      await commit([{ kind: 'upvote', id: clientId(), ticket: ada.id, question: bobsQuestion, on: true }]);
      const arrival = { tenant: world.tenant, event: world.event, ticket: ada.id, session: 'session', cameAtMs: NOW };
      await world.database.write((db) => noteArrivals(db, [arrival]));

      const erased = await commit([{ kind: 'erase', id: clientId(), by: host, person: ada.id }]);
      const bodies = erased.entries.map(({ body }) => body);
      expect(bodies[0]).toEqual({ kind: 'person-removed', person: ada.id });
      expect(bodies.filter(({ kind }) => kind === 'question-gone')).toHaveLength(1);
      // whoever keeps the feed in memory is told of each entry that repeats what she said
      expect(bodies.filter(({ kind }) => kind === 'removed')).toHaveLength(3);
      const left = await world.database.read(async (db) =>
        JSON.stringify(
          await Promise.all(
            (
              [
                'entries',
                'heldMessages',
                'questions',
                'ballots',
                'upvotes',
                'auditTexts',
                'tickets',
                'attendance',
                'rooms',
                'registrations',
              ] as const
            ).map((table) => db.selectFrom(table).selectAll().where('event', '=', world.event).execute()),
          ),
        ),
      );
      expect(left).not.toContain("Ada's");
      expect(left).not.toContain(`"${ada.name}"`);
      expect(left).toContain('stays too');
      expect((await world.database.read((db) => getTicket(db, world.tenant, world.event, ada.id)))?.name).toBe('');
      expect(await store.tally(world.event, [single, texts, settled])).toEqual({
        // what is being counted is counted without her; what has its end stays as it was told
        [single]: { voters: 1, counts: [0, 1, 0] },
        [texts]: { voters: 0, counts: [] },
        [settled]: { voters: 1, counts: [] },
      });
      expect(await store.questions(world.event, 10)).toMatchObject([{ text: 'stays', upvotes: 0 }]);
      expect((await audit()).find(({ act: done }) => done === 'room.erase')).toMatchObject({ subject: ada.id, texts: [] });
      expect(JSON.stringify(await audit())).not.toContain("Ada's");
    });

    it('a ban may take everything with it', async () => {
      const [ada, , host] = await begin();
      await commit([messageOp(ada, 'spam'), questionOp(ada, 'spam?')]);
      const { told } = await act(host, { act: 'ban', person: ada.id, erase: true });
      expect(told.map(([, body]) => body.kind)).toEqual(['person', 'person-removed', 'removed']);
      expect(await everything()).not.toContain('spam');
    });

    it("a room takes its rules from the event's settings until somebody is in it; words and hosts at any time", async () => {
      const [ada] = await begin();
      const set = (chat: 'off' | 'hosts', words: string[]) => {
        const settings = {
          ...DEFAULT_EVENT_SETTINGS,
          embedOrigins: ['https://a.example'],
          room: { ...DEFAULT_EVENT_SETTINGS.room, chat, words, strikes: 5 },
        };
        return world.database.write((db) => updateEvent(db, world.tenant, world.event, { settings }, NOW));
      };
      await set('off', ['one']);
      expect(await store.open(world.event)).toMatchObject({
        tenant: world.tenant,
        words: ['one'],
        strikes: 5,
        embedOrigins: ['https://a.example'],
        view: { rules: { chat: 'off' }, state: 'draft' },
      });
      await commit([messageOp(ada, 'hello')]);
      await set('hosts', ['two']);
      expect(await store.open(world.event)).toMatchObject({ words: ['two'], view: { rules: { chat: 'off' } } });
    });

    it('remembers 15 minutes, without a hole', async () => {
      const [ada] = await begin();
      for (const [index, minutes] of [20, 16, 14, 16.5, 1].entries()) await commit([messageOp(ada, `${index}`)], NOW - minutes * 60_000);
      expect((await store.open(world.event))?.recent.map(({ offset }) => offset)).toEqual([5]);
    });

    it.each([11, 12, 13, 14])('who was told everything sees what somebody who comes in is told (random walk, seed %i)', async (seed) => {
      const random = seededRandom(seed);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
      const [ada, bob, host, moderator] = await begin();
      const people = [ada, bob, await world.person(), await world.person()];
      const polls = [
        await world.draftPoll(),
        await world.draftPoll({ isTest: true, correct: [1] }),
        await world.draftPoll({ results: 'hidden' }),
      ];
      let seen = await view();
      const told: FeedEntry[] = [];
      const messages = (): number => pick(told.filter(({ body }) => body.kind === 'message' || body.kind === 'held'))?.offset ?? 1;
      const question = (): string => pick(seen.questions)?.id ?? clientId();
      const act: (() => Act)[] = [
        () => ({ act: 'remove-message', offset: messages() }),
        () => ({ act: 'approve', message: pick(seen.held)?.id ?? clientId() }),
        () => ({ act: 'refuse', message: pick(seen.held)?.id ?? clientId() }),
        () => ({ act: 'pin', offset: random() < 0.3 ? null : messages() }),
        () => ({ act: 'mute', person: pick(people).id, seconds: Math.floor(random() * 100) }),
        () => ({ act: 'unban', person: pick(people).id }),
        () => ({ act: 'rules', change: { slowSeconds: Math.floor(random() * 50), links: random() < 0.5 } }),
        () => ({ act: 'open-poll', poll: pick(polls), forSeconds: 5 }),
        () => ({ act: 'close-poll', poll: pick(polls) }),
        () => ({ act: 'archive-poll', poll: pick(polls) }),
        () => ({ act: 'poll-results', poll: pick(polls), results: pick(['hidden', 'always'] as const) }),
        () => ({ act: 'show-question', question: question() }),
        () => ({ act: 'answer-question', question: question(), answer: 'so' }),
        () => ({ act: 'answered-live', question: question() }),
        () => ({ act: 'dismiss-question', question: question() }),
        () => ({ act: 'pin-question', question: question(), isPinned: random() < 0.5 }),
        () => ({ act: 'banner', text: `banner ${told.length}` }),
        () => ({ act: 'layout', layout: pick(['slides', 'picture'] as const) }),
      ];
      const nextOp = (nowMs: number): Op => {
        const who = pick(people);
        const roll = random();
        if (roll < 0.25) return messageOp(who, `text ${told.length}`, { isHeld: random() < 0.4 });
        if (roll < 0.4) return questionOp(who, `question ${told.length}`, { isHeld: random() < 0.4, isAnonymous: random() < 0.4 });
        if (roll < 0.5) return voteOp(who, pick(polls), Math.floor(random() * 3), nowMs);
        if (roll < 0.55) return { kind: 'settle', id: clientId(), poll: pick(polls) };
        if (roll < 0.57) return { kind: 'erase', id: clientId(), by: host, person: who.id };
        if (roll < 0.58) return actOp(host, { act: 'ban', person: who.id, erase: random() < 0.5 }, nowMs);
        return actOp(random() < 0.5 ? host : moderator, pick(act)(), nowMs);
      };
      for (let step = 0; step < 60; step++) {
        // the time that a poll waits for late ballots goes by now and then
        const nowMs = NOW + step * 1_500;
        const { entries } = await commit(
          Array.from({ length: 1 + Math.floor(random() * 6) }, () => nextOp(nowMs)),
          nowMs,
        );
        told.push(...entries);
        for (const entry of entries) seen = applyEntry(seen, entry);
        if (step % 10 === 9) expect(comparable(await view())).toEqual(comparable(seen));
      }
      const removed = new Set(told.flatMap(({ body }) => (body.kind === 'removed' ? [body.target] : [])));
      const kept = (await store.read(world.event, 0, 10_000)).map(({ body }) => body);
      expect(kept).toHaveLength(told.length);
      for (const target of removed) expect(kept[target - 1]).toEqual({ kind: 'blank' } satisfies EntryBody);
    });
  });
}

/** A view without what is told apart from the feed (upvotes) and without the order in which things were told. */
function comparable(view: RoomView): unknown {
  const byId = <T extends { readonly id: string }>(all: readonly T[]) => all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  // of cues as many are kept as anybody may need; taking one back brings back none that was pushed out
  const standing = view.cues.slice(-1);
  return {
    ...view,
    cues: standing,
    polls: byId(view.polls),
    questions: byId(view.questions.map((question) => ({ ...question, upvotes: 0 }))),
    held: byId(view.held),
  };
}
