import { expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import { EpochEstimate } from './epoch-estimate.ts';

const START_MS = 1_700_000_000_000;

it('knows nothing before the first frame', () => {
  expect(new EpochEstimate().epochMs).toBeUndefined();
});

it('goes by the frame that was least late', () => {
  const estimate = new EpochEstimate();
  for (const [mediaMs, lateMs] of [
    [0, 180],
    [33, 150],
    [67, 40],
    [100, 90],
  ] as const)
    estimate.note(START_MS + mediaMs + lateMs - mediaMs, START_MS + mediaMs + lateMs);
  expect(estimate.epochMs).toBe(START_MS + 40);
});

it('a beginning that comes in one burst does not count for longer than the burst', () => {
  const estimate = new EpochEstimate();
  // two seconds of frames at once, then live with 20 ms of way
  for (let mediaMs = 0; mediaMs < 2_000; mediaMs += 40) estimate.note(START_MS + 2_000 - mediaMs, START_MS + 2_000);
  expect(estimate.epochMs).toBe(START_MS + 40);
  estimate.note(START_MS + 20, START_MS + 2_020);
  expect(estimate.epochMs).toBe(START_MS + 20);
});

for (const [ppm, because] of [
  [300, 'slow'],
  [-300, 'fast'],
  [0, 'right'],
] as const) {
  it(`stays near the truth for hours where the presenter’s clock is ${because} (seed 1)`, () => {
    const random = seededRandom(1);
    const estimate = new EpochEstimate();
    for (let trueMs = 0; trueMs < 4 * 3_600_000; trueMs += 40) {
      const mediaMs = trueMs * (1 - ppm / 1e6);
      const arrivalMs = START_MS + trueMs + 30 + random() ** 4 * 400;
      estimate.note(arrivalMs - mediaMs, arrivalMs);
      if (trueMs < 10_000 || trueMs % 60_000 !== 0) continue;
      const capturedMs = (estimate.epochMs ?? 0) + mediaMs - START_MS;
      expect(Math.abs(capturedMs - trueMs - 30)).toBeLessThan(15);
    }
  });
}
