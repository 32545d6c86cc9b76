import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogueContract } from '../view/catalogue.contract.ts';
import { loadRoomWords, ROOM_CATALOGUES } from './room-words.ts';

catalogueContract('the room', ROOM_CATALOGUES, join(import.meta.dirname, 'strings'));

it('the words of the room count in the language’s own way', async () => {
  const [pl, fa, en] = await Promise.all(['pl', 'fa', 'xx'].map(loadRoomWords));
  expect([1, 2, 5, 22].map((n) => pl?.say('votes', { n }))).toEqual(['1 głos', '2 głosy', '5 głosów', '22 głosy']);
  expect(fa?.say('votes', { n: 12 })).toContain('۱۲');
  expect(en?.say('replyTo', { name: 'Ada' })).toBe('Reply to \u2068Ada\u2069');
});
