import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import { ticketId } from '../channel/test-room.ts';
import type { ClientRecord } from './ledger.ts';
import { audit } from './ledger.ts';

const entry = (offset: number, id = `m${offset}`): FeedEntry => ({
  ...{ offset, atMs: 1, audience: 'all' },
  body: { kind: 'message', id: id as ClientId, author: { id: ticketId(1), name: 'Nora', role: 'attendee' }, text: id },
});
const stored = [entry(1), entry(2), entry(3)];
const record = (over: Partial<ClientRecord>): ClientRecord => ({
  ...{ name: 'Nora', acked: new Map([['m2', 2]]), refused: new Set(['m9']), shown: stored },
  ...over,
});

describe('the ledger', () => {
  it('finds nothing where all is well', () => {
    expect(audit([record({}), record({ name: 'Kim', acked: new Map() })], stored)).toEqual([]);
  });

  it.each([
    { because: 'a hole', clients: [], database: [entry(1), entry(3)], says: 'hole before 3' },
    { because: 'stored twice', clients: [], database: [entry(1), entry(2, 'm1')], says: 'stored twice' },
    {
      because: 'acked and lost',
      clients: [record({ acked: new Map([['m7', 7]]) })],
      database: stored,
      says: 'm7 was acked and is not stored',
    },
    {
      because: 'acked elsewhere',
      clients: [record({ acked: new Map([['m2', 3]]) })],
      database: stored,
      says: 'acked at 3 and stands at 2',
    },
    { because: 'refused and stored', clients: [record({ refused: new Set(['m1']) })], database: stored, says: 'refused for good' },
    { because: 'shown twice', clients: [record({ shown: [...stored, entry(3)] })], database: stored, says: 'shown 3 after 3' },
    { because: 'another order', clients: [record({ shown: [entry(2), entry(1), entry(3)] })], database: stored, says: 'shown 1 after 2' },
    { because: 'never shown', clients: [record({ shown: [entry(1), entry(2)] })], database: stored, says: 'never shown 3' },
    {
      because: 'shown differently',
      clients: [record({ shown: [entry(1), entry(2, 'x'), entry(3)] })],
      database: stored,
      says: 'something else at 2',
    },
  ])('finds $because', ({ clients, database, says }) => {
    expect(audit(clients, database).join('; ')).toContain(says);
  });
});
