import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsInEveryLook } from '../../ui/testing/axe.ts';
import type { EventSettings } from '../../core/contracts/room/event.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { standInDoor } from '../testing/stand-in-door.ts';
import { standIn } from '../testing/stand-in-origin.ts';
import { openBrowser, watch } from '../testing/viewer.ts';

let dist: string;
let clip: Clip;
let browser: Browser;
/** There is no room behind this door: what the browser itself says of that. */
const mayComplain = /WebSocket connection|net::ERR/;
const PASSWORD = 'four quiet herons';

beforeAll(async () => {
  [dist, clip, browser] = await Promise.all([ensurePlayerBuilt(), makeClip(), openBrowser()]);
}, 120_000);
afterAll(() => browser.close());

const accessibilityFaults = (page: Page): Promise<readonly string[]> => violationsInEveryLook(page);

/** What is said of a field to those who cannot see it. */
const saidOf = (page: Page, id: string): Promise<string> =>
  page.locator(id).evaluate((field) =>
    (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((one) => document.getElementById(one)?.textContent ?? '')
      .join(' '),
  );

describe('the entrance of a closed event', () => {
  it('asks for the password, by keyboard; the picture plays through one pass after another; whoever is removed is told and stays on the page', async () => {
    await using origin = await standIn(dist, clip);
    await using door = await standInDoor(origin, { access: 'password', password: PASSWORD });
    door.passMs = 3_000;
    await using viewer = await watch(browser, door.watchUrl, { mayComplain });
    const { page } = viewer;
    await page.locator('#entrance-password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('#entrance-password-wrong').waitFor();
    expect(await saidOf(page, '#entrance-password')).toContain('That password isn’t right');
    expect(await page.locator('#entrance-password').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(door.asked.every((path) => path.startsWith('/api/streams/'))).toBe(true);

    await page.locator('#entrance-password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const { loadedAtMs } = await viewer.untilMoving(10, 40_000);
    const passes = door.passes.size;
    await waitUntil(() => door.passes.size >= passes + 3, { within: 30_000, every: 100, what: 'three more passes' });
    const now = await viewer.untilMoving(10);
    expect(now).toMatchObject({ state: 'live', fatalErrors: 0, recreated: 0, loadedAtMs });
    // every request carries a pass, from the first that had one on
    const first = door.asked.findIndex((path) => path.startsWith('/v/'));
    expect(door.asked.slice(first).filter((path) => !path.startsWith('/v/'))).toEqual([]);

    await door.removeAll();
    await page.locator('.entrance-reason').waitFor({ timeout: 30_000 });
    expect(await page.locator('.entrance-reason').textContent()).toBe('You have been removed from this event.');
    expect(await page.locator('video').count()).toBe(0);
    expect((await viewer.snapshot()).loadedAtMs).toBe(loadedAtMs);
    expect(await accessibilityFaults(page)).toEqual([]);
    // nor does he come back as somebody new: the password is not all that is asked of this browser
    await page.reload();
    await page.locator('#entrance-password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('.entrance-problem').getByText('You have been removed from this event.').waitFor();
    await using another = await watch(browser, door.watchUrl, { mayComplain });
    await another.page.locator('#entrance-password').fill(PASSWORD);
    await another.page.keyboard.press('Enter');
    await another.untilMoving(5, 40_000);
  });

  it('takes a registration at 320 px from right to left, says what is missing, and gives a personal link that leaves no trace in the address', async () => {
    await using origin = await standIn(dist);
    origin.state = 'waiting';
    const fields: EventSettings['registration']['fields'] = [
      { key: 'meal', label: 'Lunch', kind: 'choice', isRequired: true, options: ['Fish', 'Beans'] },
      { key: 'first', label: 'First time with us?', kind: 'yes-no', isRequired: true },
    ];
    const settings = { registration: { capacity: null, fields }, consent: { text: 'We record the event.', version: 1 } };
    await using door = await standInDoor(origin, { access: 'registration', settings });
    await using viewer = await watch(browser, door.watchUrl, { mayComplain, width: 320, height: 640, locale: 'fa-IR', theme: 'dark' });
    const { page } = viewer;
    await page.locator('#entrance-email').fill('nora');
    await page.locator('.entrance-send').click();
    const wrong = await page.locator('.entrance-wrong').count();
    expect(wrong).toBe(6);
    for (const id of ['#entrance-first_name', '#entrance-email', '#entrance-meal', '#entrance-first', '#entrance-consent'])
      expect((await saidOf(page, id)).trim(), id).not.toBe('');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.locator('#entrance-first_name').fill('نورا');
    await page.locator('#entrance-last_name').fill('Öz');
    await page.locator('#entrance-email').fill('nora@example.org');
    await page.locator('#entrance-meal').selectOption('Beans');
    await page.locator('#entrance-first').check();
    await page.locator('#entrance-consent').check();
    await page.locator('.entrance-send').click();
    const link = await page.locator('.entrance-link input').inputValue();
    expect(link).toMatch(/\/watch\/demo#token=[\w-]{22}$/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('.entrance-send').click();
    await viewer.until('in', ({ state }) => state === 'waiting');

    await using again = await watch(browser, link, { mayComplain });
    await again.until('in', ({ state }) => state === 'waiting');
    expect(again.page.url()).toBe(door.watchUrl);
    await again.page.reload();
    await again.page.waitForFunction(() => window.plenary !== undefined);
    await again.until('in again', ({ state }) => state === 'waiting');
  });

  it('tells the third window of a code, lets it take over, and tells the first; who guesses too often waits', async () => {
    await using origin = await standIn(dist);
    origin.state = 'waiting';
    await using door = await standInDoor(origin, { access: 'token' });
    const code = await door.invite('Nora');
    door.passMs = 4_000;
    const open = () => watch(browser, `${door.watchUrl}#token=${code}`, { mayComplain });
    await using first = await open();
    await first.until('in', ({ state }) => state === 'waiting');
    await using second = await open();
    await second.until('in', ({ state }) => state === 'waiting');
    await using third = await open();
    await third.page.locator('.entrance-problem').waitFor();
    expect(await third.page.locator('.entrance-problem').textContent()).toContain('in use in as many windows as it allows');
    expect(await accessibilityFaults(third.page)).toEqual([]);
    await third.page.locator('.entrance-send').click();
    await third.until('in', ({ state }) => state === 'waiting');
    await first.page.locator('.entrance-reason').waitFor({ timeout: 30_000 });
    expect(await first.page.locator('.entrance-reason').textContent()).toContain('now in use in other windows');
    expect((await second.snapshot()).state).toBe('waiting');

    const { page } = first;
    await page.locator('#entrance-token').waitFor();
    for (let n = 0; n < 12 && (await page.locator('.entrance-clock').count()) === 0; n++) {
      await page.locator('#entrance-token').fill(`guess ${n}`);
      await page.keyboard.press('Enter');
      await page.locator('.entrance-send[aria-disabled="false"], .entrance-clock').first().waitFor();
    }
    expect(await page.locator('.entrance-clock').textContent()).toMatch(/[1-5]:\d\d/);
    expect(await page.locator('.entrance-problem').textContent()).toBe('Too many tries.');
    expect(await page.locator('.entrance-send').getAttribute('aria-disabled')).toBe('true');
  });
});
