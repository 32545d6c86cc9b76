import { describe, expect, it, onTestFinished } from 'vitest';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { roomRules } from '../decide.ts';
import { plainRules } from './plain-rules.ts';
import { claimOf, clientId, EPOCH, EVENT, join, pollId, say, testRooms, ticketId } from './test-room.ts';
import type { TestRooms } from './test-room.ts';
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';

const host = claimOf(900, { role: 'host', name: 'Host' });
const act = (n: number, one: Act) => ({ t: 'act', id: clientId(n), act: one }) as const;
const poll = (n: number, more: Partial<PollView> = {}): PollView => ({
  ...{
    id: pollId(n),
    kind: 'single',
    question: 'Yes?',
    options: ['yes', 'no'],
    state: 'open',
    isTest: false,
    isChangeable: false,
    results: 'always',
  },
  ...{ maxChoices: 1, openedAtMs: 0, closesAtMs: null },
  ...more,
});

describe.each([
  { name: 'rules that let everything through', rules: plainRules },
  { name: 'the real rules', rules: roomRules },
])('with $name', ({ rules }) => {
  function rooms(options?: Parameters<typeof testRooms>[0]): TestRooms {
    const rig = testRooms({ rules, ...options });
    onTestFinished(() => rig.close());
    return rig;
  }

  describe('a room', () => {
    it('welcomes, takes a message, acks it when it is committed, and tells everybody in one frame of the same bytes', async () => {
      const rig = rooms();
      const node = await rig.node();
      const [ada, bob] = [join(node, claimOf(1)), join(node, claimOf(2))];
      expect(ada.welcomes[0]).toMatchObject({
        you: { id: ticketId(1), name: 'Person 1', role: 'attendee' },
        at: { epoch: EPOCH, offset: 0 },
        missedMore: false,
      });
      const answer = say(node, ada, 1, 'hello');
      await rig.advance(25);
      expect(await answer).toEqual({ t: 'ack', id: clientId(1), offset: 1 });
      await rig.advance(200);
      expect([ada.texts, bob.texts]).toEqual([['hello'], ['hello']]);
      expect(ada.lastShared).toBe(bob.lastShared);
      expect(rig.store.asked.open).toBe(1);
    });

    it('sends at most one frame a tick, however much happens', async () => {
      const rig = rooms();
      const node = await rig.node();
      const ada = join(node, claimOf(1));
      await rig.advance(1_000);
      const before = ada.batches.length;
      for (let n = 0; n < 40; n++) {
        void say(node, ada, n);
        await rig.advance(25);
      }
      await rig.advance(400);
      expect(ada.texts).toHaveLength(40);
      expect(ada.batches.length - before).toBeLessThanOrEqual(8);
    });

    it('the same id again is the same act: at once, later, and on another node', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [ada, twin] = [join(one, claimOf(1)), join(two, claimOf(1, { session: claimOf(2).session }))];
      const answers = [say(one, ada, 1), say(one, ada, 1)];
      await rig.advance(300);
      answers.push(say(one, ada, 1), say(two, twin, 1));
      await rig.advance(300);
      const ack = { t: 'ack', id: clientId(1), offset: 1 };
      expect(await Promise.all(answers)).toEqual([ack, ack, ack, ack]);
      expect(ada.texts).toEqual(['text 1']);
    });

    it('is one room on two nodes', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [ada, bob] = [join(one, claimOf(1)), join(two, claimOf(2))];
      // looks on, and is no viewer
      const staff = join(two, host);
      for (let n = 0; n < 10; n++) void (n % 2 === 0 ? say(one, ada, n) : say(two, bob, n));
      await rig.advance(600);
      expect(ada.texts).toHaveLength(10);
      expect(bob.texts).toEqual(ada.texts);
      await rig.advance(2_000);
      for (const { batches } of [ada, staff]) expect(batches.findLast(({ viewers }) => viewers !== undefined)?.viewers).toBe(2);
    });

    it('a node that no hint reaches finds what it missed in about a second', async () => {
      const rig = rooms();
      const deaf = new BusMemory({ log: silentLog });
      const [one, two] = [await rig.node(), await rig.node({ bus: deaf })];
      const [ada, bob] = [join(one, claimOf(1)), join(two, claimOf(2))];
      void say(one, ada, 1);
      await rig.advance(1_300);
      expect(bob.texts).toEqual(['text 1']);
      void say(two, bob, 2);
      await rig.advance(1_300);
      expect(ada.texts).toEqual(['text 1', 'text 2']);
      expect(bob.texts).toEqual(['text 1', 'text 2']);
    });

    it('somebody who comes back gets exactly what he missed, also on another node', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [ada, bob] = [join(one, claimOf(1)), join(one, claimOf(2))];
      void say(one, ada, 1);
      await rig.advance(300);
      const { at } = bob;
      if (bob.member !== undefined) one.room.leave(bob.member);
      for (const n of [2, 3]) void say(one, ada, n);
      await rig.advance(300);
      const back = join(two, claimOf(2), { since: at });
      expect([back.welcomes[0]?.missedMore, back.texts]).toEqual([false, ['text 2', 'text 3']]);
      void say(one, ada, 4);
      await rig.advance(300);
      expect(back.texts).toEqual(['text 2', 'text 3', 'text 4']);
    });

    it('somebody who missed more than is kept is told so', async () => {
      const rig = rooms({ limits: { historyEntries: 5 } });
      const node = await rig.node();
      const ada = join(node, claimOf(1));
      const { at } = ada;
      for (let n = 0; n < 20; n++) void say(node, ada, n);
      await rig.advance(400);
      const back = join(node, claimOf(2), { since: at });
      expect(back.welcomes[0]?.missedMore).toBe(true);
      expect(back.texts).toEqual([15, 16, 17, 18, 19].map((n) => `text ${n}`));
      // More happened between two ticks than is kept: who was here all the time is told so, too.
      expect(ada.welcomes.map(({ missedMore }) => missedMore)).toEqual([false, true]);
      expect(ada.texts).toEqual(back.texts);
    });

    it('a long absence is made up for in pieces, without a hole', async () => {
      const rig = rooms({ limits: { sliceBytes: 1_000 } });
      const node = await rig.node();
      const ada = join(node, claimOf(1));
      const { at } = ada;
      for (let n = 0; n < 60; n++) void say(node, ada, n);
      await rig.advance(3_000);
      expect(ada.texts).toHaveLength(60);
      const back = join(node, claimOf(2), { since: at });
      expect(back.entries.length).toBeLessThan(10);
      await rig.advance(4_000);
      expect(back.entries).toEqual(ada.entries);
      expect(back.welcomes[0]).toMatchObject({ viewAt: 60 });
    });

    it('who does not read is left behind, and gets what he missed when he reads again, once', async () => {
      const rig = rooms();
      const node = await rig.node();
      const [ada, bob] = [join(node, claimOf(1)), join(node, claimOf(2))];
      bob.reads = false;
      for (let n = 0; n < 10; n++) {
        void say(node, ada, n);
        await rig.advance(100);
      }
      await rig.advance(400);
      expect([ada.texts.length, bob.texts.length]).toEqual([10, 0]);
      bob.reads = true;
      await rig.advance(400);
      expect(bob.texts).toEqual(ada.texts);
    });

    it('goes on while the database is away: says not now, and loses nothing that it acked', async () => {
      const rig = rooms();
      const node = await rig.node();
      const ada = join(node, claimOf(1));
      node.health = 'away';
      const answer = say(node, ada, 1);
      await rig.advance(8_000);
      expect(await answer).toMatchObject({ t: 'no', code: 'ROOM_STORE_AWAY', retryable: true, waitMs: 2_000 });
      node.health = 'deaf';
      const deaf = say(node, ada, 2);
      await rig.advance(1_000);
      node.health = 'well';
      await rig.advance(2_000);
      expect(await deaf).toEqual({ t: 'ack', id: clientId(2), offset: 1 });
      expect(ada.texts).toEqual(['text 2']);
    });

    it('shows attendees what they can read, the staff everything, and everybody his own', async () => {
      const rig = rooms();
      rig.store.addEvent(EVENT, EPOCH, { readablePerSecond: 2 });
      const node = await rig.node();
      const [ada, bob, chair] = [join(node, claimOf(1)), join(node, claimOf(2)), join(node, host)];
      for (let n = 0; n < 6; n++) void say(node, n === 5 ? bob : ada, n);
      void say(node, chair, 6, 'welcome all');
      await rig.advance(600);
      expect(chair.texts).toHaveLength(7);
      const read = ['text 0', 'text 1', 'welcome all'];
      expect(bob.texts).toEqual(['text 0', 'text 1', 'text 5', 'welcome all']);
      const cyd = join(node, claimOf(3), { since: { epoch: chair.at.epoch, offset: 0 } });
      expect(cyd.texts).toEqual(read);
      expect(bob.batches.reduce((sum, { sampledOut = 0 }) => sum + sampledOut, 0)).toBe(3);
      expect(ada.texts).toHaveLength(6);
    });

    it('what is for the staff does not reach attendees, nor wake them', async () => {
      const rig = rooms();
      rig.store.addEvent(EVENT, EPOCH, { chat: 'approve' });
      const node = await rig.node();
      const [ada, bob, chair] = [join(node, claimOf(1)), join(node, claimOf(2)), join(node, host)];
      await rig.advance(1_500);
      const frames = bob.frames.length;
      const answer = say(node, ada, 1, 'please');
      await rig.advance(400);
      expect(await answer).toMatchObject({ t: 'ack', held: true });
      expect(chair.entries.map(({ body }) => body.kind)).toEqual(['held']);
      expect(ada.entries.map(({ body }) => body.kind)).toEqual(['held']);
      expect(bob.frames).toHaveLength(frames);
      void node.room.answer(chair.member ?? (undefined as never), act(2, { act: 'rules', change: { chat: 'everyone' } }));
      await rig.advance(400);
      expect(bob.entries.map(({ body }) => body.kind)).toEqual(['rules']);
      expect(ada.entries.map(({ body }) => body.kind)).toEqual(['held', 'rules']);
      expect(JSON.stringify(bob.frames)).not.toContain('please');
    });

    it('a removed message is gone from what is sent, kept and recovered', async () => {
      const rig = rooms();
      const node = await rig.node();
      const [ada, chair] = [join(node, claimOf(1)), join(node, host)];
      const { at } = ada;
      void say(node, ada, 1, 'canary-text');
      await rig.advance(400);
      void node.room.answer(chair.member ?? (undefined as never), act(2, { act: 'remove-message', offset: 1 }));
      await rig.advance(400);
      expect(ada.entries.at(-1)?.body).toEqual({ kind: 'removed', target: 1 });
      const late = join(node, claimOf(3), { since: at });
      const fresh = join(node, claimOf(4));
      expect(JSON.stringify([late.frames, fresh.frames])).not.toContain('canary');
      expect(late.entries.map(({ body }) => body.kind)).toEqual(['blank', 'removed']);
    });

    it('a ban closes the person’s sessions on every node, keeps him out, and ends', async () => {
      const rig = rooms();
      const lonely = new BusMemory({ log: silentLog });
      const [one, two, three] = [await rig.node(), await rig.node(), await rig.node({ bus: lonely })];
      const chair = join(one, host);
      const sessions = [one, two, three].map((node, index) => join(node, claimOf(1, { session: claimOf(index + 10).session })));
      const ban = (what: 'ban' | 'unban', n: number) =>
        void one.room.answer(
          chair.member ?? (undefined as never),
          act(n, what === 'ban' ? { act: what, person: ticketId(1), erase: false } : { act: what, person: ticketId(1) }),
        );
      ban('ban', 1);
      await rig.advance(1_000);
      expect(sessions.map(({ farewell }) => farewell)).toEqual(
        [1, 2, 3].map(() => ({ refusal: { ok: false, code: 'ROOM_BANNED' }, comeBackMs: null })),
      );
      expect(() => join(two, claimOf(1))).toThrow('ROOM_BANNED');
      ban('unban', 2);
      await rig.advance(300);
      join(two, claimOf(1));
    });

    it('somebody who is muted is told so, on every node', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [chair, ada] = [join(one, host), join(two, claimOf(1))];
      void one.room.answer(chair.member ?? (undefined as never), act(1, { act: 'mute', person: ticketId(1), seconds: 4_000_000_000 }));
      await rig.advance(300);
      expect(await say(two, ada, 2)).toMatchObject({ t: 'no', code: 'ROOM_MUTED' });
    });

    it('at most so many sessions of a ticket: the oldest is told and let go, wherever it is; the same session counts once', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const session = (n: number) => claimOf(1, { maxSessions: 2, session: claimOf(n).session });
      const first = join(one, session(1));
      const second = join(two, session(2));
      await rig.advance(200);
      const again = join(one, session(1));
      await rig.advance(200);
      expect([first.farewell?.refusal.code, second.farewell, again.farewell]).toEqual(['ROOM_TOO_MANY_SESSIONS', undefined, undefined]);
      join(one, session(3));
      await rig.advance(200);
      expect([second.farewell?.refusal.code, again.farewell]).toEqual(['ROOM_TOO_MANY_SESSIONS', undefined]);
      expect(second.farewell?.comeBackMs).toBeNull();
    });

    it('slow mode does not stand in the way of who sends the same again', async () => {
      const rig = rooms();
      rig.store.addEvent(EVENT, EPOCH, { slowSeconds: 10 });
      const [one, two] = [await rig.node(), await rig.node()];
      const ada = join(one, claimOf(1));
      void say(one, ada, 1);
      await rig.advance(300);
      expect(await say(one, ada, 2)).toMatchObject({ t: 'no', code: 'ROOM_SLOW_MODE', waitMs: 10_000 });
      expect(await say(one, ada, 1)).toMatchObject({ t: 'ack', offset: 1 });
      const elsewhere = join(two, claimOf(1));
      expect(await say(two, elsewhere, 3)).toMatchObject({ t: 'no', code: 'ROOM_SLOW_MODE' });
      // What was not said does not count as said.
      const bob = join(one, claimOf(2));
      one.health = 'away';
      const lost = say(one, bob, 4);
      await rig.advance(8_000);
      expect(await lost).toMatchObject({ t: 'no', code: 'ROOM_STORE_AWAY' });
      one.health = 'well';
      const retried = say(one, bob, 4);
      await rig.advance(300);
      expect(await retried).toMatchObject({ t: 'ack', offset: 2 });
    });

    it('a ticket that has expired ends; a renewed one goes on; another’s is refused', async () => {
      const rig = rooms();
      const node = await rig.node();
      const endsAtMs = rig.clock.nowMs() + 5_000;
      const [ada, bob] = [join(node, claimOf(1, { expiresAtMs: endsAtMs })), join(node, claimOf(2, { expiresAtMs: endsAtMs }))];
      expect(node.room.renew(bob.member ?? (undefined as never), claimOf(2))).toBeUndefined();
      expect(node.room.renew(bob.member ?? (undefined as never), claimOf(1))).toMatchObject({ code: 'ROOM_TICKET_INVALID' });
      expect(node.room.renew(bob.member ?? (undefined as never), claimOf(2, { role: 'host' }))).toMatchObject({
        code: 'ROOM_TICKET_INVALID',
      });
      await rig.advance(7_000);
      expect([ada.farewell?.refusal.code, bob.farewell]).toEqual(['ROOM_TICKET_EXPIRED', undefined]);
    });

    it('another life of the history is a new welcome for all', async () => {
      const rig = rooms();
      const node = await rig.node();
      const [ada, bob] = [join(node, claimOf(1)), join(node, claimOf(2))];
      for (let n = 0; n < 5; n++) void say(node, ada, n);
      await rig.advance(400);
      const { at } = bob;
      const epoch = '20000000-0000-4000-8000-000000000000';
      rig.store.loseHistory(EVENT, epoch, 2);
      await rig.advance(1_500);
      expect(ada.welcomes.at(-1)).toMatchObject({ at: { epoch, offset: 2 }, missedMore: true });
      expect(ada.texts).toEqual(['text 0', 'text 1']);
      const late = join(node, claimOf(3), { since: at });
      expect(late.welcomes[0]).toMatchObject({ missedMore: true });
      void say(node, ada, 9);
      await rig.advance(400);
      expect([ada.texts.at(-1), late.texts.at(-1)]).toEqual(['text 9', 'text 9']);
    });

    it('closes when it is empty for a while, and opens again', async () => {
      const rig = rooms();
      const node = await rig.node();
      const ada = join(node, claimOf(1));
      await rig.advance(70_000);
      expect(node.hub.peek(EVENT)).toBe(node.room);
      if (ada.member !== undefined) node.room.leave(ada.member);
      await rig.advance(70_000);
      expect(node.hub.peek(EVENT)).toBeUndefined();
      expect(await node.hub.room(EVENT)).not.toBe(node.room);
    });

    it('opens once for many who come at once, and says so when it cannot', async () => {
      const rig = rooms();
      const { hub } = await rig.node();
      rig.store.asked.open = 0;
      const other = '0190163d-8694-739b-aea5-966c26f8ad90' as typeof EVENT;
      rig.store.addEvent(other, EPOCH);
      const opened = await Promise.all(Array.from({ length: 100 }, () => hub.room(other)));
      expect(new Set(opened).size).toBe(1);
      expect(rig.store.asked.open).toBe(1);
      expect(await hub.room('0190163d-8694-739b-aea5-966c26f8ad99' as typeof EVENT)).toBeUndefined();
    });
  });

  describe('numbers of a room', () => {
    async function voting(view: Partial<PollView>) {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [ada, bob, chair] = [join(one, claimOf(1)), join(two, claimOf(2)), join(two, host)];
      void one.room.submit({ kind: 'notice', id: clientId(1), audience: 'all', body: { kind: 'poll', poll: poll(1, view) } });
      await rig.advance(400);
      const vote = (node: typeof one, client: typeof ada, n: number, option: number) =>
        node.room.answer(client.member ?? (undefined as never), {
          t: 'vote',
          id: clientId(n),
          poll: pollId(1),
          choice: { options: [option] },
        });
      const numbersOf = (client: typeof ada) =>
        client.batches.flatMap(({ numbers }) => (numbers === undefined ? [] : [numbers[pollId(1)]]));
      return { rig, one, two, ada, bob, chair, vote, numbersOf };
    }

    it('of a poll that shows them always reach all, counted from the rows, once a second at most', async () => {
      const { rig, one, two, ada, bob, chair, vote, numbersOf } = await voting({ results: 'always' });
      const answers = [vote(one, ada, 10, 0), vote(two, bob, 11, 1), vote(two, chair, 12, 1), vote(two, bob, 13, 0)];
      await rig.advance(3_000);
      expect((await Promise.all(answers)).map(({ t }) => t)).toEqual(['ack', 'ack', 'ack', 'no']);
      for (const client of [ada, bob, chair]) {
        expect(numbersOf(client).at(-1)).toEqual({ voters: 3, counts: [1, 2] });
        expect(numbersOf(client).length).toBeLessThanOrEqual(4);
      }
      const late = join(one, claimOf(5));
      expect(late.welcomes[0]?.numbers).toEqual({ [pollId(1)]: { voters: 3, counts: [1, 2] } });
      const { length } = rig.store.rows(EVENT).entries;
      expect(length).toBe(1);
    });

    it('of a poll that shows them after voting reach the staff and who has voted, also when he comes back elsewhere', async () => {
      const { rig, one, two, ada, bob, chair, vote, numbersOf } = await voting({ results: 'after-voting' });
      void vote(one, ada, 10, 0);
      await rig.advance(3_000);
      expect([numbersOf(ada).at(-1), numbersOf(bob), numbersOf(chair).at(-1)]).toEqual([
        { voters: 1, counts: [1, 0] },
        [],
        { voters: 1, counts: [1, 0] },
      ]);
      const liar = join(two, claimOf(6), { voted: [pollId(1)] });
      const back = join(two, claimOf(1), { since: ada.at, voted: [pollId(1)] });
      await rig.advance(3_000);
      expect([numbersOf(liar), numbersOf(back).at(-1)]).toEqual([[], { voters: 1, counts: [1, 0] }]);
      expect(join(two, claimOf(1)).welcomes[0]).toMatchObject({ voted: [pollId(1)], numbers: { [pollId(1)]: { voters: 1 } } });
    });

    it('of a poll that hides them reach the staff alone', async () => {
      const { rig, one, ada, bob, chair, vote, numbersOf } = await voting({ results: 'hidden' });
      void vote(one, ada, 10, 0);
      await rig.advance(3_000);
      expect([numbersOf(ada), numbersOf(bob), numbersOf(chair).at(-1)]).toEqual([[], [], { voters: 1, counts: [1, 0] }]);
    });

    it('are counted again though no hint says that somebody voted', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node({ bus: new BusMemory({ log: silentLog }) })];
      const [ada, bob] = [join(one, claimOf(1)), join(two, claimOf(2))];
      void one.room.submit({ kind: 'notice', id: clientId(1), audience: 'all', body: { kind: 'poll', poll: poll(1) } });
      await rig.advance(1_500);
      void one.room.answer(ada.member ?? (undefined as never), { t: 'vote', id: clientId(2), poll: pollId(1), choice: { options: [0] } });
      await rig.advance(7_000);
      expect(bob.batches.findLast(({ numbers }) => numbers !== undefined)?.numbers).toEqual({ [pollId(1)]: { voters: 1, counts: [1, 0] } });
    });

    it('reactions are summed over a tick, and over nodes', async () => {
      const rig = rooms();
      const [one, two] = [await rig.node(), await rig.node()];
      const [ada, bob] = [join(one, claimOf(1)), join(two, claimOf(2))];
      for (let n = 0; n < 50; n++) one.room.react(ada.member ?? (undefined as never), n % 2 === 0 ? 'like' : 'wow');
      await rig.advance(2_000);
      for (const client of [ada, bob]) {
        const sums = client.batches.flatMap(({ reactions }) => (reactions === undefined ? [] : [reactions]));
        expect(sums).toEqual([{ like: 25, wow: 25 }]);
      }
    });

    it('upvotes reach all', async () => {
      const rig = rooms();
      const node = await rig.node();
      const [ada, bob] = [join(node, claimOf(1)), join(node, claimOf(2))];
      const asked = node.room.answer(ada.member ?? (undefined as never), { t: 'ask', id: clientId(1), text: 'why?' });
      await rig.advance(400);
      const ack = await asked;
      const question = ack.t === 'ack' ? (ack.question ?? '') : '';
      for (const [client, n] of [
        [ada, 2],
        [bob, 3],
      ] as const) {
        void node.room.answer(client.member ?? (undefined as never), { t: 'upvote', id: clientId(n), question, on: true });
      }
      await rig.advance(2_500);
      expect(bob.batches.findLast(({ upvotes }) => upvotes !== undefined)?.upvotes).toEqual({ [question]: 2 });
      expect(join(node, claimOf(3)).welcomes[0]?.view.questions[0]?.upvotes).toBe(2);
    });
  });
});

describe('settings that the organiser changes while a room stands open', () => {
  it('reach every node at once by a hint, and without one with the next look at the database', async () => {
    const rig = testRooms({ rules: roomRules });
    onTestFinished(() => rig.close());
    const [here, there] = [await rig.node(), await rig.node()];
    const [ada, bob] = [join(here, claimOf(1)), join(there, claimOf(2))];
    let n = 0;
    const answers = async () => {
      const asked = Promise.all([say(here, ada, ++n, 'how rude'), say(there, bob, ++n, 'how rude')]);
      await rig.advance(500);
      return (await asked).map((answer) => (answer.t === 'ack' ? 'ack' : answer.code));
    };
    expect(await answers()).toEqual(['ack', 'ack']);
    await rig.advance(5_000);
    rig.store.changeSettings(EVENT, { words: ['rude'], embedOrigins: ['https://a.example'] });
    here.hub.tell(EVENT, { entries: [], position: here.room.position });
    await rig.advance(25);
    expect(await answers()).toEqual(['ROOM_WORD_LISTED', 'ROOM_WORD_LISTED']);
    expect([here.room.embedOrigins, there.room.embedOrigins]).toEqual([['https://a.example'], ['https://a.example']]);

    rig.store.changeSettings(EVENT, { words: [] });
    await rig.advance(1_500);
    expect(await answers()).toEqual(['ack', 'ack']);
    // nobody asks again for what is known
    const asked = rig.store.asked.settings;
    await rig.advance(5_000);
    expect(rig.store.asked.settings).toBe(asked);
  });

  it('an entry that was committed beside the room is told at once, here and there', async () => {
    const rig = testRooms({ rules: roomRules });
    onTestFinished(() => rig.close());
    const [here, there] = [await rig.node(), await rig.node()];
    const bob = join(there, claimOf(2));
    await rig.advance(300);
    const notice = { kind: 'notice', id: clientId(1), audience: 'all', body: { kind: 'event', state: 'ended' } } as const;
    here.hub.tell(EVENT, await rig.store.connection().commit(EVENT, [notice], 0));
    await rig.advance(300);
    expect(bob.entries.map(({ body }) => body)).toEqual([{ kind: 'event', state: 'ended' }]);
  });
});
