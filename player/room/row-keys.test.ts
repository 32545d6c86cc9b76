import { describe, expect, it } from 'vitest';
import { RowKeys } from './row-keys.ts';

const lines = (text: string): { readonly key: string }[] => Array.from(text, (key) => ({ key }));

describe('the rows of the chat', () => {
  it.each([
    { steps: ['abc', 'abc'], rows: [0, 1, 2], because: 'nothing changed' },
    { steps: ['abc', 'abcd'], rows: [0, 1, 2, 3], because: 'there was no row to spare' },
    { steps: ['abc', 'bcd'], rows: [1, 2, 0], because: 'the first line went, and its row goes to the end' },
    { steps: ['abc', 'def'], rows: [0, 1, 2], because: 'all lines are others: every row stays in its place' },
    { steps: ['abc', 'ac'], rows: [0, 2], because: 'one was taken away' },
    { steps: ['abc', 'ac', 'acd'], rows: [0, 2, 3], because: 'a row that was not there is not there any more' },
    { steps: ['cd', 'abcd'], rows: [2, 3, 0, 1], because: 'older lines come in above' },
  ])('$steps: $rows, $because', ({ steps, rows }) => {
    const keys = new RowKeys();
    expect(steps.map((step) => keys.of(lines(step))).at(-1)).toEqual(rows);
  });

  it('no two lines ever have the same', () => {
    const keys = new RowKeys();
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0, first = 0; round < 500; round += 1) {
      first += random(8);
      const shown = Array.from({ length: random(12) }, (_, index) => ({ key: String(first + index * (1 + random(2))) }));
      const unlike = [...new Map(shown.map((line) => [line.key, line])).values()];
      expect(new Set(keys.of(unlike)).size).toBe(unlike.length);
    }
  });
});
