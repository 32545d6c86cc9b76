import { describe, expect, it } from 'vitest';
import type { EntryBody, FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ClientId, Epoch, TicketId } from '../../core/contracts/room/ids.ts';
import { EMPTY_STAFF_FEED, staffTold } from './staff-feed.ts';

const epoch = 'one' as Epoch;
const eve = 'eve' as TicketId;
const entry = (offset: number, body: EntryBody): FeedEntry => ({ offset, atMs: offset * 1_000, audience: 'staff', body });
const talk = (offset: number, text: string): FeedEntry =>
  entry(offset, { kind: 'backstage', id: String(offset) as ClientId, author: { id: eve, name: 'Olga', role: 'host' }, text });

describe('what is for the staff alone', () => {
  it('is told once, though it comes twice', () => {
    const once = staffTold(EMPTY_STAFF_FEED, epoch, [talk(1, 'ready?'), talk(2, 'yes')]);
    expect(staffTold(once, epoch, [talk(2, 'yes'), talk(3, 'go')]).backstage.map(({ text }) => text)).toEqual(['ready?', 'yes', 'go']);
  });

  it('is gone when it was taken away, and when the history has another life', () => {
    const before = staffTold(EMPTY_STAFF_FEED, epoch, [talk(1, 'no'), talk(2, 'yes')]);
    expect(staffTold(before, epoch, [entry(3, { kind: 'removed', target: 1 })]).backstage.map(({ text }) => text)).toEqual(['yes']);
    expect(staffTold(before, 'two' as Epoch, [talk(1, 'anew')]).backstage.map(({ text }) => text)).toEqual(['anew']);
  });

  it('knows who is banned and who is muted, both at once too', () => {
    const after = staffTold(EMPTY_STAFF_FEED, epoch, [
      entry(1, { kind: 'person', person: eve, change: 'muted', untilMs: 9_000 }),
      entry(2, { kind: 'person', person: eve, change: 'banned' }),
    ]);
    expect(after.standings.get(eve)).toEqual({ isBanned: true, mutedUntilMs: 9_000 });
    const forgiven = staffTold(after, epoch, [entry(3, { kind: 'person', person: eve, change: 'unbanned' })]);
    expect(forgiven.standings.get(eve)).toEqual({ isBanned: false, mutedUntilMs: 9_000 });
    expect(forgiven.acts).toBe(3);
  });
});
