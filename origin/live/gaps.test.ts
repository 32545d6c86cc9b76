import { describe, expect, it } from 'vitest';
import { gapsBetween, gapTicks } from './gaps.ts';

const last = { msn: 7, startMs: 1_000, discontinuitySequence: 3, durationTicks: 180_000 };
const sequences = (next: { msn: number; discontinuitySequence: number }) =>
  gapsBetween(last, { startMs: 9_000, ...next }, 2)?.map((gap) => [gap.msn, gap.discontinuitySequence]);

describe('gaps', () => {
  const rows = [
    { next: { msn: 8, discontinuitySequence: 3 }, gaps: [], because: 'no number is missing' },
    { next: { msn: 8, discontinuitySequence: 4 }, gaps: [], because: 'the step is the next segment’s own' },
    {
      next: { msn: 10, discontinuitySequence: 3 },
      gaps: [
        [8, 3],
        [9, 3],
      ],
      because: 'the same run',
    },
    {
      next: { msn: 10, discontinuitySequence: 4 },
      gaps: [
        [8, 3],
        [9, 3],
      ],
      because: 'one step: before the next segment',
    },
    {
      next: { msn: 10, discontinuitySequence: 5 },
      gaps: [
        [8, 3],
        [9, 4],
      ],
      because: 'two steps: one of them on a gap',
    },
    {
      next: { msn: 10, discontinuitySequence: 6 },
      gaps: [
        [8, 4],
        [9, 5],
      ],
      because: 'three steps: on every place',
    },
    { next: { msn: 10, discontinuitySequence: 7 }, gaps: undefined, because: 'more steps than places' },
    { next: { msn: 10, discontinuitySequence: 2 }, gaps: undefined, because: 'a sequence that goes down is none' },
    { next: { msn: 25, discontinuitySequence: 3 }, gaps: undefined, because: 'seventeen are too many' },
  ];
  for (const { next, gaps, because } of rows) {
    it(`${next.msn} in run ${next.discontinuitySequence}: ${because}`, () => {
      expect(sequences(next)).toEqual(gaps);
    });
  }

  it('cover the time between, in equal parts', () => {
    expect(gapsBetween(last, { msn: 10, startMs: 6_000, discontinuitySequence: 3 }, 2)).toMatchObject([
      { startMs: 3_000, durationTicks: 135_000 },
      { startMs: 4_500, durationTicks: 135_000 },
    ]);
  });

  it('last something, and never longer than TARGETDURATION', () => {
    expect([gapTicks(-50, 2), gapTicks(0, 2), gapTicks(1_500, 2), gapTicks(9_000, 2)]).toEqual([9_000, 9_000, 135_000, 180_000]);
  });
});
