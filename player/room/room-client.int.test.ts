import { describe, expect, it, onTestFinished } from 'vitest';
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { Send } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId } from '../../core/contracts/room/ids.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { claimOf, EVENT } from '../../room/channel/test-room.ts';
import { roomRules } from '../../room/decide.ts';
import { testEdge, ticketOf } from '../../room/socket/test-edge.ts';
import type { TestEdge, TestEdgeOptions } from '../../room/socket/test-edge.ts';
import { numbersOf } from '../../ui/feed/feed-state.ts';
import type { LinkOptions } from '../../ui/feed/link.ts';
import { RoomClient, type RoomClientOptions } from './room-client.ts';
import { openPollLink } from '../../ui/feed/poll-link.ts';
import { openSocketLink } from '../../ui/feed/socket-link.ts';

const within = { within: 10_000 };

async function edge(options: TestEdgeOptions = {}): Promise<TestEdge> {
  const one = await testEdge({ rules: roomRules, holdMs: 300, ...options });
  onTestFinished(() => one.close());
  return one;
}

function joinedAs(claim: TicketClaim): Joined {
  const nowMs = Date.now();
  return {
    ...{ ticket: ticketOf(claim), ticketExpiresAtMs: nowMs + 3_600_000, you: { id: claim.ticket, name: claim.name, role: claim.role } },
    ...{
      event: { id: EVENT, stream: 'demo' as Joined['event']['stream'], state: 'live' },
      media: { prefix: '', expiresAtMs: null },
      nowMs,
    },
  };
}

function client(port: number, claim: TicketClaim, more: Partial<RoomClientOptions> = {}): RoomClient {
  const one = new RoomClient({
    ...{ origin: `http://127.0.0.1:${port}`, language: 'en', joined: joinedAs(claim) },
    rename: (name) => Promise.resolve({ ok: true, joined: joinedAs({ ...claim, name }) }),
    renew: () => Promise.resolve({ ok: true, joined: joinedAs(claim) }),
    ...more,
  });
  onTestFinished(() => one.close());
  return one;
}

const texts = (one: RoomClient): readonly string[] => one.feed.value.lines.map((line) => (line.kind === 'message' ? line.text : line.kind));
const isIn = (one: RoomClient) => waitUntil(() => one.link.value.kind === 'open', within);
const wayOf = (one: RoomClient) => (one.link.value.kind === 'open' ? one.link.value.way : one.link.value.kind);

const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClientId;
const TEA: PollView = {
  ...{ id: uuid7(1, new Uint8Array(10)) as PollId, kind: 'single', question: 'Tea?', options: ['yes', 'no'], state: 'open', isTest: false },
  ...{ isChangeable: false, results: 'after-voting', maxChoices: 1, openedAtMs: null, closesAtMs: null },
};

/** A network on which WebSockets die before they open. */
const noSockets: RoomClientOptions['more'] = {
  ways: {
    poll: openPollLink,
    socket: (options: LinkOptions) => openSocketLink({ ...options, origin: 'http://127.0.0.1:9' }),
  },
};

describe('the room’s client against the real edge', () => {
  it('two viewers talk; what is one’s own is pending, then in its place, once', async () => {
    const { port } = await edge();
    const [ada, bob] = [client(port, claimOf(1)), client(port, claimOf(2))];
    await Promise.all([isIn(ada), isIn(bob)]);
    expect(wayOf(ada)).toBe('socket');
    const said = ada.say('hello', null);
    expect(ada.feed.value.own).toMatchObject([{ status: 'pending', text: 'hello' }]);
    await said;
    await waitUntil(() => texts(ada).length === 1 && texts(bob).length === 1, within);
    expect([ada.feed.value.own, texts(ada), texts(bob)]).toEqual([[], ['hello'], ['hello']]);
    await bob.say('hello to you', 1);
    await waitUntil(() => texts(ada).length === 2, within);
    expect(ada.feed.value.lines[1]).toMatchObject({ reply: { offset: 1, name: 'Person 1', text: 'hello' } });
    await waitUntil(() => ada.feed.value.viewers === 2, within);
  });

  it('a refusal comes in the language of the page and stays until it is taken back', async () => {
    const { port } = await edge();
    const ada = client(port, claimOf(1), { language: 'de' });
    await isIn(ada);
    await ada.say('see https://a.example/x', null);
    const [own] = ada.feed.value.own;
    expect(own).toMatchObject({ status: 'refused', why: expect.stringContaining('Links') as unknown });
    expect(own?.why).not.toBe('Links are not allowed here. Please send your text without a link.');
    expect(ada.takeBack(own?.id as ClientId)).toBe('see https://a.example/x');
    expect(ada.feed.value.own).toEqual([]);
  });

  it('falls back to asking by itself where no WebSocket opens, and misses nothing', async () => {
    const { port } = await edge();
    const [ada, bob] = [client(port, claimOf(1), { more: noSockets }), client(port, claimOf(2))];
    await Promise.all([isIn(ada), isIn(bob)]);
    expect(wayOf(ada)).toBe('poll');
    for (let n = 0; n < 5; n++) await (n % 2 === 0 ? ada : bob).say(`text ${n}`, null);
    const all = [0, 1, 2, 3, 4].map((n) => `text ${n}`);
    await waitUntil(() => texts(ada).length === 5 && texts(bob).length === 5, within);
    expect([texts(ada), texts(bob)]).toEqual([all, all]);
  });

  it.each(['socket', 'poll'] as const)(
    'by %s: through a server that dies and comes back at the same port nothing is lost and nothing is twice',
    async (way) => {
      const first = await testEdge({ rules: roomRules, holdMs: 300 });
      const { port, store } = first;
      const ada = client(port, claimOf(1), way === 'poll' ? { more: noSockets } : {});
      await isIn(ada);
      await ada.say('before', null);
      await waitUntil(() => texts(ada).length === 1, within);
      await first.close();
      await waitUntil(() => ada.link.value.kind === 'lost', within);
      const said = ada.say('meanwhile', null);
      expect(ada.feed.value.own).toMatchObject([{ status: 'pending' }]);
      const second = await edge({ store, port });
      const bob = client(second.port, claimOf(2));
      await isIn(bob);
      await bob.say('from another', null);
      await said;
      await waitUntil(() => texts(ada).length === 3, within);
      expect(texts(ada).toSorted()).toEqual(['before', 'from another', 'meanwhile']);
      await waitUntil(() => texts(bob).length === 3, within);
      expect(store.rows(EVENT).entries).toHaveLength(3);
      expect(ada.feed.value.own).toEqual([]);
    },
  );

  it('an answer that was lost with the connection: the same id is sent again, and counts once', async () => {
    const { port, store, sockets } = await edge();
    let eaten = 0;
    const deaf: RoomClientOptions['more'] = {
      ways: {
        poll: openPollLink,
        socket: (options: LinkOptions) => {
          const link = openSocketLink({
            ...options,
            onFrame: (frame) => {
              // the first answer never arrives: the connection breaks in that moment
              if (frame.t === 'ack' && eaten++ === 0) link.drop();
              else if (eaten !== 0 || frame.t !== 'batch') options.onFrame(frame);
            },
          });
          return link;
        },
      },
    };
    const ada = client(port, claimOf(1), { more: deaf });
    await isIn(ada);
    await ada.say('once', null);
    await waitUntil(() => texts(ada).length === 1, within);
    expect([eaten, store.rows(EVENT).entries.length, ada.feed.value.own]).toEqual([2, 1, []]);
    expect(sockets.size).toBeGreaterThan(0);
  });

  it('who was away for long is told that he missed more', async () => {
    const { port } = await edge({ channel: { historyEntries: 5 } });
    const [ada, bob] = [client(port, claimOf(1)), client(port, claimOf(2))];
    await Promise.all([isIn(ada), isIn(bob)]);
    await bob.say('first', null);
    await waitUntil(() => texts(ada).length === 1, within);
    ada.lostNow();
    for (let n = 0; n < 9; n++) await bob.say(`text ${n}`, null);
    await waitUntil(() => texts(ada).at(-1) === 'text 8', within);
    expect(texts(ada).slice(0, 2)).toEqual(['first', 'missed']);
  });

  it('votes, sees the numbers after voting, is told when it was too late; asks and upvotes', async () => {
    const { port, hub } = await edge();
    const [ada, bob] = [client(port, claimOf(1)), client(port, claimOf(2))];
    await Promise.all([isIn(ada), isIn(bob)]);
    const poll: PollView = { ...TEA, openedAtMs: Date.now() };
    const tell = (one: PollView) =>
      hub.peek(EVENT)?.submit({ kind: 'notice', id: newId(), audience: 'all', body: { kind: 'poll', poll: one } });
    await tell(poll);
    await waitUntil(() => ada.feed.value.view?.polls.length === 1, within);
    expect(await ada.vote(poll.id, { options: [0] }, Date.now())).toEqual({ ok: true, isHeld: false });
    await waitUntil(() => numbersOf(ada.feed.value, poll.id)?.voters === 1, within);
    expect([ada.feed.value.voted, numbersOf(bob.feed.value, poll.id)]).toEqual([[poll.id], undefined]);
    expect(await ada.vote(poll.id, { options: [1] }, Date.now())).toMatchObject({
      ok: false,
      message: expect.stringContaining('already') as unknown,
    });
    const endedMs = Date.now();
    await tell({ ...poll, closesAtMs: endedMs });
    await waitUntil(() => bob.feed.value.view?.polls[0]?.closesAtMs === endedMs, within);
    expect(await bob.vote(poll.id, { options: [1] }, endedMs + 1)).toMatchObject({ ok: false });
    expect(await bob.vote(poll.id, { options: [1] }, endedMs - 1)).toMatchObject({ ok: true });
    expect(await ada.ask('Why?', true)).toEqual({ ok: true, isHeld: false });
    await waitUntil(() => bob.feed.value.view?.questions.length === 1, within);
    const question = bob.feed.value.view?.questions[0];
    expect(question).toMatchObject({ author: null, text: 'Why?' });
    if (question !== undefined) await bob.upvote(question.id, true);
    await waitUntil(() => question !== undefined && ada.feed.value.upvotes[question.id] === 1, within);
  });

  it('another name is of the same person: the next words stand under it, and there is one vote', async () => {
    const { port, hub } = await edge();
    const [ada, bob] = [client(port, claimOf(1, { name: '' })), client(port, claimOf(2))];
    await Promise.all([isIn(ada), isIn(bob)]);
    const poll = { ...TEA, openedAtMs: Date.now() };
    await hub.peek(EVENT)?.submit({ kind: 'notice', id: newId(), audience: 'all', body: { kind: 'poll', poll } });
    await waitUntil(() => ada.feed.value.view?.polls.length === 1, within);
    expect(await ada.vote(poll.id, { options: [0] }, Date.now())).toMatchObject({ ok: true });
    expect(await ada.rename('Ada')).toBeUndefined();
    expect([ada.name.value, ada.feed.value.you?.name]).toEqual(['Ada', 'Ada']);
    await ada.say('it is me', null);
    await waitUntil(() => texts(bob).length === 1, within);
    expect(bob.feed.value.lines[0]).toMatchObject({ author: { id: claimOf(1).ticket, name: 'Ada' } });
    expect(await ada.vote(poll.id, { options: [1] }, Date.now())).toMatchObject({
      ok: false,
      message: expect.stringContaining('already') as unknown,
    });
  });

  it('a ticket that runs out is renewed before it comes back; a newer one is taken; who is sent away stays away', async () => {
    const { port, hub } = await edge();
    const ada = client(port, claimOf(1, { expiresAtMs: Date.now() + 1_500 }), {
      renew: () => Promise.reject(new Error('it was told a newer ticket in time')),
    });
    const bob = client(port, claimOf(2, { expiresAtMs: Date.now() + 500 }), {
      renew: () => Promise.resolve({ ok: true, joined: joinedAs(claimOf(2)) }),
    });
    await Promise.all([isIn(ada), isIn(bob)]);
    ada.take(joinedAs(claimOf(1)));
    await waitUntil(() => bob.link.value.kind === 'lost', within);
    await waitUntil(() => bob.link.value.kind === 'open', within);
    await bob.say('still here', null);
    await waitUntil(() => texts(ada).includes('still here'), within);
    const ban: Send = { t: 'act', id: uuid7(5, new Uint8Array(10)), act: { act: 'ban', person: claimOf(2).ticket, erase: false } };
    await hub.peek(EVENT)?.speak({ id: claimOf(9).ticket, name: 'Host', role: 'host' }, ban);
    await waitUntil(() => bob.link.value.kind === 'over', within);
    expect(bob.link.value).toMatchObject({ code: 'ROOM_BANNED', message: 'You have been removed from this event.' });
    await bob.say('hello?', null);
    expect(bob.feed.value.own).toMatchObject([{ status: 'refused' }]);
  });
});
