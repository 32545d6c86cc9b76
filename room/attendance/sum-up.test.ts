import { describe, expect, it } from 'vitest';
import { msWithin, presenceOf, type Stay, sumUp } from './sum-up.ts';

const MINUTE = 60_000;
/** Minutes from the first going on air. */
const stay = (person: string, came: number, left: number | null, session = person): Stay => ({
  ...{ person, session, cameAtMs: came * MINUTE, leftAtMs: left === null ? null : left * MINUTE },
});
const onAir = { fromMs: 0, toMs: 10 * MINUTE };
const summary = (...stays: Stay[]) => sumUp(presenceOf(stays, 10 * MINUTE), onAir);

describe('what the stays amount to', () => {
  it.each([
    { stays: [], told: { came: 0, watched: 0, peak: 0, peakAt: null, minutes: 0, averageMinutes: 0 }, because: 'nobody came' },
    { stays: [stay('a', 1, 5)], told: { came: 1, watched: 1, peak: 1, minutes: 4, averageMinutes: 4 }, because: 'one stay' },
    { stays: [stay('a', -5, -1)], told: { came: 1, watched: 0, peak: 0, minutes: 0 }, because: 'waiting is not watching' },
    { stays: [stay('a', -5, 2), stay('b', 8, 20)], told: { watched: 2, minutes: 4 }, because: 'only the time on air counts' },
    {
      stays: [stay('a', 0, 4, 's'), stay('a', 2, 6, 't')],
      told: { watched: 1, peak: 1, minutes: 6 },
      because: 'two devices are one person',
    },
    { stays: [stay('a', 0, 2), stay('b', 2, 4)], told: { peak: 1 }, because: 'one goes as the other comes' },
    { stays: [stay('a', 4, null)], told: { minutes: 6 }, because: 'who has not left is there to the end' },
    {
      stays: [stay('a', 0, null), stay('a', 6, 8)],
      told: { minutes: 8, peak: 1 },
      because: 'whose node died was there until he came back',
    },
    { stays: [stay('a', 3, 2)], told: { came: 1, watched: 0, minutes: 0 }, because: 'a clock that was set back takes nothing away' },
  ])('$because', ({ stays, told }) => {
    expect(summary(...stays)).toMatchObject(told);
  });

  it('draws the most of each minute, and says when the most were there', () => {
    const { viewers, peak, peakAt } = summary(stay('a', 0, 3.5), stay('b', 1.2, 1.4), stay('c', 1.3, 4));
    expect(viewers).toEqual([1, 3, 2, 2, 0, 0, 0, 0, 0, 0]);
    expect([peak, peakAt]).toEqual([3, new Date(1.3 * MINUTE).toISOString()]);
  });

  it('draws a long event in wider steps', () => {
    const { stepMinutes, viewers } = sumUp(new Map(), { fromMs: 0, toMs: 600 * MINUTE });
    expect([stepMinutes, viewers.length]).toEqual([4, 150]);
  });

  it('an event that was never on air nobody has watched', () => {
    expect(sumUp(presenceOf([stay('a', 0, 1)], 0), undefined)).toMatchObject({ came: 1, watched: 0, viewers: [] });
  });

  it('a seeded walk: as many minutes as a count of each single minute finds', () => {
    let seed = 20_261_129;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 200; round++) {
      const stays = Array.from({ length: random(12) }, () => {
        const came = random(14) - 2;
        return stay(`p${random(4)}`, came, came + random(6), `s${random(6)}`);
      }).toSorted((one, other) => one.cameAtMs - other.cameAtMs);
      const here = (minute: number) =>
        new Set(stays.filter((one) => one.cameAtMs <= minute * MINUTE && (one.leftAtMs ?? 0) > minute * MINUTE).map(({ person }) => person))
          .size;
      const counts = Array.from({ length: 10 }, (_, minute) => here(minute));
      const told = summary(...stays);
      expect([told.minutes, told.peak], `round ${round}`).toEqual([counts.reduce((sum, one) => sum + one, 0), Math.max(...counts)]);
    }
  });

  it('how long of a presence lies within a span', () => {
    expect(
      msWithin(
        [
          { fromMs: -5, toMs: 5 },
          { fromMs: 8, toMs: 20 },
        ],
        { fromMs: 0, toMs: 10 },
      ),
    ).toBe(7);
  });
});
