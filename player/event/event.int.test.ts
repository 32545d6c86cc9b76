import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations, WCAG_22_AA } from '../../ui/testing/axe.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { EventCard } from '../../core/contracts/room/join.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { cardWith } from '../testing/stand-in-card.ts';
import { standIn } from '../testing/stand-in-origin.ts';
import { standInRoom } from '../testing/stand-in-room.ts';
import { openBrowser, watch } from '../testing/viewer.ts';

let dist: string;
let browser: Browser;

beforeAll(async () => {
  [dist, browser] = await Promise.all([ensurePlayerBuilt(), openBrowser()]);
});
afterAll(() => browser.close());

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

async function rig(card: Partial<EventCard> = {}) {
  const origin = await standIn(dist);
  origin.state = 'waiting';
  origin.card = cardWith(card);
  const room = await standInRoom(origin);
  return {
    origin,
    room,
    [Symbol.asyncDispose]: async () => {
      await room[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

/** Rules of WCAG 2.2 AA, on the whole page. */
const accessibilityFaults = (page: Page): Promise<readonly string[]> => violations(page, { only: WCAG_22_AA });

const AGENDA = [
  { startsAt: soon(-600_000), title: 'Doors open' },
  { startsAt: soon(-60_000), title: 'Opening', speaker: 'Ada' },
  { startsAt: soon(3_600_000), title: 'Panel', details: 'With questions' },
];

describe('before the event', () => {
  it('says what comes and when, and becomes the picture by itself', async () => {
    await using one = await rig({
      agenda: AGENDA,
      waitingRoom: { message: 'Find something warm to drink.', picture: '/pictures/hall.png', opensAtMs: null },
    });
    await using viewer = await watch(browser, one.room.watchUrl);
    const { page } = viewer;
    await page.locator('.landing >> text=Find something warm to drink.').waitFor();
    expect(await page.locator('.landing-figure').count()).toBe(3);
    expect(await page.locator('.landing .poster').getAttribute('src')).toBe('/pictures/hall.png');
    expect(await page.locator('.landing [role=status]').first().textContent()).toContain('The event begins in');
    expect(await page.locator('.landing a').getAttribute('href')).toBe('/api/card/demo/calendar.ics');
    expect(await page.locator('[aria-current=time]').textContent()).toContain('Opening');
    await using other = await watch(browser, one.room.watchUrl);
    await other.page.locator('.landing-people >> text=2 people are waiting with you').waitFor();
    await page.locator('.landing-people >> text=2 people are waiting with you').waitFor();
    const { loadedAtMs } = await viewer.snapshot();
    one.origin.state = 'live';
    await page.locator('.landing').waitFor({ state: 'detached' });
    expect((await viewer.snapshot()).loadedAtMs).toBe(loadedAtMs);
    expect(await page.locator('.about').count()).toBe(1);
  });

  it('the sound can be tried out: a tone that moves a meter, and stops', async () => {
    await using one = await rig();
    await using viewer = await watch(browser, one.room.watchUrl);
    const { page } = viewer;
    await page.locator('.sound button').click();
    const meter = page.locator('.sound meter');
    await meter.waitFor();
    await waitUntil(async () => (await meter.evaluate((node) => (node as HTMLMeterElement).value)) > 0.3, {
      within: 10_000,
      every: 20,
    });
    await page.locator('.sound button').click();
    await meter.waitFor({ state: 'detached' });
  });

  it.each([
    { locale: 'en-GB', theme: 'light', width: 1440 },
    { locale: 'fa-IR', theme: 'dark', width: 390 },
    { locale: 'pl-PL', theme: 'light', width: 320 },
  ] as const)('can be used by everybody: $locale, $theme, $width px', async ({ locale, theme, width }) => {
    await using one = await rig({ agenda: AGENDA, description: 'What comes next', branding: { ...cardWith().branding, brand: '#ffe14d' } });
    await using viewer = await watch(browser, one.room.watchUrl, { locale, theme, width });
    const { page } = viewer;
    await page.locator('.landing').waitFor();
    await page.locator('.room').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
    await page.locator('.landing .primary').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('landing-button');
  });
});

describe('after the event', () => {
  it('thanks, asks three things with a tap each, counts down to where it goes on and lets one stay; the replay comes by itself', async () => {
    const ending = { kind: 'close', redirect: 'https://next.example/', thanks: 'See you in spring.' } as const;
    await using one = await rig({ state: 'live', ending });
    one.origin.hasRecording = false;
    await using viewer = await watch(browser, one.room.watchUrl, { width: 390 });
    const { page } = viewer;
    await page.locator('.room').waitFor();
    one.origin.state = 'ended';
    await page.locator('.ended >> text=See you in spring.').waitFor();
    await page.locator('.goes-on >> text=next.example').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('.goes-on button').click();
    await page.locator('.goes-on p').waitFor({ state: 'detached' });
    for (const [index, label] of ['5 of 5', '4 of 5', '9 of 10'].entries()) {
      await page.locator(`.feedback-mark[aria-label="${label}"]`).click();
      await waitUntil(() => one.room.feedback.length === index + 1, { within: 10_000, every: 20 });
    }
    await page.locator('.feedback [role=status]').waitFor();
    expect(one.room.feedback).toMatchObject([{ rating: 5 }, { ease: 4 }, { recommend: 9 }]);
    expect(await page.locator('.ended .primary').count()).toBe(0);
    one.origin.hasRecording = true;
    await page.locator('.ended .primary').waitFor();
    expect(page.url()).toBe(one.room.watchUrl);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
