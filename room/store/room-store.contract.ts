import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Author, FeedEntry } from '../../core/contracts/room/entries.ts';
import type { PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { Committed, Op, RoomStore } from '../channel/room-store.ts';
import { MAX_OPS } from '../channel/room-store.ts';
import { fakeWorld } from './testing/fake-world.ts';
import type { StoreWorld } from './testing/world.ts';
import { actOp, clientId, messageOp, NOW, questionOp, voteOp } from './testing/world.ts';

/** Where worlds come from; opened once for all tests. */
export interface StoreWorlds<World extends StoreWorld> {
  world(): Promise<World>;
  close(): Promise<void>;
}

/** What every RoomStore does: the fake of the tests, SQLite, PostgreSQL. */
export function roomStoreContract(name: string, openWorlds: () => Promise<StoreWorlds<StoreWorld>>): void {
  describe(`RoomStore contract: ${name}`, () => {
    let worlds: StoreWorlds<StoreWorld>;
    let world: StoreWorld;
    let store: RoomStore;
    beforeAll(async () => {
      worlds = await openWorlds();
    });
    afterAll(() => worlds.close());

    async function begin(): Promise<readonly [ada: Author, bob: Author, host: Author]> {
      world = await worlds.world();
      store = await world.node();
      return [await world.person(), await world.person(), await world.person('host')];
    }
    const commit = (ops: readonly Op[], nowMs = NOW) => store.commit(world.event, ops, nowMs);
    const read = (after = 0, limit = 10_000) => store.read(world.event, after, limit);
    const offsets = (entries: readonly FeedEntry[]) => entries.map(({ offset }) => offset);

    it('numbers entries from 1, in the order of the ops, and says where the feed ends', async () => {
      const [ada, bob, host] = await begin();
      const ops = [
        messageOp(ada, 'one'),
        messageOp(bob, 'two', { replyTo: 1, audience: 'author' }),
        { kind: 'backstage', id: clientId(), author: host, text: 'three' } as const,
      ];
      const first = await commit(ops);
      expect(first.outcomes).toEqual([
        { ok: true, offset: 1 },
        { ok: true, offset: 2 },
        { ok: true, offset: 3 },
      ]);
      expect(first.entries).toEqual([
        { offset: 1, atMs: NOW, audience: 'all', body: { kind: 'message', id: ops[0]?.id, author: ada, text: 'one' } },
        { offset: 2, atMs: NOW, audience: 'author', body: { kind: 'message', id: ops[1]?.id, author: bob, text: 'two', replyTo: 1 } },
        { offset: 3, atMs: NOW, audience: 'staff', body: { kind: 'backstage', id: ops[2]?.id, author: host, text: 'three' } },
      ]);
      const second = await commit([messageOp(ada, 'four')], NOW + 5);
      expect(second.position).toEqual({ epoch: first.position.epoch, offset: 4 });
      expect(await read()).toEqual([...first.entries, ...second.entries]);
      expect(await read(1, 2)).toEqual(first.entries.slice(1, 3));
      expect(await read(4)).toEqual([]);
      expect(await store.edge(world.event)).toMatchObject(second.position);
      expect((await store.open(world.event))?.recent).toEqual([...first.entries, ...second.entries]);
    });

    it('does the same id of the same person once: in a batch, later, on another node; another person may use it too', async () => {
      const [ada, bob] = await begin();
      const op = messageOp(ada, 'once');
      const first = await commit([op, op, messageOp(bob, 'his', { id: op.id }), messageOp(ada, 'two')]);
      expect(first.outcomes).toEqual([1, 1, 2, 3].map((offset) => ({ ok: true, offset })));
      const other = await world.node();
      const again = await other.commit(world.event, [messageOp(ada, 'other words', { id: op.id })], NOW + 1_000);
      expect(again).toEqual({ outcomes: [{ ok: true, offset: 1 }], entries: [], position: first.position });
      expect(offsets(await read())).toEqual([1, 2, 3]);
    });

    it('adds nothing for nothing', async () => {
      await begin();
      const { position } = await commit([]);
      expect(await commit([])).toEqual({ outcomes: [], entries: [], position });
      await expect(
        commit(Array.from({ length: MAX_OPS + 1 }, () => messageOp({ id: '' as never, name: '', role: 'attendee' }, ''))),
      ).rejects.toThrow('ops in one commit');
    });

    it('has no room that was never made', async () => {
      await begin();
      const nowhere = clientId() as never;
      expect(await store.open(nowhere)).toBeUndefined();
      expect(await store.edge(nowhere)).toBeUndefined();
      expect(await store.read(nowhere, 0, 10)).toEqual([]);
    });

    it('one ticket, one vote; counted over the rows; refused with the reason', async () => {
      const [ada, bob] = await begin();
      const poll = await world.openPoll();
      const first = voteOp(ada, poll, 1);
      const { outcomes, entries } = await commit([
        first,
        voteOp(bob, poll, 0),
        voteOp(ada, poll, 2),
        first,
        voteOp(ada, clientId() as string as PollId, 0),
      ]);
      expect(outcomes).toEqual([
        { ok: true },
        { ok: true },
        { ok: false, code: 'ROOM_ALREADY_VOTED' },
        { ok: true },
        { ok: false, code: 'ROOM_NO_SUCH_POLL' },
      ]);
      expect(entries).toEqual([]);
      expect((await commit([voteOp(ada, poll, 2)])).outcomes).toEqual([{ ok: false, code: 'ROOM_ALREADY_VOTED' }]);
      expect(await store.tally(world.event, [poll])).toEqual({ [poll]: { voters: 2, counts: [1, 1, 0] } });
      expect([...(await store.voters(world.event, poll))].sort()).toEqual([ada.id, bob.id].sort());
    });

    it('a vote may be changed where the poll says so, and an old retry does not change it back', async () => {
      const [ada] = await begin();
      const poll = await world.openPoll({ isChangeable: true });
      const [first, second] = [voteOp(ada, poll, 0), voteOp(ada, poll, 1)];
      expect((await commit([first, second])).outcomes).toEqual([{ ok: true }, { ok: true }]);
      expect((await commit([first])).outcomes).toEqual([{ ok: true }]);
      expect(await store.tally(world.event, [poll])).toEqual({ [poll]: { voters: 1, counts: [0, 1, 0] } });
    });

    it('a closed poll takes no vote, and what was refused is judged anew', async () => {
      const [ada, bob, host] = await begin();
      const poll = await world.openPoll();
      const close = actOp(host, { act: 'close-poll', poll, atMs: NOW + 10 }, NOW + 10);
      const late = voteOp(bob, poll, 0, NOW + 20);
      const { outcomes } = await commit([voteOp(ada, poll, 0), close, late], NOW + 20);
      expect(outcomes).toMatchObject([{ ok: true }, { ok: true }, { ok: false, code: 'ROOM_POLL_CLOSED' }]);
      expect((await commit([late], NOW + 30)).outcomes).toEqual([{ ok: false, code: 'ROOM_POLL_CLOSED' }]);
      expect((await store.open(world.event))?.view.polls).toMatchObject([{ id: poll, state: 'closed' }]);
    });

    it('questions carry an id of their own and their upvotes, one a person, and back', async () => {
      const [ada, bob, host] = await begin();
      const ask = questionOp(ada, 'Why?');
      const { outcomes, entries } = await commit([ask, questionOp(bob, 'Who?', { isHeld: true, isAnonymous: true })]);
      const id = outcomes[0]?.ok === true ? (outcomes[0].question as QuestionId) : ('' as QuestionId);
      expect(entries).toMatchObject([
        { audience: 'all', body: { kind: 'question', question: { id, text: 'Why?', author: ada, state: 'open' } } },
        { audience: 'staff', body: { question: { author: null, state: 'held' } } },
      ]);
      expect((await commit([ask])).outcomes[0]).toEqual(outcomes[0]);
      const upvote = (voter: Author, on: boolean) => ({ kind: 'upvote', id: clientId(), ticket: voter.id, question: id, on }) as const;
      await commit([upvote(ada, true), upvote(bob, true), upvote(bob, true), upvote(host, true), upvote(host, false)]);
      expect(await store.questions(world.event, 10)).toMatchObject([{ id, upvotes: 2 }, { upvotes: 0 }]);
      expect((await store.questions(world.event, 1)).length).toBe(1);
      expect((await store.open(world.event))?.view.questions.find((one) => one.id === id)).toMatchObject({ upvotes: 2 });
    });

    it('a held message is seen by its author and the staff; a removed one is gone from the rows', async () => {
      const [ada, bob, host] = await begin();
      const { outcomes, entries } = await commit([messageOp(ada, 'may I?', { isHeld: true }), messageOp(bob, 'rude')]);
      expect(outcomes).toEqual([
        { ok: true, offset: 1, isHeld: true },
        { ok: true, offset: 2 },
      ]);
      expect(entries[0]).toMatchObject({ audience: 'author', body: { kind: 'held', text: 'may I?', author: ada } });
      const removed = await commit([actOp(host, { act: 'remove-message', offset: 2 })]);
      expect(removed.entries).toMatchObject([{ offset: 3, audience: 'all', body: { kind: 'removed', target: 2 } }]);
      expect(JSON.stringify(await read())).not.toContain('rude');
      expect((await read())[1]).toEqual({ offset: 2, atMs: NOW, audience: 'all', body: { kind: 'blank' } });
    });

    it('who is muted or banned is told to the staff and found by who opens the room', async () => {
      const [ada, bob, host] = await begin();
      const { entries } = await commit([
        actOp(host, { act: 'mute', person: ada.id, seconds: 60 }),
        actOp(host, { act: 'ban', person: bob.id, erase: false }),
      ]);
      expect(entries).toMatchObject([
        { audience: 'staff', body: { kind: 'person', person: ada.id, change: 'muted' } },
        { audience: 'staff', body: { kind: 'person', person: bob.id, change: 'banned' } },
      ]);
      const snapshot = await store.open(world.event);
      expect(snapshot?.muted.map(({ person }) => person)).toEqual([ada.id]);
      expect(snapshot?.revoked).toEqual([bob.id]);
      await commit([actOp(host, { act: 'unban', person: bob.id })]);
      expect((await store.open(world.event))?.revoked).toEqual([]);
    });

    it('rules are changed by what is named, and a notice is told as it is', async () => {
      const [, , host] = await begin();
      const before = (await store.open(world.event))?.view.rules;
      await commit([
        actOp(host, { act: 'rules', change: { slowSeconds: 30 } }),
        { kind: 'notice', id: clientId(), audience: 'staff', body: { kind: 'event', state: 'live' } },
      ]);
      expect((await store.open(world.event))?.view.rules).toEqual({ ...before, slowSeconds: 30 });
      expect((await read())[1]).toMatchObject({ audience: 'staff', body: { kind: 'event', state: 'live' } });
    });

    it('two nodes that write at once: one order, no hole, everything once', async () => {
      const [ada, bob] = await begin();
      const nodes = [await world.node(), await world.node()];
      const told: Committed[] = [];
      await Promise.all(
        nodes.map(async (node, index) => {
          for (let n = 0; n < 40; n++) {
            const ops = Array.from({ length: 1 + (n % 5) }, (_, k) => messageOp(index === 0 ? ada : bob, `${index} ${n} ${k}`));
            told.push(await node.commit(world.event, ops, NOW + n));
            // what a reader sees is a beginning of the feed
            const seen = offsets(await node.read(world.event, 0, 10_000));
            expect(seen).toEqual(seen.map((_, place) => place + 1));
          }
        }),
      );
      const all = await read();
      expect(all).toHaveLength(2 * 120);
      expect(told.flatMap(({ entries }) => entries).toSorted((one, other) => one.offset - other.offset)).toEqual(all);
      for (const { entries, position } of told) expect(position.offset).toBe(entries.at(-1)?.offset);
      const texts = (who: number) =>
        all.map(({ body }) => (body.kind === 'message' ? body.text : '')).filter((text) => text.startsWith(`${who} `));
      for (const who of [0, 1]) expect(texts(who)).toEqual([...texts(who)].sort((one, other) => order(one) - order(other)));
    });

    it.each([1, 2, 3, 4, 5, 6])('a random walk does what the fake does (seed %i)', async (seed) => {
      const random = seededRandom(seed);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
      await begin();
      const model = await (await fakeWorld()).world();
      const [modelNodes, nodes] = [
        [await model.node(), await model.node()],
        [store, await world.node()],
      ];
      const people = [await world.person(), await world.person(), await world.person(), await world.person('host')] as const;
      const host = people[3];
      // questions and polls have other ids there
      const same = new Map<string, string>();
      const inModel = (op: Op): Op =>
        JSON.parse(JSON.stringify(op), (_, value: unknown) => (typeof value === 'string' ? (same.get(value) ?? value) : value)) as Op;
      const polls: PollId[] = [];
      for (const draft of [{}, { isChangeable: true }]) {
        const poll = await world.openPoll(draft);
        same.set(poll, await model.openPoll(draft));
        polls.push(poll);
      }
      const past: Op[] = [];
      const questions: QuestionId[] = [];
      const shown: number[] = [];
      const nextOp = (nowMs: number): Op => {
        const who = pick(people);
        const roll = random();
        if (roll < 0.15 && past.length > 0) return pick(past);
        if (roll < 0.4) return messageOp(who, `text ${past.length}`, { isHeld: random() < 0.2 });
        if (roll < 0.7) return voteOp(who, pick(polls), Math.floor(random() * 3), nowMs);
        if (roll < 0.8) return questionOp(who, `question ${past.length}`);
        if (roll < 0.9 && questions.length > 0)
          return { kind: 'upvote', id: clientId(), ticket: who.id, question: pick(questions), on: random() < 0.7 };
        if (roll < 0.93 && shown.length > 0)
          return actOp(host, { act: 'remove-message', offset: shown.splice(Math.floor(random() * shown.length), 1)[0] ?? 0 });
        if (roll < 0.94) return actOp(host, { act: 'rules', change: { slowSeconds: Math.floor(random() * 10) } });
        if (roll < 0.945 && polls.length > 1) return actOp(host, { act: 'close-poll', poll: pick(polls) }, nowMs - 1);
        return { kind: 'backstage', id: clientId(), author: host, text: `staff ${past.length}` };
      };
      const closed = new Set<string>();
      for (let step = 0; step < 60; step++) {
        const nowMs = NOW + step * 10;
        const ops = Array.from({ length: 1 + Math.floor(random() * 8) }, () => nextOp(nowMs)).filter((op) => {
          // the fake closes twice without a word
          if (op.kind !== 'act' || op.act.act !== 'close-poll') return true;
          const isFirst = !closed.has(op.act.poll) && !past.includes(op);
          closed.add(op.act.poll);
          return isFirst;
        });
        const node = Math.floor(random() * 2);
        const real = await (nodes[node] ?? store).commit(world.event, ops, nowMs);
        const expected = await (modelNodes[node] ?? store).commit(model.event, ops.map(inModel), nowMs);
        expect(real.outcomes.map(plain)).toEqual(expected.outcomes.map(plain));
        expect(real.entries.map(kindAndPlace)).toEqual(expected.entries.map(kindAndPlace));
        for (const [index, outcome] of real.outcomes.entries()) {
          const there = expected.outcomes[index];
          if (
            outcome.ok &&
            outcome.question !== undefined &&
            there?.ok === true &&
            there.question !== undefined &&
            !same.has(outcome.question)
          ) {
            same.set(outcome.question, there.question);
            questions.push(outcome.question);
          }
        }
        for (const { body, offset } of real.entries) if (body.kind === 'message') shown.push(offset);
        past.push(...ops.filter((_, index) => real.outcomes[index]?.ok === true));
      }
      const modelStore = modelNodes[0] ?? store;
      expect((await read()).map(kindAndPlace)).toEqual((await modelStore.read(model.event, 0, 10_000)).map(kindAndPlace));
      const [here, there] = [
        await store.tally(world.event, polls),
        await modelStore.tally(
          model.event,
          polls.map((poll) => same.get(poll) as PollId),
        ),
      ];
      for (const poll of polls) expect(here[poll]).toEqual(there[same.get(poll) as PollId]);
      const upvotes = async (of: RoomStore, event: StoreWorld['event']) =>
        new Map((await of.questions(event, 1_000)).map(({ text, upvotes: count }) => [text, count]));
      expect(await upvotes(store, world.event)).toEqual(await upvotes(modelStore, model.event));
    });
  });
}

function order(text: string): number {
  const [, n, k] = text.split(' ').map(Number);
  return (n ?? 0) * 10 + (k ?? 0);
}

/** An outcome without ids that differ. */
function plain(outcome: Committed['outcomes'][number]): unknown {
  if (!outcome.ok) return outcome;
  const { question, ...rest } = outcome;
  return { ...rest, hasQuestion: question !== undefined };
}

function kindAndPlace({ offset, audience, body }: FeedEntry): unknown {
  return [offset, audience, body.kind, 'text' in body ? body.text : body.kind === 'question' ? body.question.text : ''];
}
