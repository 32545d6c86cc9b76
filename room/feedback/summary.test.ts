import { describe, expect, it } from 'vitest';
import { summaryOf } from './summary.ts';

const none = new Map<number, number>();
const counted = (...marks: number[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
};

describe('what the marks amount to', () => {
  it('nobody has answered: no score, and not a nought', () => {
    const empty = summaryOf(0, { rating: none, ease: none, recommend: none });
    expect(empty.rating).toEqual({ answers: 0, counts: [0, 0, 0, 0, 0], score: null });
    expect(empty.recommend).toEqual({ answers: 0, counts: Array(11).fill(0), score: null });
  });

  it('ratings and ease are averages', () => {
    const { rating, ease } = summaryOf(3, { rating: counted(5, 4, 4), ease: counted(1), recommend: none });
    expect(rating).toEqual({ answers: 3, counts: [0, 0, 0, 2, 1], score: 4.33 });
    expect(ease).toEqual({ answers: 1, counts: [1, 0, 0, 0, 0], score: 1 });
  });

  it.each([
    { marks: [10, 9], score: 100, because: 'both promote' },
    { marks: [0, 6], score: -100, because: 'both detract' },
    { marks: [7, 8], score: 0, because: 'neither' },
    { marks: [10, 9, 8, 6], score: 25, because: 'two of four promote, one detracts' },
  ])('the net promoter score of $marks is $score: $because', ({ marks, score }) => {
    expect(summaryOf(marks.length, { rating: none, ease: none, recommend: counted(...marks) }).recommend.score).toBe(score);
  });
});
