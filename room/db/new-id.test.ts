import { expect, it } from 'vitest';
import { isIdText } from '../../core/contracts/room/ids.ts';
import { newId } from './new-id.ts';

it('makes ids that sort as they were made, also within a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => newId(1_790_000_000_000 + Math.floor(index / 10_000)));
  expect(ids.every(isIdText)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
});
