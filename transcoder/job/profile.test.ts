import { describe, expect, it } from 'vitest';
import { planLadder } from '../../core/ladder/ladder.ts';
import { makeProfile, mapRenditions } from './profile.ts';

const plan = (height: number, cores: number, maxRungs?: number) =>
  planLadder({ width: Math.round((height * 16) / 9), height, frameRate: 30, isCopyable: true }, { cores, maxRungs });

describe('PART-TARGET', () => {
  for (const { rate, wanted, seconds, because } of [
    { rate: 30, wanted: 333, seconds: 0.334, because: 'ten frames, rounded up' },
    { rate: 25, wanted: 333, seconds: 0.32, because: 'eight frames are exact' },
    { rate: 30_000 / 1001, wanted: 333, seconds: 0.334, because: 'ten frames of 29.97' },
    { rate: 60, wanted: 200, seconds: 0.2, because: 'twelve frames' },
    { rate: 10, wanted: 333, seconds: 0.3, because: 'three frames are nearest' },
    { rate: 1, wanted: 200, seconds: 1, because: 'never less than a frame' },
  ]) {
    it(`${wanted} ms at ${rate} frames a second: ${because}`, () => {
      expect(makeProfile(plan(1080, 8), rate, wanted).partTargetSeconds).toBe(seconds);
    });
  }
});

it('every recording has names of its own', () => {
  const prefixes = Array.from({ length: 50 }, () => makeProfile(plan(1080, 8), 30, 333).namePrefix);
  expect(new Set(prefixes).size).toBe(50);
  for (const prefix of prefixes) expect(prefix).toMatch(/^[0-9a-f]{16}$/);
});

describe('what was promised is kept, whatever a later run can encode', () => {
  const profile = makeProfile(plan(1080, 8), 30, 333);
  it('promises the whole ladder and the sound', () => {
    expect(profile.renditions).toEqual(['source', '720p', '480p', '360p', 'audio']);
  });
  for (const { run, taken, because } of [
    { run: plan(1080, 8), taken: [['source'], ['720p'], ['480p'], ['360p']], because: 'the same ladder: each its own' },
    {
      run: plan(1080, 8, 2),
      taken: [['source'], ['720p', '480p'], ['360p']],
      because: 'a rung was shed: the next smaller one stands in, it costs a viewer no more',
    },
    { run: plan(1080, 8, 0), taken: [['source', '720p', '480p', '360p']], because: 'nothing is encoded: all get the source' },
    { run: plan(720, 8), taken: [['source', '720p'], ['480p'], ['360p']], because: 'the presenter came back smaller' },
    { run: plan(240, 8), taken: [['source', '720p', '480p', '360p']], because: 'and very small' },
  ]) {
    it(because, () => {
      expect(mapRenditions(profile, run).map((one) => one.renditions)).toEqual(taken);
    });
  }
});
