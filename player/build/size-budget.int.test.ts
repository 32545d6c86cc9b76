import { beforeAll, describe, expect, it } from 'vitest';
import { BuiltPage } from '../../ui/build/built-page.ts';
import budget from '../size-budget.json' with { type: 'json' };
import { ensurePlayerBuilt } from './ensure-player-built.ts';
import { pageSizes } from './sizes.ts';

let dist: string;

beforeAll(async () => {
  dist = await ensurePlayerBuilt();
}, 60_000);

describe('the watch page', () => {
  it.each(['script', 'style', 'hls', 'room', 'event', 'embed'] as const)('weighs no more than its budget: %s', (what) => {
    expect(pageSizes(dist)[what]).toBeLessThanOrEqual(budget[what]);
  });

  it('begins without hls.js', () => {
    const { script, hls } = pageSizes(dist);
    expect(hls).toBeGreaterThan(script);
  });

  it('has nothing from elsewhere, and nothing inline that a strict policy would refuse', () => {
    expect(new BuiltPage(dist).looseEnds()).toEqual([]);
  });
});
