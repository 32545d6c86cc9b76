import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { violations, WCAG_22_AA } from '../../ui/testing/axe.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { makeClip } from '../testing/clip.ts';
import { type StandIn, standIn } from '../testing/stand-in-origin.ts';
import { smallTargets } from '../testing/touch-targets.ts';
import { openBrowser, type Viewer, watch } from '../testing/viewer.ts';

let browser: Browser;
let origin: StandIn;
let viewer: Viewer;

beforeAll(async () => {
  const [dist, clip, opened] = await Promise.all([ensurePlayerBuilt(), makeClip(1, 'Good morning'), openBrowser()]);
  browser = opened;
  origin = await standIn(dist, clip);
  viewer = await watch(browser, origin.watchUrl);
  await viewer.untilMoving(5);
});
afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
  await browser.close();
});

const button = (name: string | RegExp): Locator => viewer.page.getByRole('button', { name, exact: typeof name === 'string' });
const slider = (name: string): Locator => viewer.page.getByRole('slider', { name });
const press = (key: string): Promise<void> => viewer.page.keyboard.press(key);

const focusedLabel = (): Promise<string | null | undefined> =>
  viewer.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

interface Picture {
  readonly paused: boolean;
  readonly muted: boolean;
  readonly volume: number;
  readonly isFullscreen: boolean;
  readonly isFloating: boolean;
}

/** What the browser itself says about the picture, whatever the page says. */
const picture = (): Promise<Picture> =>
  viewer.page.evaluate(() => {
    const video = document.querySelector('video');
    return {
      paused: video?.paused ?? true,
      muted: video?.muted ?? true,
      volume: Math.round((video?.volume ?? 0) * 100),
      isFullscreen: document.fullscreenElement?.classList.contains('stage') === true,
      isFloating: document.pictureInPictureElement !== null,
    };
  });

const untilPicture = (wanted: Partial<Picture>): Promise<boolean> =>
  waitUntil(
    async () => {
      const now = await picture();
      return Object.entries(wanted).every(([name, value]) => now[name as keyof Picture] === value);
    },
    { within: 5_000, every: 30, what: JSON.stringify(wanted) },
  );

/** Every test finds the page as it was: live, with sound, nothing open; the pointer over the picture. */
async function afresh(): Promise<void> {
  const { page } = viewer;
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.mouse.move(300 + Math.random() * 50, 200);
}

describe('a control by the mouse', () => {
  it('plays and pauses, as does the picture itself', async () => {
    await afresh();
    await button('Pause').click();
    await untilPicture({ paused: true });
    await button('Play').click();
    await untilPicture({ paused: false });
    await viewer.page.mouse.click(400, 250);
    await untilPicture({ paused: true });
    await viewer.page.mouse.click(400, 250);
    await untilPicture({ paused: false });
  });

  it('mutes, and says what a press will do', async () => {
    await afresh();
    await button('Mute').click();
    await untilPicture({ muted: true });
    await button('Unmute').click();
    await untilPicture({ muted: false });
  });

  it('changes the volume, down to silence and back', async () => {
    await afresh();
    await slider('Volume').fill('30');
    await untilPicture({ volume: 30, muted: false });
    expect(await slider('Volume').getAttribute('aria-valuetext')).toBe('30 percent');
    await slider('Volume').fill('0');
    await untilPicture({ muted: true });
    await button('Unmute').click();
    await untilPicture({ muted: false, volume: 50 });
  });

  it('goes back on the bar, says how far behind that is, and comes back by the live button', async () => {
    await afresh();
    await slider('Rewind').focus();
    await press('Home');
    await viewer.until('the recording', (now) => now.mode === 'recording');
    await viewer.untilMoving(5);
    const back = button(/^LIVE.*Go to live\. You’re \d.* behind the stage$/);
    expect(await back.textContent()).toMatch(/−0:\d\d/);
    expect(await slider('Rewind').getAttribute('aria-valuetext')).toMatch(/^0:\d\d of 0:\d\d$/);
    await back.click();
    await viewer.until('the edge', (now) => now.mode === 'live' && now.following);
    await viewer.untilMoving(5);
    await viewer.page
      .getByText(/^You’re \d\.\d s behind the stage$/)
      .first()
      .waitFor();
  });

  it('offers every quality, keeps to the one that was chosen, and gives the choice back', async () => {
    await afresh();
    await button('Quality').click();
    const menu = viewer.page.getByRole('menu', { name: 'Quality' });
    await menu.waitFor();
    expect(await menu.getByRole('menuitemradio').allTextContents()).toEqual([
      expect.stringMatching(/^Automatic \(\d+p\)$/),
      '360p',
      '240p',
      '144p',
    ]);
    // on a slow machine the smallest may be there by itself already
    const height = (await viewer.snapshot()).loadingHeight === 144 ? 240 : 144;
    const item = menu.getByRole('menuitemradio', { name: `${height}p`, exact: true });
    const isBusyAtOnce = await item.evaluate(async (chosen) => {
      (chosen as HTMLElement).click();
      await new Promise((resolve) => setTimeout(resolve, 0));
      return document.querySelector('[aria-label=Quality]')?.getAttribute('aria-busy');
    });
    expect(isBusyAtOnce).toBe('true');
    await viewer.until(`${height} lines`, (now) => now.chosenHeight === height && now.shownHeight === height);
    await viewer.page.locator('[aria-label=Quality][aria-busy=false]').waitFor();
    // the controls may have gone meanwhile
    await afresh();
    await button('Quality').click();
    expect(await item.getAttribute('aria-checked')).toBe('true');
    await menu.getByRole('menuitemradio', { name: 'Automatic' }).click();
    await viewer.until('automatic', (now) => now.chosenHeight === null);
    expect(await menu.count()).toBe(0);
    // the order of the sheets is the order of what overrides what: none comes again with what is fetched later
    const sheets = await viewer.page.locator('link[rel=stylesheet]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(sheets).toEqual([...new Set(sheets)]);
  });

  it('shows the captions that come with the picture, as the viewer wants them, and keeps that', async () => {
    await afresh();
    const { page } = viewer;
    const captions = page.locator('.caption-text:not(dialog *)');
    expect(await captions.count()).toBe(0);
    await button('Captions').click();
    await page.getByRole('menuitemradio', { name: 'On', exact: true }).click();
    await captions.getByText('Good morning').first().waitFor();
    await button('Captions').click();
    await page.getByRole('menuitem', { name: 'Caption settings' }).click();
    const card = page.getByRole('dialog', { name: 'Caption settings' });
    await card.getByLabel('Size', { exact: true }).selectOption('200');
    await card.getByLabel('Text colour', { exact: true }).selectOption('Yellow');
    await card.getByLabel('Background', { exact: true }).selectOption('Blue');
    expect(await violations(page, { within: 'dialog', only: WCAG_22_AA })).toEqual([]);
    await press('Escape');
    // the item that opened it is gone, the menu's button is not
    await waitUntil(async () => (await focusedLabel()) === 'Captions', { within: 10_000, what: 'the focus back on the button' });
    await page.locator('.caption-text[data-size="200"][data-ground="blue"] [data-colour=yellow]').first().waitFor();
    expect(await page.evaluate(() => JSON.parse(localStorage.getItem('plenary.captions') ?? '{}') as unknown)).toMatchObject({
      on: true,
      look: { size: '200', colour: 'yellow', ground: 'blue' },
    });
    await press('c');
    await captions.waitFor({ state: 'detached' });
  });

  it('fills the screen with the picture and its controls, and gives it back', async () => {
    await afresh();
    await button('Full screen').click();
    await untilPicture({ isFullscreen: true });
    await viewer.page.mouse.move(400, 300);
    await button('Leave full screen').click();
    await untilPicture({ isFullscreen: false });
  });

  it('lets the picture float, and takes it back', async () => {
    await afresh();
    await button('Picture in picture').click();
    await untilPicture({ isFloating: true });
    await button('Picture in picture').click();
    await untilPicture({ isFloating: false });
  });

  it('turns light to dark and back', async () => {
    const ground = (): Promise<string> => viewer.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await button('Light or dark').click();
    expect(await ground()).not.toBe(light);
    await button('Light or dark').click();
    expect(await ground()).toBe(light);
  });
});

describe('a key', () => {
  it.each(['k', ' '])('%j plays and pauses', async (key) => {
    await afresh();
    await press(key);
    await untilPicture({ paused: true });
    await press(key);
    await untilPicture({ paused: false });
  });

  it('m mutes, arrows up and down change the volume', async () => {
    await afresh();
    await press('m');
    await untilPicture({ muted: true });
    await press('m');
    await untilPicture({ muted: false, volume: 50 });
    await press('ArrowUp');
    await untilPicture({ volume: 60 });
    await press('ArrowDown');
    await press('ArrowDown');
    await untilPicture({ volume: 40 });
  });

  it('arrows go back and forward ten seconds, as often as they are pressed; l goes to live, whatever is on its way', async () => {
    await afresh();
    await press('ArrowLeft');
    await press('ArrowLeft');
    // from where the first one leads, though nothing is open there yet
    const bar = slider('Rewind');
    const secondsBehind = async (): Promise<number> => Number(await bar.getAttribute('max')) - Number(await bar.inputValue());
    await waitUntil(async () => (await secondsBehind()) >= 19, { within: 15_000, every: 50, what: 'twenty seconds back on the bar' });
    await viewer.until('the recording', (now) => now.mode === 'recording' && !now.following);
    await viewer.untilMoving(5);
    expect(await secondsBehind()).toBeGreaterThanOrEqual(19);

    await press('ArrowLeft');
    await press('l');
    await viewer.until('the edge', (now) => now.mode === 'live' && now.following && (now.latencySeconds ?? 99) < 3, 30_000);
    await press('l');
    await press('ArrowLeft');
    await viewer.until('behind', (now) => !now.following);
    // what is ten seconds back is a little more by now
    await press('ArrowRight');
    await press('ArrowRight');
    await viewer.until('the edge again', (now) => now.mode === 'live' && now.following);
    await viewer.untilMoving(5);
  });

  it('f fills the screen', async () => {
    await afresh();
    await press('f');
    await untilPicture({ isFullscreen: true });
    await press('f');
    await untilPicture({ isFullscreen: false });
  });

  it('p lets the picture float', async () => {
    await afresh();
    // the browser refuses while it is still on its way out of full screen: then one presses again
    const untilFloating = (wanted: boolean) =>
      waitUntil(
        async () => {
          if ((await picture()).isFloating === wanted) return true;
          await press('p');
          return false;
        },
        { within: 10_000, every: 700, what: `floating: ${wanted}` },
      );
    await untilFloating(true);
    await untilFloating(false);
  });

  it('i shows the figures, all of them true, and hides them', async () => {
    await afresh();
    await press('i');
    const figures = viewer.page.getByRole('region', { name: 'Figures for the curious' });
    await figures.waitFor();
    await figures.locator('dl > div').first().filter({ hasText: /\d s$/ }).waitFor();
    const text = await figures.locator('dl > div').allTextContents();
    expect(text).toHaveLength(10);
    expect(text[0]).toMatch(/^Behind the stage\d\.\d\d s$/);
    expect(text).toContainEqual(expect.stringMatching(/^Picture(?:360|240|144)p$/));
    await press('i');
    await figures.waitFor({ state: 'detached' });
    await button('Mute').focus();
    await press('i');
    await figures.getByRole('button', { name: 'Close' }).focus();
    await press('Escape');
    await figures.waitFor({ state: 'detached' });
    expect(await focusedLabel()).toBe('Mute');
  });

  it('? lists every key; Escape closes the list and gives the focus back', async () => {
    await afresh();
    await button('Keyboard shortcuts').focus();
    await press('?');
    const dialog = viewer.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    expect(await dialog.locator('kbd').allTextContents()).toEqual([
      'Space',
      'k',
      '←',
      '→',
      'l',
      'm',
      '↑',
      '↓',
      'c',
      'f',
      'p',
      'i',
      'r',
      '?',
    ]);
    await press('k');
    expect(await picture()).toMatchObject({ paused: false });
    // kept in: what is behind it cannot be reached
    for (let presses = 0; presses < 4; presses += 1) {
      await press('Tab');
      const isOutside = await viewer.page.evaluate(() => document.activeElement?.matches('body, dialog *') !== true);
      expect(isOutside).toBe(false);
    }
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focusedLabel()).toBe('Keyboard shortcuts');
  });

  it('walks through the quality menu and leaves it where it came from', async () => {
    await afresh();
    await button('Quality').focus();
    await press('Enter');
    const focused = (): Promise<string | null | undefined> => viewer.page.evaluate(() => document.activeElement?.textContent);
    await waitUntil(async () => (await focused())?.startsWith('Automatic'), { within: 10_000 });
    await press('ArrowDown');
    expect(await focused()).toBe('360p');
    await press('End');
    expect(await focused()).toBe('144p');
    await press('ArrowDown');
    expect(await focused()).toMatch(/^Automatic/);
    await press('Escape');
    await viewer.page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await focusedLabel()).toBe('Quality');
  });

  it('with Control is left to the browser', async () => {
    await afresh();
    await press('Control+m');
    expect(await picture()).toMatchObject({ muted: false });
  });
});

describe('the controls', () => {
  const shown = async (): Promise<boolean> =>
    (await viewer.page.locator('.controls').evaluate((box) => getComputedStyle(box).opacity)) === '1';

  it('go when nothing moves, and come with the pointer and with the focus', async () => {
    await afresh();
    await waitUntil(shown, { within: 5_000 });
    await waitUntil(async () => !(await shown()), { within: 6_000, what: 'no controls' });
    await viewer.page.mouse.move(420, 300);
    await waitUntil(shown, { within: 5_000 });
    await viewer.page.mouse.move(420, 20);
    await waitUntil(async () => !(await shown()), { within: 6_000, what: 'no controls without the pointer' });
    await press('Tab');
    await slider('Rewind').focus();
    await waitUntil(shown, { within: 5_000 });
  });

  it('come and go with a tap, which does not pause', async () => {
    await using phone = await watch(browser, origin.watchUrl, { width: 390, height: 780, touch: true });
    const opacity = (): Promise<string> => phone.page.locator('.controls').evaluate((box) => getComputedStyle(box).opacity);
    await phone.untilMoving(5);
    const before = await opacity();
    expect(await smallTargets(phone.page)).toEqual([]);
    await phone.page.touchscreen.tap(200, 120);
    await waitUntil(async () => (await opacity()) !== before, { within: 2_000, every: 50 });
    await phone.page.touchscreen.tap(200, 120);
    await waitUntil(async () => (await opacity()) === before, { within: 2_000, every: 50 });
    await phone.untilMoving(5);
  });
});
