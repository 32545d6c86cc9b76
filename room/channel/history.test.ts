import { describe, expect, it } from 'vitest';
import type { Audience, FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ClientId, TicketId } from '../../core/contracts/room/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { History } from './history.ts';
import { keepEntry } from './kept-entry.ts';

const ada = 'ada' as TicketId;
const bob = 'bob' as TicketId;

function message(offset: number, author: TicketId, audience: Audience = 'all', atMs = offset): FeedEntry {
  const body = {
    kind: 'message',
    id: `id-${offset}` as ClientId,
    author: { id: author, name: author, role: 'attendee' },
    text: `text ${offset}`,
  } as const;
  return { offset, atMs, audience, body };
}

const offsetsOf = (entries: readonly string[] | undefined) => entries?.map((json) => (JSON.parse(json) as FeedEntry).offset);

describe('History', () => {
  function walk(): History {
    const history = new History({ capacity: 10, maxAgeMs: 1_000, after: 5 });
    history.append(keepEntry(message(6, ada), true));
    history.append(keepEntry(message(7, bob), false));
    history.append(keepEntry(message(8, ada, 'author'), true));
    history.append(keepEntry(message(9, bob, 'staff'), true));
    history.append(keepEntry(message(10, ada), true));
    return history;
  }

  it.each([
    { reader: 'staff' as const, gets: [6, 7, 8, 9, 10], out: 0, because: 'the staff read everything' },
    { reader: 'attendee' as const, gets: [6, 10], out: 1, because: 'attendees what is for all and can be read' },
    { reader: ada, gets: [6, 8, 10], out: 1, because: 'and what they wrote to the hosts' },
    { reader: bob, gets: [6, 7, 10], out: 0, because: 'and their own over the rate, but nothing of the staff’s about them' },
  ])('gives each reader his own: $because', ({ reader, gets, out }) => {
    const slice = walk().slice(5, 10, reader, 1e9);
    expect(offsetsOf(slice?.entries)).toEqual(gets);
    expect(slice).toMatchObject({ from: 5, to: 10, sampledOut: out });
  });

  it('says who can share a slice with all attendees', () => {
    const history = walk();
    expect([
      history.readerOf(true, ada, 5),
      history.readerOf(false, ada, 5),
      history.readerOf(false, ada, 8),
      history.readerOf(false, bob, 5),
    ]).toEqual(['staff', ada, 'attendee', bob]);
    expect(history.authorsLeftOut(5, 10)).toEqual(new Set([ada, bob]));
    expect(history.authorsLeftOut(7, 10)).toEqual(new Set([ada]));
  });

  it('cuts a slice where the bytes end, after one entry at least, and goes on from there', () => {
    const history = walk();
    const first = history.slice(5, 10, 'staff', 1);
    expect([offsetsOf(first?.entries), first?.to]).toEqual([[6], 6]);
    expect(offsetsOf(history.slice(6, 10, 'attendee', 1)?.entries)).toEqual([10]);
  });

  it.each([
    { from: 4, to: 10, because: 'more was missed than is kept' },
    { from: 5, to: 11, because: 'there is nothing there yet' },
    { from: 12, to: 11, because: 'backwards' },
  ])('has no slice: $because', ({ from, to }) => {
    expect(walk().slice(from, to, 'staff', 1e9)).toBeUndefined();
  });

  it('forgets by age and by number, and never has a hole', () => {
    const history = walk();
    history.age(1_007);
    expect(history.before).toBe(6);
    for (let offset = 11; offset <= 30; offset++) history.append(keepEntry(message(offset, ada), true));
    expect([history.before, history.last]).toEqual([20, 30]);
    expect(() => history.append(keepEntry(message(32, ada), true))).toThrow(RangeError);
    history.age(1e9);
    expect([history.before, history.last, history.at(30)]).toEqual([30, 30, undefined]);
  });

  it('takes away what was removed, in its place, name and all', () => {
    const history = walk();
    history.blank(6);
    history.blank(99);
    history.blankPerson(bob);
    const text = history.slice(5, 10, 'staff', 1e9)?.entries.join('') ?? '';
    expect(text).not.toMatch(/text (?:6|7|9)\b|bob/);
    expect(text).toMatch(/text 8.*text 10/);
  });

  it('finds where the newest few begin', () => {
    expect([walk().beforeNewest(1, 'attendee'), walk().beforeNewest(2, 'attendee'), walk().beforeNewest(9, 'staff')]).toEqual([9, 5, 5]);
  });

  it.each([1, 2, 3, 4, 5])('is what a naive list would be (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const people = [ada, bob, 'cyd' as TicketId];
    const audiences: readonly Audience[] = ['all', 'all', 'all', 'author', 'staff'];
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const [capacity, maxAgeMs] = [20, 300];
    const history = new History({ capacity, maxAgeMs, after: 100 });
    let [model, first, nowMs]: [{ entry: FeedEntry; isShown: boolean }[], number, number] = [[], 100, 0];
    for (let step = 0; step < 600; step++) {
      nowMs += Math.floor(random() * 40);
      const dice = random();
      if (dice < 0.5) {
        const entry = message(history.last + 1, pick(people), pick(audiences), nowMs);
        const isShown = random() < 0.5;
        history.append(keepEntry(entry, isShown));
        model.push({ entry, isShown });
        if (model.length > capacity) model.shift();
      } else if (dice < 0.6) {
        const offset = history.before + Math.floor(random() * 25);
        history.blank(offset);
        model = model.map((one) => (one.entry.offset === offset ? { ...one, entry: { ...one.entry, body: { kind: 'blank' } } } : one));
      } else if (dice < 0.7) {
        history.age(nowMs);
        while (model[0] !== undefined && model[0].entry.atMs < nowMs - maxAgeMs) model.shift();
      } else {
        const person = pick(people);
        const isStaff = random() < 0.3;
        const from = history.before - 2 + Math.floor(random() * 25);
        const slice = history.slice(from, history.last, history.readerOf(isStaff, person, from), 1e9);
        first = model[0]?.entry.offset ?? history.last + 1;
        const expected = model.filter(({ entry, isShown }) => {
          if (entry.offset <= from) return false;
          if (isStaff || (entry.audience === 'all' && isShown)) return true;
          return entry.body.kind === 'message' && entry.body.author.id === person && entry.audience !== 'staff';
        });
        const isThere = from >= first - 1 && from <= history.last;
        expect(slice?.entries.map((json) => JSON.parse(json) as FeedEntry)).toEqual(
          isThere ? expected.map(({ entry }) => entry) : undefined,
        );
      }
    }
  });
});
