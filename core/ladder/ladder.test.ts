import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import type { LadderMeans, LadderPlan, LadderSource } from './ladder.ts';
import { lighterCeiling, planLadder } from './ladder.ts';

const source = (width: number, height: number, frameRate = 30, isCopyable = true): LadderSource => ({
  width,
  height,
  frameRate,
  isCopyable,
});
const cores = (count: number, limits: Partial<LadderMeans> = {}): LadderMeans => ({ cores: count, maxRungs: undefined, ...limits });
const said = (plan: LadderPlan) => plan.rungs.map((rung) => `${rung.id} ${rung.kind} ${rung.width}x${rung.height}`);

describe('the ladder of a source that is sent on as it is', () => {
  for (const { from, means, rungs, because } of [
    {
      from: source(1920, 1080),
      means: cores(8),
      rungs: ['source copy 1920x1080', '720p encode 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'everything there is',
    },
    {
      from: source(1920, 1080),
      means: cores(2),
      rungs: ['source copy 1920x1080', '720p encode 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'two cores carry 1080p30 and three rungs',
    },
    {
      from: source(1920, 1080),
      means: cores(1),
      rungs: ['source copy 1920x1080', '480p encode 854x480', '360p encode 640x360'],
      because: 'one core does not carry 720p: the small ones are for those who would see nothing',
    },
    {
      from: source(1920, 1080, 60),
      means: cores(2),
      rungs: ['source copy 1920x1080', '480p encode 854x480', '360p encode 640x360'],
      because: 'sixty frames a second cost double',
    },
    {
      from: source(1280, 720),
      means: cores(8),
      rungs: ['source copy 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'nothing is as large as the source',
    },
    { from: source(640, 360), means: cores(8), rungs: ['source copy 640x360'], because: 'nothing is smaller' },
    { from: source(320, 180), means: cores(8), rungs: ['source copy 320x180'], because: 'nothing is scaled up' },
    {
      from: source(1080, 1920),
      means: cores(8),
      rungs: ['source copy 1080x1920', '720p encode 406x720', '480p encode 270x480', '360p encode 202x360'],
      because: 'upright stays upright, even numbers of columns',
    },
    {
      from: source(1920, 1080),
      means: cores(8, { maxRungs: 1 }),
      rungs: ['source copy 1920x1080', '360p encode 640x360'],
      because: 'the operator wants one encode: the smallest',
    },
    {
      from: source(1920, 1080),
      means: cores(8, { maxRungs: 0 }),
      rungs: ['source copy 1920x1080'],
      because: 'the operator wants no encode',
    },
  ]) {
    it(`${from.width}x${from.height} at ${from.frameRate} on ${means.cores} cores: ${because}`, () => {
      expect(said(planLadder(from, means))).toEqual(rungs);
    });
  }
});

describe('the ladder of a source whose bytes cannot be sent on', () => {
  for (const { from, means, rungs, because } of [
    {
      from: source(1920, 1080, 30, false),
      means: cores(4),
      rungs: ['source encode 1920x1080', '720p encode 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'the top is encoded as large as it is',
    },
    {
      from: source(1920, 1080, 30, false),
      means: cores(2),
      rungs: ['source encode 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'on two cores the top is smaller',
    },
    {
      from: source(3840, 2160, 30, false),
      means: cores(16),
      rungs: ['source encode 1920x1080', '720p encode 1280x720', '480p encode 854x480', '360p encode 640x360'],
      because: 'never larger than 1080 lines',
    },
    { from: source(1920, 1080, 30, false), means: cores(0.1), rungs: ['source encode 640x360'], because: 'something is always shown' },
    { from: source(321, 181, 30, false), means: cores(4), rungs: ['source encode 320x180'], because: 'an encoder wants even numbers' },
  ]) {
    it(`${from.width}x${from.height} at ${from.frameRate} on ${means.cores} cores: ${because}`, () => {
      expect(said(planLadder(from, means))).toEqual(rungs);
    });
  }
});

describe('what was left out is said, and why', () => {
  for (const { from, means, leftOut } of [
    { from: source(1280, 720), means: cores(8), leftOut: ['720p: the source is only 720 lines high'] },
    { from: source(1920, 1080), means: cores(1), leftOut: ['720p: 1 cores carry 40 megapixels a second, this would make 62'] },
    {
      from: source(1920, 1080),
      means: cores(8, { maxRungs: 1 }),
      leftOut: ['480p: TRANSCODER_MAX_RUNGS is 1', '720p: TRANSCODER_MAX_RUNGS is 1'],
    },
    { from: source(1920, 1080, 30, false), means: cores(2), leftOut: ['720p: the top rung is as small'] },
  ]) {
    it(`${from.width}x${from.height} at ${from.frameRate} on ${means.cores} cores`, () => {
      expect(planLadder(from, means).leftOut.map(({ id, why }) => `${id}: ${why}`)).toEqual(leftOut);
    });
  }
});

describe('what a machine that does not keep up leaves out, step by step', () => {
  for (const { from, means, steps, because } of [
    {
      from: source(1920, 1080),
      means: cores(8),
      steps: ['source 720p 480p 360p', 'source 480p 360p', 'source 360p', 'source'],
      because: 'the highest encode is the most expensive; the source itself costs nothing',
    },
    {
      from: source(1920, 1080),
      means: cores(8, { maxRungs: 2 }),
      steps: ['source 480p 360p', 'source 360p', 'source'],
      because: 'what the operator left out was not there to be shed',
    },
    { from: source(640, 360), means: cores(8), steps: ['source'], because: 'nothing is encoded, nothing can go' },
  ]) {
    it(because, () => {
      const seen: string[] = [];
      let ceiling: number | undefined;
      for (let step = 0; step < 10; step++) {
        const plan = planLadder(from, { ...means, ceiling });
        seen.push(plan.rungs.map((rung) => rung.id).join(' '));
        const next = lighterCeiling(from, { ...means, ceiling }, plan);
        if (next === undefined) break;
        ceiling = next;
      }
      expect(seen).toEqual(steps);
    });
  }

  it('a source that has to be encoded becomes smaller, and is never gone', () => {
    const from = source(1920, 1080, 30, false);
    let means = cores(4);
    const tops: number[] = [];
    for (let step = 0; step < 10; step++) {
      const plan = planLadder(from, means);
      tops.push(plan.rungs[0]?.height ?? 0);
      const ceiling = lighterCeiling(from, means, plan);
      if (ceiling === undefined) break;
      means = { ...means, ceiling };
    }
    expect(tops).toEqual([1080, 720, 480, 360]);
    expect(said(planLadder(from, { ...means, ceiling: 0 }))).toEqual(['source encode 640x360']);
  });

  it('says so', () => {
    expect(planLadder(source(1920, 1080), cores(8, { ceiling: 719 })).leftOut).toEqual([
      { id: '720p', why: 'the machine did not keep up with it' },
    ]);
  });
});

for (let seed = 1; seed <= 5; seed++) {
  it(`whatever the source and the machine (seed ${seed})`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 1_000; round++) {
      const from = source(16 + Math.floor(random() * 4_000), 16 + Math.floor(random() * 3_000), 1 + random() * 119, random() < 0.5);
      const means = cores(random() * 32, {
        maxRungs: random() < 0.5 ? undefined : Math.floor(random() * 4),
        ceiling: random() < 0.5 ? undefined : Math.floor(random() * 1_100),
      });
      const plan = planLadder(from, means);
      const ids = plan.rungs.map((rung) => rung.id as string);
      expect(ids[0]).toBe('source');
      expect(plan.rungs.every((rung, index) => rung.kind === (index === 0 && from.isCopyable ? 'copy' : 'encode'))).toBe(true);
      expect(plan.rungs.length - 1).toBeLessThanOrEqual(means.maxRungs ?? 3);
      for (const rung of plan.rungs) {
        expect(rung.height, 'never scaled up').toBeLessThanOrEqual(from.height);
        if (rung.kind === 'encode') expect([rung.width % 2, rung.height % 2], 'even').toEqual([0, 0]);
        const shape = Math.abs(rung.width - (from.width * rung.height) / from.height);
        expect(shape, 'the same shape').toBeLessThanOrEqual(2);
      }
      const heights = plan.rungs.map((rung) => rung.height);
      expect(
        heights.slice(1).every((height, index) => height < (heights[index] ?? 0)),
        'best first',
      ).toBe(true);
      const rates = plan.rungs.map((rung) => rung.videoBps);
      expect(
        rates.slice(1).every((bps, index) => bps <= (rates[index] ?? 0)),
        'the best has the most bits',
      ).toBe(true);
      const known = [...ids.slice(1), ...plan.leftOut.map((out) => out.id as string)].sort();
      expect(known, 'every rung is there or said to be left out, once').toEqual(['360p', '480p', '720p']);
      if (plan.rungs.length > 1) expect(plan.load, 'within the budget').toBeLessThanOrEqual(1);
      const more = planLadder(from, { ...means, cores: means.cores * 2 });
      if (from.isCopyable) expect(more.rungs.length, 'a better machine never makes fewer').toBeGreaterThanOrEqual(plan.rungs.length);
    }
  });
}
