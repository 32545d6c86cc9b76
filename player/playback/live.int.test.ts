import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import budget from '../size-budget.json' with { type: 'json' };
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

/** Notes when the first frame is there. */
function noteFirstFrame(): void {
  document.addEventListener('loadeddata', () => performance.mark('first-frame'), { capture: true, once: true });
}

/** Addresses that the page has asked for until then, itself included; how many parts of the picture one frame takes is the encoder's affair. */
const askedUntilFirstFrame = (): readonly string[] => {
  const [first] = performance.getEntriesByName('first-frame');
  const asked = performance.getEntriesByType('resource').filter(({ startTime }) => startTime <= (first?.startTime ?? Infinity));
  const paths = new Set([location.pathname, ...asked.map(({ name }) => new URL(name).pathname)]);
  return [...paths].filter((path) => !path.endsWith('.m4s'));
};

describe('a live stream', () => {
  it('plays near the edge, and through a new encoder run', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl, { before: noteFirstFrame });
    const before = await viewer.until('the edge', (now) => now.latencySeconds !== null && now.latencySeconds < 1.2);
    const asked = await viewer.page.evaluate(askedUntilFirstFrame);
    expect(asked.length, asked.join(' ')).toBeLessThanOrEqual(budget.requestsToFirstFrame);
    origin.breakLine();
    const after = await viewer.untilMoving(90);
    expect(origin.requests.some((path) => path.includes('init1.mp4'))).toBe(true);
    expect(after).toMatchObject({ fatalErrors: 0, loadedAtMs: before.loadedAtMs, engine: 'hls' });
  });
});
