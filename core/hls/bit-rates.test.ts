import { describe, expect, it } from 'vitest';
import { averageSegmentBps, peakSegmentBps } from './bit-rates.ts';

const segment = (kilobytes: number, seconds: number) => ({ bytes: kilobytes * 1000, durationTicks: seconds * 90_000 });

describe('the peak segment bit rate, target duration 2 s', () => {
  const rows = [
    { segments: [], peak: 0, because: 'nothing has no rate' },
    { segments: [segment(100, 2), segment(200, 2)], peak: 800_000, because: 'the larger of two' },
    { segments: [segment(100, 0.5)], peak: 0, because: 'less than half a target duration is no run' },
    { segments: [segment(100, 2), segment(100, 0.5)], peak: 640_000, because: 'a short one counts with its neighbour' },
    { segments: [segment(100, 1), segment(300, 1), segment(100, 1)], peak: 2_400_000, because: 'one second is half a target duration' },
    { segments: [segment(900, 4)], peak: 0, because: 'more than one and a half is no run either' },
  ];
  for (const { segments, peak, because } of rows) {
    it(because, () => {
      expect(peakSegmentBps(segments, 2)).toBe(peak);
    });
  }
});

it('the average is that of all bytes over all time', () => {
  expect(averageSegmentBps([segment(100, 2), segment(200, 1)])).toBe(800_000);
  expect(averageSegmentBps([])).toBe(0);
});
