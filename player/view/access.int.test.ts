import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations as axeViolations } from '../../ui/testing/axe.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { type StandIn, standIn } from '../testing/stand-in-origin.ts';
import { openBrowser, type Viewer, type ViewerOptions, watch } from '../testing/viewer.ts';
import { CATALOGUES } from './words.ts';

let dist: string;
let clip: Clip;
let browser: Browser;

beforeAll(async () => {
  [dist, clip, browser] = await Promise.all([ensurePlayerBuilt(), makeClip(), openBrowser()]);
});
afterAll(() => browser.close());

/** How each state comes about, and what tells that it is there. */
const STATES: Readonly<Record<string, { readonly arrange: (origin: StandIn) => void; readonly sign: string }>> = {
  waiting: { arrange: (origin) => void (origin.state = 'waiting'), sign: '.card' },
  live: { arrange: () => {}, sign: '.stage[data-picture=true] .controls .live' },
  slate: { arrange: (origin) => void (origin.state = 'slate'), sign: '.note' },
  trouble: { arrange: (origin) => void (origin.state = 'gone'), sign: '.card-warn' },
  ended: { arrange: (origin) => void (origin.state = 'ended'), sign: '.veil-full .primary' },
};

async function inState(origin: StandIn, state: string, options: ViewerOptions & { readonly lang?: string } = {}): Promise<Viewer> {
  STATES[state]?.arrange(origin);
  const viewer = await watch(browser, `${origin.watchUrl}?lang=${options.lang ?? 'en'}`, options);
  await viewer.page.locator(STATES[state]?.sign ?? 'none').waitFor();
  if (state === 'live' || state === 'slate') await viewer.untilMoving(2);
  return viewer;
}

/** By keyboard: the controls may have gone, and the focus brings them back. */
async function openMenu(page: Page): Promise<void> {
  await page.locator('.controls [aria-haspopup=menu]').focus();
  await page.keyboard.press('Enter');
  await page.locator('.menu').waitFor();
}

/** What fades in is not judged half way; what turns for ever may turn. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });

/** What axe objects to when nothing moves. */
async function violations(page: Page): Promise<readonly string[]> {
  await settle(page);
  return axeViolations(page);
}

/** Whatever sticks out of the window, or is cut inside of its own box. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const cut: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) cut.push(`the page scrolls sideways: ${root.scrollWidth} > ${innerWidth}`);
    for (const one of document.querySelectorAll<HTMLElement>('h1, h2, p, button, dt, dd, kbd, .badge, .rewind-time, .menu, input')) {
      const box = one.getBoundingClientRect();
      if (one.closest('.unseen') !== null || one.classList.contains('unseen') || box.width === 0) continue;
      // A menu may scroll.
      if (one.closest('.menu') !== null && !one.classList.contains('menu')) continue;
      const name = `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`;
      if (box.left < -1 || box.right > innerWidth + 1) cut.push(`outside: ${name}`);
      if (one.tagName !== 'INPUT' && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
        cut.push(`cut: ${name}`);
      const card = one.closest('.stage');
      if (card !== null && (box.top < card.getBoundingClientRect().top - 1 || box.bottom > card.getBoundingClientRect().bottom + 1))
        cut.push(`out of the picture: ${name}`);
    }
    return cut;
  });

describe.each(Object.keys(STATES))('the state %s', (state) => {
  it('has nothing that axe would object to, in light, dark and with everything open', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, state);
    const { page } = viewer;
    expect(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page), 'dark').toEqual([]);
    if (state !== 'live') return;
    await page.keyboard.press('i');
    await openMenu(page);
    expect(await violations(page), 'figures and menu').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page), 'help').toEqual([]);
  });

  it.each(['de', 'fa'])('loses nothing at 320 pixels, at 200 % zoom and on a phone on its side, in %s', async (lang) => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, state, { lang, width: 320, height: 640, scale: 2 });
    const { page } = viewer;
    expect(await cutOff(page), '320 x 640').toEqual([]);
    await page.setViewportSize({ width: 640, height: 400 });
    expect(await cutOff(page), '1280 x 800 at 200 %').toEqual([]);
    await page.setViewportSize({ width: 667, height: 375 });
    expect(await cutOff(page), 'on its side').toEqual([]);
    // letters twice as large, and nothing else
    const cdp = await viewer.context.newCDPSession(page);
    await page.setViewportSize({ width: 390, height: 780 });
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    expect(await cutOff(page), 'large letters').toEqual([]);
    if (state === 'live')
      expect((await page.locator('.title').boundingBox())?.width, 'words below each other, not letters').toBeGreaterThan(250);
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
    if (lang === 'fa') expect(await violations(page), 'from right to left').toEqual([]);
    if (state !== 'live') return;
    await page.setViewportSize({ width: 320, height: 640 });
    await openMenu(page);
    expect(await cutOff(page), 'menu').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await cutOff(page), 'help').toEqual([]);
  });
});

describe('the keyboard alone', () => {
  interface Stop {
    readonly name: string;
    readonly isSeen: boolean;
  }
  const stop = (page: Page): Promise<Stop> =>
    page.evaluate(() => {
      const one = document.activeElement;
      if (!(one instanceof HTMLElement)) return { name: 'nothing', isSeen: false };
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const bars = one.closest('.controls');
      const isVisible = bars === null || Number(getComputedStyle(bars).opacity) > 0.9;
      return {
        name: one.getAttribute('aria-label') ?? one.textContent.trim(),
        isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.bottom <= innerHeight && isVisible,
      };
    });

  it('reaches everything once, in the order of the page, and the focus is seen everywhere', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, 'live');
    const stops: Stop[] = [];
    for (let count = 0; count < 10; count += 1) {
      await viewer.page.keyboard.press('Tab');
      await settle(viewer.page);
      stops.push(await stop(viewer.page));
    }
    expect(stops.map(({ name }) => name.replace(/LIVE.*/, 'LIVE'))).toEqual([
      'Light or dark',
      'Keyboard shortcuts',
      'Rewind',
      'Pause',
      'Mute',
      'Volume',
      'LIVE',
      'Quality',
      'Picture in picture',
      'Full screen',
    ]);
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
  });
});

describe('what the system asks for', () => {
  it('less motion: nothing turns, nothing fades', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, 'live', { motion: 'reduce' });
    origin.spoil(/\/live\//, 'hang');
    await viewer.page.locator('.spinner').waitFor({ timeout: 15_000 });
    const moving = await viewer.page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration ?? 0) > 1)
        .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : animation.id)),
    );
    expect(moving).toEqual([]);
  });

  it('its own colours: every control still has an edge, and its sign is drawn in them', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, 'live', { forcedColors: 'active' });
    const bare = await viewer.page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.getClientRects().length > 0 && getComputedStyle(button).borderTopStyle !== 'solid')
        .map((button) => button.className),
    );
    expect(bare).toEqual([]);
    expect(await violations(viewer.page)).toEqual([]);
  });

  it('more contrast: nothing that axe would object to', async () => {
    await using origin = await standIn(dist, clip);
    await using viewer = await inState(origin, 'live', { contrast: 'more', theme: 'dark' });
    expect(await violations(viewer.page)).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    { lang: '', locale: 'pl-PL', is: 'pl', dir: 'ltr', fonts: ['inter-latin', 'inter-latin-ext'] },
    { lang: '?lang=ru', locale: 'de-DE', is: 'ru', dir: 'ltr', fonts: ['inter-cyrillic', 'inter-latin'] },
    { lang: '?lang=xx', locale: 'fr-FR', is: 'fr', dir: 'ltr', fonts: ['inter-latin'] },
    { lang: '?lang=fa', locale: 'en-GB', is: 'fa', dir: 'rtl', fonts: ['vazirmatn-arabic', 'vazirmatn-latin'] },
  ])(
    'of the link "$lang" in a browser that speaks $locale is $is, $dir, with the letters it needs',
    async ({ lang, locale, is, dir, fonts }) => {
      await using origin = await standIn(dist);
      origin.state = 'waiting';
      origin.title = 'Plenary';
      await using viewer = await watch(browser, `${origin.watchUrl}${lang}`, { locale });
      await viewer.page.locator('.card').waitFor();
      const words = (await CATALOGUES[is]?.())?.default;
      expect(await viewer.page.locator('.card-title').textContent()).toBe(words?.soon);
      const root = await viewer.page.evaluate(async () => {
        await document.fonts.ready;
        return { lang: document.documentElement.lang, dir: document.documentElement.dir };
      });
      expect(root).toEqual({ lang: is, dir });
      const fetched = origin.requests.flatMap((path) => /\/assets\/((?:inter|vazirmatn)-[a-z-]+)-wght/.exec(path)?.[1] ?? []);
      expect([...new Set(fetched)].toSorted()).toEqual(fonts.toSorted());
    },
  );
});
