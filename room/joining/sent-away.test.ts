import { expect, it } from 'vitest';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { readSentAway, writeSentAway } from './sent-away.ts';

const ticket = (n: number): TicketId => `0190163d-8694-739b-aea5-${String(n).padStart(12, '0')}` as TicketId;

it.each([true, false])('comes back as it was given (https: %s)', (isSecure) => {
  const cookie = writeSentAway([ticket(1)], ticket(2), isSecure);
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000/);
  expect(cookie.endsWith('; Secure')).toBe(isSecure);
  expect(readSentAway(`a=b; ${cookie.split(';')[0]}; c=d`, isSecure)).toEqual([ticket(2), ticket(1)]);
});

it('keeps eight, the newest first, each once', () => {
  const nine = Array.from({ length: 9 }, (_, n) => ticket(n));
  const [value = ''] = writeSentAway(nine, ticket(3), false).split(';');
  expect(readSentAway(value, false)).toEqual([3, 0, 1, 2, 4, 5, 6, 7].map(ticket));
});

it.each([undefined, '', 'plenary-away', 'plenary-away=', 'plenary-away=x.y', 'other-plenary-away=1', `plenary-away=${'z'.repeat(5_000)}`])(
  'reads nothing out of %j',
  (header) => {
    expect(readSentAway(header, false)).toEqual([]);
  },
);
