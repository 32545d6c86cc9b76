import { describe, expect, it } from 'vitest';
import { kept, moved } from './cursor.ts';

describe('which of a list the keys act on', () => {
  it.each([
    { ids: ['a', 'b'], current: undefined, step: 1, to: 'a', because: 'it begins at the first' },
    { ids: ['a', 'b'], current: undefined, step: -1, to: 'b', because: 'backwards it begins at the last' },
    { ids: ['a', 'b'], current: 'b', step: 1, to: 'b', because: 'the end is the end' },
    { ids: ['a', 'b'], current: 'gone', step: 1, to: 'a', because: 'what is not there is nowhere' },
    { ids: [], current: 'a', step: 1, to: undefined, because: 'there is nothing' },
  ] as const)('$current to $to, $because', ({ ids, current, step, to }) => {
    expect(moved<string>(ids, current, step)).toBe(to);
  });

  it.each([
    { before: ['a', 'b', 'c'], after: ['a', 'c'], current: 'b', to: 'c', because: 'the next takes its place' },
    { before: ['a', 'b', 'c'], after: ['a', 'b'], current: 'c', to: 'b', because: 'it was the last' },
    { before: ['a', 'b', 'c', 'd'], after: ['a', 'd', 'e'], current: 'b', to: 'd', because: 'its neighbour went too' },
    { before: ['a'], after: [], current: 'a', to: undefined, because: 'nothing is left' },
    { before: ['a', 'b'], after: ['b', 'a'], current: 'b', to: 'b', because: 'it has only moved' },
    { before: ['a'], after: ['a', 'b'], current: undefined, to: undefined, because: 'nothing was chosen' },
  ])('$current stays with $to, $because', ({ before, after, current, to }) => {
    expect(kept<string>(before, after, current)).toBe(to);
  });
});
