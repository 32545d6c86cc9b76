import { describe, expect, it } from 'vitest';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { callsOf, digestOf } from './digest.ts';
import type { Line } from '../../ui/feed/feed-state.ts';

const line = (offset: number, name: string, text: string): Line => ({
  ...{ kind: 'message', key: String(offset), offset, text, atMs: 0, isPrivate: false, reply: null },
  author: { id: name as TicketId, name, role: 'attendee' },
});
const LINES: readonly Line[] = [
  line(1, 'Ada', 'before'),
  line(2, 'Bob', 'my own'),
  line(3, 'Cyd', 'hello @Bob'),
  { kind: 'left-out', key: 'x', count: 9 },
  line(5, 'Ada', 'last'),
];

describe('what is read out', () => {
  it('counts what others said since, and knows the last', () => {
    expect(digestOf(LINES, 1, 'Bob')).toEqual({ count: 2, last: { name: 'Ada', text: 'last' } });
    expect(digestOf(LINES, 5, 'Bob')).toEqual({ count: 0, last: null });
  });

  it('what speaks to me is found in it', () => {
    expect(callsOf(LINES, 0, 'Bob', 'Bob').map(({ offset }) => offset)).toEqual([3]);
    expect(callsOf(LINES, 3, 'Bob', 'Bob')).toEqual([]);
    expect(callsOf(LINES, 0, 'Bob', '')).toEqual([]);
  });
});
