import { describe, expect, it } from 'vitest';
import type { Author, EntryBody, FeedEntry, PollView, QuestionView } from '../../core/contracts/room/entries.ts';
import type { Batch, RoomView, Welcome } from '../../core/contracts/room/frames.ts';
import type { ClientId, Epoch, PollId, QuestionId, TicketId } from '../../core/contracts/room/ids.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import {
  answered,
  EMPTY_FEED,
  type FeedState,
  forgotten,
  type Line,
  MAX_LINES,
  numbersOf,
  saying,
  told,
  votedIn,
  welcomed,
} from './feed-state.ts';

const NOW = 1_700_000_000_000;
const { layout: _, words: __, strikes: ___, ...RULES } = DEFAULT_EVENT_SETTINGS.room;
const ada: Author = { id: 'ada' as TicketId, name: 'Ada', role: 'attendee' };
const bob: Author = { id: 'bob' as TicketId, name: 'Bob', role: 'attendee' };
const view = (more: Partial<RoomView> = {}): RoomView => ({
  ...{ state: 'live', rules: RULES, firstLayout: 'picture-chat', pinned: null, polls: [], questions: [], cues: [], held: [] },
  ...more,
});
const entry = (offset: number, body: EntryBody, more: Partial<FeedEntry> = {}): FeedEntry => ({
  offset,
  atMs: NOW,
  audience: 'all',
  body,
  ...more,
});
const message = (offset: number, text = `text ${offset}`, author = bob, replyTo?: number): FeedEntry =>
  entry(offset, { kind: 'message', id: `id-${offset}` as ClientId, author, text, ...(replyTo === undefined ? {} : { replyTo }) });
const welcome = (offset: number, entries: readonly FeedEntry[], more: Partial<Welcome> = {}): Welcome => ({
  ...{ t: 'welcome', you: ada, at: { epoch: 'one' as Epoch, offset }, view: view(), viewAt: offset, entries, missedMore: false },
  ...{ slowSeconds: 0, nowMs: NOW + 250, viewers: 7 },
  ...more,
});
const batch = (from: number, to: number, entries: readonly FeedEntry[], more: Partial<Batch> = {}): Batch => ({
  t: 'batch',
  from,
  to,
  entries,
  ...more,
});
const after = (state: FeedState, ...batches: readonly Batch[]): FeedState =>
  batches.reduce<FeedState>((now, one) => {
    const next = told(now, one);
    if (next === 'hole') throw new Error(`a hole before ${one.from}`);
    return next;
  }, state);
const start = (entries: readonly FeedEntry[] = [], offset = entries.at(-1)?.offset ?? 0, more: Partial<Welcome> = {}) =>
  welcomed(EMPTY_FEED, welcome(offset, entries, more), NOW);
const texts = (state: FeedState) => state.lines.map((line: Line) => (line.kind === 'message' ? line.text : line.kind));

describe('the feed', () => {
  it('begins with the newest few, and knows the server’s clock', () => {
    const state = start([message(5), message(6)]);
    expect([texts(state), state.viewers, state.clockOffsetMs]).toEqual([['text 5', 'text 6'], 7, 250]);
  });

  it.each([
    { one: batch(2, 3, [message(3)]), to: ['text 1', 'text 2', 'text 3'], because: 'what follows is added' },
    {
      one: batch(0, 3, [message(1), message(2), message(3)]),
      to: ['text 1', 'text 2', 'text 3'],
      because: 'what we have is not shown twice',
    },
    { one: batch(1, 2, [message(2)]), to: ['text 1', 'text 2'], because: 'a frame of the past says nothing new' },
    { one: batch(3, 4, [message(4)]), to: 'hole', because: 'something is missing' },
    { one: batch(2, 9, [message(9)]), to: ['text 1', 'text 2', 'text 9'], because: 'what is not for us is no hole' },
  ])('$because', ({ one, to }) => {
    const next = told(start([message(1), message(2)]), one);
    expect(next === 'hole' ? next : texts(next)).toEqual(to);
  });

  it('nothing is told before the welcome', () => {
    expect(told(EMPTY_FEED, batch(0, 1, [message(1)]))).toBe('hole');
  });

  it('comes back without a gap, with a marker when too much was missed, and begins anew in another life', () => {
    const before = start([message(1), message(2)]);
    expect(texts(welcomed(before, welcome(4, [message(3), message(4)]), NOW))).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
    expect(texts(welcomed(before, welcome(90, [message(90)], { missedMore: true }), NOW))).toEqual([
      'text 1',
      'text 2',
      'missed',
      'text 90',
    ]);
    const other = welcome(1, [message(1, 'new')], { at: { epoch: 'two' as Epoch, offset: 1 }, missedMore: true });
    expect(texts(welcomed(before, other, NOW))).toEqual(['missed', 'new']);
    expect(texts(welcomed(EMPTY_FEED, welcome(90, [message(90)], { missedMore: true }), NOW))).toEqual(['text 90']);
  });

  it('shows what of one’s own is on its way, until it comes back in its place', () => {
    const id = 'id-3' as ClientId;
    let state = saying(start([message(1)]), id, 'hello', null);
    expect(state.own).toMatchObject([{ status: 'pending', text: 'hello' }]);
    state = answered(state, id, 'sent', null);
    expect(state.own).toMatchObject([{ status: 'sent' }]);
    // the connection was lost in between, and the echo comes with the recovery
    state = welcomed(state, welcome(3, [message(2), message(3, 'hello', ada)]), NOW);
    expect([state.own, texts(state)]).toEqual([[], ['text 1', 'text 2', 'hello']]);
    expect(answered(state, id, 'sent', null).own).toEqual([]);
  });

  it('what was refused says why, until it is put aside; what is held goes when it is decided', () => {
    const id = 'mine' as ClientId;
    const refused = answered(saying(start(), id, 'hm', null), id, 'refused', 'Not now.');
    expect(refused.own).toMatchObject([{ status: 'refused', why: 'Not now.' }]);
    expect(forgotten(refused, id).own).toEqual([]);
    const held = answered(saying(start(), id, 'hm', null), id, 'held', null);
    expect(after(held, batch(0, 1, [entry(1, { kind: 'held-done', id, verdict: 'refused' })])).own).toEqual([]);
    const shown = entry(2, { kind: 'message', id, author: ada, text: 'hm' });
    expect(after(held, batch(0, 2, [entry(1, { kind: 'held-done', id, verdict: 'approved' }), shown])).own).toEqual([]);
  });

  it('another person with the same id takes nothing away', () => {
    const state = saying(start(), 'id-1' as ClientId, 'hello', null);
    expect(after(state, batch(0, 1, [message(1, 'hello', bob)])).own).toHaveLength(1);
  });

  it('what is removed is gone, out of the replies to it too', () => {
    const state = start([message(1, 'canary'), message(2, 'why?', ada, 1), message(3, 'x', bob)]);
    expect(state.lines[1]).toMatchObject({ reply: { offset: 1, name: 'Bob', text: 'canary' } });
    const removed = after(state, batch(3, 4, [entry(4, { kind: 'removed', target: 1 })]));
    expect([texts(removed), JSON.stringify(removed.lines).includes('canary')]).toEqual([['why?', 'x'], false]);
    expect(texts(after(state, batch(3, 4, [entry(4, { kind: 'person-removed', person: bob.id })])))).toEqual(['why?']);
    expect(after(start(), batch(0, 9, [message(9, 'late', ada, 2)])).lines[0]).toMatchObject({
      reply: { offset: 2, name: null, text: null },
    });
  });

  it('a message to the hosts is marked', () => {
    expect(start([{ ...message(1, 'psst', ada), audience: 'author' }]).lines[0]).toMatchObject({ isPrivate: true });
  });

  it('says once in a row how many were left out', () => {
    const state = after(
      start(),
      batch(0, 9, [message(1)], { sampledOut: 8 }),
      batch(9, 20, [], { sampledOut: 11 }),
      batch(20, 21, [message(21)]),
    );
    expect(state.lines.map((line) => (line.kind === 'left-out' ? line.count : line.kind))).toEqual(['message', 19, 'message']);
  });

  it.each([1, 2, 3])('never holds more than %i hundred lines, of whatever', (seed) => {
    const random = seededRandom(seed);
    let state = start();
    for (let offset = 0; offset < 600; ) {
      const many = 1 + Math.floor(random() * 20);
      const entries = Array.from({ length: many }, (_, n) => message(offset + n + 1)).filter(() => random() < 0.8);
      state = after(state, batch(offset, offset + many, entries, random() < 0.3 ? { sampledOut: 3 } : {}));
      offset += many;
      expect(state.lines.length).toBeLessThanOrEqual(MAX_LINES);
      expect(state.at?.offset).toBe(offset);
      expect(new Set(state.lines.map(({ key }) => key)).size).toBe(state.lines.length);
    }
  });
});

describe('what stands beside the feed', () => {
  const poll = (state: PollView['state'], more: Partial<PollView> = {}): PollView => ({
    ...{ id: 'p' as PollId, kind: 'single', question: 'Yes?', options: ['yes', 'no'], state, isTest: false, isChangeable: false },
    ...{ results: 'after-voting', maxChoices: 1, openedAtMs: NOW, closesAtMs: null },
    ...more,
  });
  const question: QuestionView = {
    ...{ id: 'q' as QuestionId, author: null, text: 'Why?', state: 'open', answer: null, isPinned: false, upvotes: 2, askedAtMs: NOW },
  };

  it('an entry that the view has in it already changes nothing', () => {
    const state = start([], 2, { view: view({ polls: [poll('closed')] }), viewAt: 5 });
    const late = after(state, batch(2, 5, [entry(3, { kind: 'poll', poll: poll('open') })]));
    expect(late.view?.polls[0]?.state).toBe('closed');
    expect(after(late, batch(5, 6, [entry(6, { kind: 'poll', poll: poll('archived') })])).view?.polls).toEqual([]);
  });

  it('numbers, upvotes, viewers, reactions and slow mode move by themselves', () => {
    const state = start([], 1, { view: view({ polls: [poll('open')], questions: [question] }) });
    const moved = after(
      state,
      batch(1, 1, [], { numbers: { ['p' as PollId]: { voters: 3, counts: [1, 2] } }, viewers: 9, slowSeconds: 5 }),
      batch(1, 1, [], { upvotes: { ['q' as QuestionId]: 4 }, reactions: { like: 2 } }),
      batch(1, 1, [], { reactions: { like: 1, wow: 1 } }),
    );
    expect(moved).toMatchObject({ viewers: 9, slowSeconds: 5, upvotes: { q: 4 }, reactions: { like: 3, wow: 1 } });
    expect(numbersOf(moved, 'p' as PollId)).toEqual({ voters: 3, counts: [1, 2] });
    const settled = after(moved, batch(1, 2, [entry(2, { kind: 'poll', poll: poll('closed', { final: { voters: 4, counts: [2, 2] } }) })]));
    expect(numbersOf(settled, 'p' as PollId)).toEqual({ voters: 4, counts: [2, 2] });
  });

  it('remembers in which polls one has voted, as one and the same person', () => {
    const state = votedIn(start([], 1, { voted: ['o' as PollId] }), 'p' as PollId);
    expect(state.voted).toEqual(['o', 'p']);
    expect(welcomed(state, welcome(1, []), NOW).voted).toEqual(['o', 'p']);
    expect(welcomed(state, welcome(1, [], { you: bob }), NOW).voted).toEqual([]);
  });
});
