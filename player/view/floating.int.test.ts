import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { violations, WCAG_22_AA } from '../../ui/testing/axe.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { standIn } from '../testing/stand-in-origin.ts';
import { standInRoom } from '../testing/stand-in-room.ts';
import { openBrowser, watch } from '../testing/viewer.ts';

let dist: string;
let clip: Clip;
let browser: Browser;

beforeAll(async () => {
  [dist, clip, browser] = await Promise.all([ensurePlayerBuilt(), makeClip(), openBrowser()]);
}, 120_000);
afterAll(() => browser.close());

/** What its policy refused in a window. */
const NOTE_REFUSALS = `addEventListener('securitypolicyviolation', (event) => (window.refused ??= []).push(event.violatedDirective))`;

/** Does something that opens a window, and gives it. */
async function opening(page: Page, act: () => Promise<void>): Promise<Page> {
  const coming = page.context().waitForEvent('page');
  await act();
  const opened = await coming;
  await opened.evaluate(NOTE_REFUSALS);
  await opened.locator('.stage video').waitFor();
  return opened;
}

/** Waits until a second of it has played, and frames were decoded; wherever it is. */
async function untilPlaying(where: Page): Promise<void> {
  const look = (): Promise<readonly [seconds: number, frames: number]> =>
    where.evaluate(() => {
      const video = document.querySelector('video');
      return [video?.currentTime ?? 0, video?.getVideoPlaybackQuality().totalVideoFrames ?? 0] as const;
    });
  const [seconds, frames] = await look();
  await waitUntil(
    async () => {
      const now = await look();
      return now[0] > seconds + 1 && now[1] > frames + 10;
    },
    { within: 20_000, every: 50, what: 'a picture that moves' },
  );
}

it('picture and talk float in a window of their own, as they are, and come back as they are', async () => {
  await using origin = await standIn(dist, clip);
  await using room = await standInRoom(origin);
  const mayComplain = /WebSocket connection|net::ERR/;
  await using viewer = await watch(browser, room.watchUrl, { mayComplain, width: 1_280, theme: 'dark', locale: 'de-DE' });
  const { page } = viewer;
  await page.evaluate(NOTE_REFUSALS);
  await page.locator('#room-name').fill('Ada');
  await page.keyboard.press('Enter');
  await page.locator('#room-say').fill('half a sent');
  const { loadedAtMs } = await viewer.untilMoving(10);

  const floating = await opening(page, () => page.getByRole('button', { name: 'Bild im Bild' }).click());
  await untilPlaying(floating);
  expect(await page.locator('video').count()).toBe(0);
  await page.getByText('Bild und Chat sind in einem eigenen Fenster').waitFor();
  const look = (where: Page): Promise<unknown> =>
    where.evaluate(() => {
      const { lang, dir, dataset } = document.documentElement;
      return [lang, dir, dataset['theme'], getComputedStyle(document.documentElement).backgroundColor];
    });
  expect(await look(floating)).toEqual(await look(page));
  // the talk goes on with what was being written
  expect(await floating.locator('#room-say').inputValue()).toBe('half a sent');
  await floating.locator('#room-say').fill('Hello from above');
  await floating.keyboard.press('Enter');
  await floating.locator('.room-line:not(.is-pending)').getByText('Hello from above').waitFor();
  expect(await violations(floating, { only: WCAG_22_AA })).toEqual([]);
  expect(await violations(page, { only: WCAG_22_AA })).toEqual([]);
  // its keys are those of the page, and a menu closes with a press beside it
  await floating.locator('.stage').focus();
  await floating.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await floating.keyboard.press('m');
  await waitUntil(() => floating.evaluate(() => document.querySelector('video')?.muted === true), { within: 10_000, what: 'no sound' });
  await floating.keyboard.press('k');
  await waitUntil(() => floating.evaluate(() => document.querySelector('video')?.paused === true), { within: 10_000, what: 'a pause' });
  await floating.keyboard.press('k');
  await floating.getByRole('button', { name: 'Qualität' }).click();
  await floating.locator('.room-lines').click();
  await floating.locator('.menu').waitFor({ state: 'detached' });
  // another theme there is another theme here
  await page.getByRole('button', { name: 'Hell oder dunkel' }).click();
  await waitUntil(async () => JSON.stringify(await look(floating)) === JSON.stringify(await look(page)), {
    within: 10_000,
    what: 'a theme',
  });
  expect(await floating.evaluate('window.refused ?? []')).toEqual([]);

  await page.getByRole('button', { name: 'Zurückholen' }).press('Enter');
  await page.locator('.page .watch .stage video').waitFor();
  await page.locator('.panel .room').getByText('Hello from above').waitFor();
  expect(await page.getByRole('button', { name: 'Bild im Bild' }).evaluate((one) => one === document.activeElement)).toBe(true);
  await untilPlaying(page);
  expect(await viewer.snapshot()).toMatchObject({ loadedAtMs, recreated: 0, fatalErrors: 0 });

  // by its key, and back by closing the window
  const again = await opening(page, () => page.keyboard.press('p'));
  await again.close();
  await page.locator('.page .watch .stage video').waitFor();
  await page.locator('.floating-note').waitFor({ state: 'detached' });
  await untilPlaying(page);
  expect(await page.evaluate('window.refused ?? []')).toEqual([]);
});
