import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
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

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name, level: 2 }).waitFor({ timeout: 15_000 });

/** From now on, notes what a screen reader is told. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const region = document.querySelector('[role=status]');
    const heard: string[] = [];
    Object.assign(window, { heard });
    const note = (): void => {
      const text = region?.textContent ?? '';
      if (text !== '' && heard.at(-1) !== text) heard.push(text);
    };
    if (region !== null) new MutationObserver(note).observe(region, { childList: true, characterData: true, subtree: true });
    note();
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

describe('the page through an event', () => {
  it('waits, goes live, shows the slate, comes back, ends and plays the recording, without a reload', async () => {
    await using origin = await standIn(dist, clip);
    origin.state = 'waiting';
    await using viewer = await watch(browser, origin.watchUrl);
    const { page } = viewer;
    await heading(page, 'Starting soon');
    const heard = await listen(page);
    const { loadedAtMs } = await viewer.snapshot();

    origin.state = 'live';
    await viewer.untilMoving(5);
    expect(await page.locator('.badge-live').textContent()).toBe('LIVE');
    expect(await page.title()).toBe(origin.title);

    origin.sinceMs = Date.now() - 4_000;
    origin.state = 'slate';
    await page.getByText(/^We’ll be right back: the presenter’s connection dropped \d+ s ago$/).waitFor();
    expect(await page.locator('.badge').allTextContents(), 'what the header says').toEqual(['We’ll be right back']);
    await viewer.untilMoving(5);

    origin.state = 'live';
    await page.locator('.note').waitFor({ state: 'detached' });

    origin.end();
    await heading(page, 'This event has ended');
    // nothing is left to control, and nothing lies over what is said
    await page.locator('.controls').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Watch the recording' }).click();
    await viewer.until('the recording', (now) => now.mode === 'recording');
    await viewer.untilMoving(5);

    await page.getByRole('slider', { name: 'Rewind' }).press('End');
    await heading(page, 'The recording has ended');
    await page.getByRole('button', { name: 'Watch again' }).click();
    await viewer.untilMoving(5);

    expect((await viewer.snapshot()).loadedAtMs).toBe(loadedAtMs);
    expect(await heard()).toEqual([
      'Starting soon. The picture will appear here by itself. You don’t need to reload the page.',
      'On air',
      'We’ll be right back. You don’t have to do anything: the picture returns by itself.',
      'On air',
      'This event has ended',
    ]);
  });

  it('says thank you and offers nothing where nothing was recorded', async () => {
    await using origin = await standIn(dist);
    origin.state = 'ended';
    origin.hasRecording = false;
    await using viewer = await watch(browser, origin.watchUrl);
    await heading(viewer.page, 'This event has ended');
    expect(await viewer.page.getByRole('button', { name: 'Watch the recording' }).count()).toBe(0);
  });
});

describe('a server that is gone', () => {
  it('is told of calmly, and when it is back the picture is, by itself', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl);
    const { loadedAtMs } = await viewer.untilMoving(5);
    const heard = await listen(viewer.page);
    await origin.goAway();
    await heading(viewer.page, 'We can’t reach the server just now');
    expect(await viewer.page.getByText('Code: origin-unreachable').count()).toBe(1);
    await origin.comeBack();
    const back = await viewer.untilMoving(10);
    expect(back).toMatchObject({ state: 'live', loadedAtMs, fault: null });
    expect((await heard()).filter((text) => text.startsWith('We can’t reach'))).toHaveLength(1);
  });

  it('was never there: the page keeps asking, and a press asks at once', async () => {
    await using origin = await standIn(dist, clip);
    origin.state = 'gone';
    await using viewer = await watch(browser, origin.watchUrl);
    await heading(viewer.page, 'There is no such event here');
    origin.state = 'live';
    await viewer.page.getByRole('button', { name: 'Try now' }).click();
    await viewer.untilMoving(5);
  });
});

describe('a browser that refuses to play', () => {
  it('with sound: plays without, says so, and gives the sound back at a press', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl, {
      // As Safari and Chrome do before the first gesture.
      before: () => {
        const play = Reflect.get<HTMLMediaElement, 'play'>(HTMLMediaElement.prototype, 'play');
        HTMLMediaElement.prototype.play = function refuseSound(this: HTMLMediaElement) {
          return this.muted ? play.call(this) : Promise.reject(new DOMException('no gesture yet', 'NotAllowedError'));
        };
      },
    });
    await viewer.untilMoving(5);
    const heard = await listen(viewer.page);
    expect(await heard()).toEqual(['Your browser started without sound']);
    const unmute = viewer.page.locator('.unmute');
    expect(await unmute.textContent()).toBe('Unmute');
    await unmute.click();
    await unmute.waitFor({ state: 'detached' });
    expect(await viewer.page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
    await viewer.untilMoving(5);
  });

  it('at all: shows one large button, and plays with sound after it', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl, {
      before: () => {
        const play = Reflect.get<HTMLMediaElement, 'play'>(HTMLMediaElement.prototype, 'play');
        let wasTouched = false;
        window.addEventListener('pointerdown', () => (wasTouched = true), true);
        HTMLMediaElement.prototype.play = function refuse(this: HTMLMediaElement) {
          return wasTouched ? play.call(this) : Promise.reject(new DOMException('no gesture yet', 'NotAllowedError'));
        };
      },
    });
    const big = viewer.page.locator('.big-play');
    await big.click({ timeout: 15_000 });
    await viewer.untilMoving(5);
    expect(await viewer.page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
    expect(await big.count()).toBe(0);
  });
});

describe('a screen reader', () => {
  it('is not told of figures that run', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await watch(browser, origin.watchUrl);
    await viewer.untilMoving(5);
    const heard = await listen(viewer.page);
    const before = (await viewer.snapshot()).frames;
    await waitUntil(async () => (await viewer.snapshot()).frames > before + 90, { within: 10_000, every: 200 });
    expect(await heard()).toEqual(['On air']);
    const regions = await viewer.page.locator('[aria-live], [role=status], [role=alert], [role=timer], [role=log]').count();
    expect(regions).toBe(1);
  });
});
