import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { ProgrammeClock, ProgrammeDates } from './programme-dates.ts';

const EPOCH = 1_700_000_000_000;

it('the first segment has the date that is known when it begins', () => {
  expect(new ProgrammeDates(new ProgrammeClock(() => EPOCH + 0.25)).dateOf(0, 67)).toBe(EPOCH + 67.25);
});

it('a segment has one date, whoever asks and whenever', () => {
  let epoch = EPOCH;
  const dates = new ProgrammeDates(new ProgrammeClock(() => epoch));
  const first = dates.dateOf(0, 0);
  const second = dates.dateOf(1, 2_000);
  epoch -= 300;
  expect([dates.dateOf(0, 0), dates.dateOf(1, 2_000), dates.dateOf(1, 2_000.4)]).toEqual([first, second, second]);
});

describe('an estimate that changes', () => {
  for (const { byMs, because } of [
    { byMs: -300, because: 'the beginning had come late' },
    { byMs: 300, because: 'the line has become longer' },
  ]) {
    it(`is followed ten milliseconds a segment: ${because}`, () => {
      let epoch = EPOCH;
      const dates = new ProgrammeDates(new ProgrammeClock(() => epoch));
      dates.dateOf(0, 0);
      epoch += byMs;
      let before = EPOCH;
      for (let segment = 1; segment <= 30; segment++) {
        const date = dates.dateOf(segment, segment * 2_000);
        expect(date - before).toBeCloseTo(2_000 + Math.sign(byMs) * 10, 6);
        before = date;
      }
      expect(dates.dateOf(31, 62_000)).toBe(EPOCH + byMs + 62_000);
    });
  }
});

for (let seed = 1; seed <= 5; seed++) {
  it(`whatever the estimate does, dates go on with the durations and never back (seed ${seed})`, () => {
    const random = seededRandom(seed);
    let epoch = EPOCH;
    const dates = new ProgrammeDates(new ProgrammeClock(() => epoch));
    let mediaMs = 0;
    let before = dates.dateOf(0, 0);
    for (let segment = 1; segment < 500; segment++) {
      const lengthMs = 950 + random() * 3_050;
      mediaMs += lengthMs;
      epoch += (random() - 0.5) * 10 ** (random() * 5);
      const date = dates.dateOf(segment, mediaMs);
      expect(Math.abs(date - before - lengthMs)).toBeLessThanOrEqual(10.001);
      expect(date).toBeGreaterThan(before);
      before = date;
    }
  });
}

describe('a run after another', () => {
  it('that begins again at an earlier keyframe gives the same pictures the same dates, whatever was learned meanwhile', () => {
    let epoch = EPOCH;
    const clock = new ProgrammeClock(() => epoch);
    const first = new ProgrammeDates(clock);
    for (let segment = 0; segment < 10; segment++) first.dateOf(segment, segment * 2_000);
    epoch -= 3_000;
    const second = new ProgrammeDates(clock);
    expect(second.dateOf(0, 16_000)).toBe(EPOCH + 16_000);
    expect(second.dateOf(1, 18_000)).toBe(EPOCH + 18_000);
    expect(second.dateOf(2, 20_000)).toBe(EPOCH + 20_000 - 10);
  });

  it('of another time base is not dated before what was shown; then its dates come nearer to its own clock', () => {
    const dates = new ProgrammeDates(new ProgrammeClock(() => EPOCH), () => EPOCH + 5_000);
    expect([dates.dateOf(0, 2_000), dates.dateOf(1, 4_000)]).toEqual([EPOCH + 5_000, EPOCH + 6_990]);
  });

  it('of another time base that is late enough has its own dates', () => {
    const dates = new ProgrammeDates(new ProgrammeClock(() => EPOCH), () => EPOCH + 5_000);
    expect([dates.dateOf(0, 6_000), dates.dateOf(1, 8_000)]).toEqual([EPOCH + 6_000, EPOCH + 8_000]);
  });
});
