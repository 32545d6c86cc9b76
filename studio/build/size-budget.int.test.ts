import { beforeAll, describe, expect, it } from 'vitest';
import { BuiltPage } from '../../ui/build/built-page.ts';
import budget from '../size-budget.json' with { type: 'json' };
import { ensureStudioBuilt } from './ensure-studio-built.ts';
import { studioSizes } from './sizes.ts';

let dist: string;

beforeAll(async () => {
  dist = await ensureStudioBuilt();
}, 60_000);

describe('the studio', () => {
  it.each(['script', 'style', 'event', 'house', 'control', 'chart', 'hls'] as const)('weighs no more than its budget: %s', (what) => {
    expect(studioSizes(dist)[what]).toBeLessThanOrEqual(budget[what]);
  });

  it('has nothing from elsewhere, and nothing inline that a strict policy would refuse', () => {
    expect(new BuiltPage(dist).looseEnds()).toEqual([]);
  });
});
