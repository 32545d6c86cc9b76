import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import budget from '../size-budget.json' with { type: 'json' };
import { ensurePlayerBuilt } from './ensure-player-built.ts';
import { pageSizes } from './sizes.ts';

let dist: string;

beforeAll(async () => {
  dist = await ensurePlayerBuilt();
}, 60_000);

describe('the watch page', () => {
  it.each(['script', 'style', 'hls', 'room', 'event'] as const)('weighs no more than its budget: %s', (what) => {
    expect(pageSizes(dist)[what]).toBeLessThanOrEqual(budget[what]);
  });

  it('begins without hls.js', () => {
    const { script, hls } = pageSizes(dist);
    expect(hls).toBeGreaterThan(script);
  });

  it('has nothing from elsewhere, and nothing inline that a strict policy would refuse', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(page).not.toMatch(/(?:src|href)="(?!\/assets\/|data:)/);
    expect(page).not.toMatch(/<script(?![^>]+src=)|<style|\son\w+=|style="/);
    const styles = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.css'));
    for (const style of styles) expect(readFileSync(join(dist, 'assets', style), 'utf8')).not.toMatch(/url\((?!"?\/assets\/)/);
  });
});
