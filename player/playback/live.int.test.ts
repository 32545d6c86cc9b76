import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { standIn } from '../testing/stand-in-origin.ts';
import { openBrowser, watch } from '../testing/viewer.ts';

let dist: string;
let clip: Clip;
let browser: Browser;

beforeAll(async () => {
  [dist, clip, browser] = await Promise.all([ensurePlayerBuilt(), makeClip(), openBrowser()]);
});
afterAll(() => browser.close());

describe('a live stream', () => {
  it('plays near the edge, and through a new encoder run', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl);
    const before = await viewer.until('the edge', (now) => now.latencySeconds !== null && now.latencySeconds < 1.2);
    origin.breakLine();
    const after = await viewer.untilMoving(90);
    expect(origin.requests.some((path) => path.includes('init1.mp4'))).toBe(true);
    expect(after).toMatchObject({ fatalErrors: 0, loadedAtMs: before.loadedAtMs, engine: 'hls' });
  });
});
