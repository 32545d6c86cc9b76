import { describe, expect, it } from 'vitest';
import { curveOf, marksOf, ticksTo } from './curve.ts';

describe('a chart', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 50, 100]],
    [4_213, [0, 2_000, 4_000, 6_000]],
  ])('up to %i has these numbers beside it', (greatest, ticks) => {
    expect(ticksTo(greatest)).toEqual(ticks);
  });

  it('goes from the left to the right, each number for its whole step', () => {
    expect(curveOf([0, 4])).toEqual({
      line: 'M0.00 100.00H50.00L50.00 0.00H100.00',
      field: 'M0.00 100.00H50.00L50.00 0.00H100.00V100H0Z',
      ticks: [0, 1, 2, 3, 4],
    });
    expect(curveOf([])).toEqual({ line: '', field: '', ticks: [0, 1] });
  });

  it.each([
    [1, 6, [0]],
    [6, 6, [0, 1, 2, 3, 4, 5]],
    [90, 6, [0, 15, 30, 45, 60, 75]],
  ])('%i steps have at most %i times below', (steps, most, marks) => {
    expect(marksOf(steps, most)).toEqual(marks);
  });
});
