import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations, WCAG_22_AA } from '../../ui/testing/axe.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { ensurePlayerBuilt } from '../build/ensure-player-built.ts';
import { type Clip, makeClip } from '../testing/clip.ts';
import { standIn, type StandIn } from '../testing/stand-in-origin.ts';
import { standInRoom, type StandInRoom } from '../testing/stand-in-room.ts';
import { smallTargets } from '../testing/touch-targets.ts';
import { openBrowser, type Viewer, type ViewerOptions, watch } from '../testing/viewer.ts';

let dist: string;
let browser: Browser;
/** What a lost network makes the browser itself say. */
const NETWORK = /WebSocket connection|net::ERR/;

beforeAll(async () => {
  [dist, browser] = await Promise.all([ensurePlayerBuilt(), openBrowser()]);
});
afterAll(() => browser.close());

interface Rig extends AsyncDisposable {
  readonly origin: StandIn;
  readonly room: StandInRoom;
  enter(name: string, options?: ViewerOptions): Promise<Viewer>;
}

/** @param clip what is on air; absent: nothing. */
async function rig(clip?: Clip): Promise<Rig> {
  const origin = await standIn(dist, clip);
  if (clip === undefined) origin.state = 'waiting';
  const room = await standInRoom(origin);
  return {
    origin,
    room,
    enter: async (name, options = {}) => {
      const viewer = await watch(browser, room.watchUrl, { mayComplain: NETWORK, ...options });
      await viewer.page.locator('.room').waitFor();
      if (name === '') return viewer;
      await viewer.page.locator('#room-name').fill(name);
      await viewer.page.locator('#room-chat .room-button').click();
      await viewer.page.locator('#room-say').waitFor();
      return viewer;
    },
    [Symbol.asyncDispose]: async () => {
      await room[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator('#room-say').fill(text);
  await page.locator('#room-say').press('Enter');
}

const said = (page: Page): Promise<string[]> =>
  page.locator('#room-chat .room-line:not(.is-pending, .is-refused) .room-said').allTextContents();
const shows = (page: Page, texts: readonly string[]) =>
  waitUntil(async () => JSON.stringify(await said(page)) === JSON.stringify(texts), { within: 15_000, every: 50, what: texts.join() });
const tab = (page: Page, n: number) => page.locator('.room-tab').nth(n).click();

/** Rules of WCAG 2.2 AA, on the panel. */
const accessibilityFaults = (page: Page): Promise<readonly string[]> => violations(page, { within: '.room', only: WCAG_22_AA });

describe('the room beside the picture', () => {
  it('two viewers talk, vote, see what came out, ask and upvote', async () => {
    await using one = await rig();
    await using ada = await one.enter('Ada');
    await using bob = await one.enter('Bob');
    await say(ada.page, 'Good morning');
    await shows(bob.page, ['Good morning']);
    await bob.page.locator('.room-line').hover();
    await bob.page.locator('.room-reply').click();
    await say(bob.page, 'Good morning, Ada');
    await shows(ada.page, ['Good morning', 'Good morning, Ada']);
    await bob.page.locator('#room-say').fill('thanks @a');
    await bob.page.locator('.room-suggestion').click();
    await bob.page.locator('#room-say').press('Enter');
    await ada.page.locator('.room-mention.is-me >> text=@Ada').waitFor();
    expect(await ada.page.locator('.room-quote').textContent()).toContain('Good morning');
    await waitUntil(async () => (await ada.page.locator('.room-viewers').textContent())?.includes('2'), { within: 10_000 });

    const poll = await one.room.poll();
    const card = ada.page.locator('.room-over .room-poll');
    await card.locator('text=From the train').click();
    await card.locator('.room-button').click();
    await card.waitFor({ state: 'detached' });
    await tab(ada.page, 2);
    const results = ada.page.locator('#room-polls .room-share');
    await waitUntil(async () => (await results.allTextContents()).join() === '0%,100%,0%', { within: 10_000 });
    expect(await bob.page.locator('.room-over .room-share').count()).toBe(0);
    expect(one.room.edge.store.rows((await import('../../room/channel/test-room.ts')).EVENT).ballots.get(poll.id)?.size).toBe(1);
    await bob.page.locator('.room-over .room-later').focus();
    await bob.page.keyboard.press('Escape');
    await bob.page.locator('.room-over').waitFor({ state: 'detached' });
    expect(await bob.page.evaluate(() => document.activeElement?.id)).toBe('room-tab-chat');
    const layouts = bob.page.locator('.room-view');
    await layouts.locator('summary').press('Enter');
    await layouts.getByRole('group').waitFor();
    await bob.page.locator('#room-say').focus();
    expect(await layouts.getAttribute('open')).toBeNull();

    await tab(ada.page, 1);
    await ada.page.locator('#room-ask').fill('Will there be slides?');
    await ada.page.locator('#room-ask').press('Enter');
    await tab(bob.page, 1);
    const up = bob.page.locator('.room-up');
    await up.click();
    await waitUntil(async () => (await ada.page.locator('.room-up').textContent())?.includes('1'), { within: 10_000 });
    expect(await up.getAttribute('aria-pressed')).toBe('true');
    await ada.page.locator('.room-reaction').first().click();
    await bob.page.locator('.room-sum').first().waitFor();
  });

  it('on a phone on its side waits beyond the picture, and a finger brings it in beside it and takes it away', async () => {
    await using one = await rig(await makeClip());
    await using ada = await one.enter('', { width: 844, height: 390, touch: true });
    const { page } = ada;
    const cdp = await page.context().newCDPSession(page);
    const swipe = async (fromX: number, toX: number): Promise<void> => {
      const point = (x: number) => [{ x, y: 150 }];
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(fromX) });
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(toX) });
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    const edges = async (what: string) => {
      const { x, y, width, height } = (await page.locator(what).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      return { left: x, top: y, right: x + width, bottom: y + height, width };
    };
    const talk = page.locator('.room-tabs');
    await ada.untilMoving(5);
    await page.getByRole('button', { name: 'Show the chat' }).waitFor();
    expect(await talk.isVisible()).toBe(false);
    const alone = await edges('.stage');
    expect(alone.bottom).toBeLessThanOrEqual(390);

    await swipe(500, 300);
    await talk.waitFor();
    const [beside, panel] = [await edges('.stage'), await edges('.panel')];
    expect(beside.right).toBeLessThanOrEqual(panel.left);
    expect(Math.max(beside.bottom, panel.bottom)).toBeLessThanOrEqual(390);
    expect(beside.width).toBeGreaterThan(844 / 2);
    expect(await accessibilityFaults(page)).toEqual([]);
    await one.room.say('Host', 'Welcome to the hall');
    await page.locator('.room-reply').waitFor();
    expect(await smallTargets(page)).toEqual([]);

    await swipe(300, 500);
    await talk.waitFor({ state: 'hidden' });
    expect((await edges('.stage')).width).toBe(alone.width);

    // the same by keys, and the focus goes along
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator('.room-reveal').press('Enter');
    await waitUntil(async () => (await focused()) === 'Chat', { within: 10_000 });
    await page.keyboard.press('Escape');
    await talk.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('room-reveal');
  });

  it('loses nothing when the network goes and comes back', async () => {
    await using one = await rig();
    await using ada = await one.enter('Ada');
    await one.room.say('Cyd', 'before');
    await shows(ada.page, ['before']);
    await ada.context.setOffline(true);
    await ada.page.locator('.room-note.is-trouble').waitFor();
    await one.room.say('Cyd', 'meanwhile');
    await say(ada.page, 'from the tunnel');
    await ada.page.locator('.room-line.is-pending').waitFor();
    await ada.context.setOffline(false);
    await shows(ada.page, ['before', 'meanwhile', 'from the tunnel']);
    await ada.page.locator('.room-note.is-trouble').waitFor({ state: 'detached' });
    expect(await ada.page.locator('.room-line.is-pending').count()).toBe(0);
  });

  it('where no WebSocket is let through it asks instead', async () => {
    await using one = await rig();
    const before = (): void => {
      Object.defineProperty(window, 'WebSocket', {
        value: function WebSocket() {
          throw new Error('blocked');
        },
      });
    };
    await using ada = await one.enter('Ada', { before });
    await using bob = await one.enter('Bob');
    await say(ada.page, 'by post');
    await shows(bob.page, ['by post']);
    await say(bob.page, 'by wire');
    await shows(ada.page, ['by post', 'by wire']);
    expect(one.room.edge.longPoll.size).toBeGreaterThan(0);
  });

  it('says no in the language of the page, from right to left too, and gives the text back', async () => {
    await using one = await rig();
    await using ada = await one.enter('آدا', { locale: 'fa-IR' });
    expect(await ada.page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await say(ada.page, 'https://a.example/x');
    const why = ada.page.locator('.room-why');
    expect(await why.textContent()).toMatch(/[\u0600-\u06ff]{4}/);
    await why.locator('button').click();
    expect(await ada.page.locator('#room-say').inputValue()).toBe('https://a.example/x');
    await ada.page.locator('#room-say').fill('x'.repeat(501));
    expect(await ada.page.locator('#room-chat .room-button').isDisabled()).toBe(true);
  });

  it('who reads the newest goes on reading it while the field grows, with few lines in the page; who reads older ones has all of them and is not moved', async () => {
    await using one = await rig();
    await using ada = await one.enter('Ada', { width: 390, height: 740 });
    for (let n = 0; n < 70; n++) await one.room.say('Host', `line ${n}`);
    const list = ada.page.locator('.room-lines');
    const lines = list.locator('.room-line');
    await ada.page.locator('.room-said >> text=line 69').waitFor();
    // as many as fit into it, and some to go back
    await waitUntil(async () => (await lines.count()) < 40, { within: 5_000 });
    const fromEnd = () => list.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    await ada.page.locator('#room-say').fill('word '.repeat(60));
    await waitUntil(async () => (await fromEnd()) < 2, { within: 5_000 });
    await list.evaluate((element) => (element.scrollTop = 0));
    await one.room.say('Host', 'the newest');
    await ada.page.locator('.room-newer').waitFor();
    await waitUntil(async () => (await lines.count()) === 71, { within: 5_000 });
    expect(await list.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    await ada.page.locator('.room-newer').click();
    await waitUntil(async () => (await fromEnd()) < 2 && (await lines.count()) < 40, { within: 5_000 });
    // what has gone from the list has gone from memory
    const cdp = await ada.context.newCDPSession(ada.page);
    const heldNodes = async (): Promise<number> => {
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Memory.getDOMCounters')).nodes;
    };
    const before = await heldNodes();
    for (let n = 0; n < 150; n++) await one.room.say('Host', `more ${n}`);
    await ada.page.locator('.room-said >> text=more 149').waitFor();
    await waitUntil(async () => (await heldNodes()) < before + 600, { within: 10_000, every: 500, what: 'as many nodes as before' });
  });

  it('a name that cannot be read is refused in words, before anything is said', async () => {
    await using one = await rig();
    await using ada = await one.enter('');
    await ada.page.locator('#room-name').fill('★★★');
    await ada.page.locator('#room-chat .room-button').click();
    await waitUntil(async () => (await ada.page.locator('#room-name-why').textContent())?.includes('letters'), { within: 5_000 });
  });

  it('a poll comes and goes by the stage’s clock', async () => {
    await using one = await rig();
    await using ada = await one.enter('Ada');
    const opensMs = Date.now() + 3_000;
    await one.room.poll({ openedAtMs: opensMs, closesAtMs: opensMs + 2_500 });
    const card = ada.page.locator('.room-over .room-poll');
    await waitUntil(async () => (await ada.page.locator('.room-over').count()) > 0, { within: 10_000, every: 20 });
    // not before its time; how soon after it is the machine's matter
    expect(Date.now() - opensMs).toBeGreaterThan(-100);
    expect(Date.now() - opensMs).toBeLessThan(2_000);
    await card.waitFor({ state: 'detached' });
    expect(Date.now() - opensMs).toBeGreaterThan(2_400);
  });

  it('a banner stands beside the picture; a layout takes the panel away and brings it back', async () => {
    await using one = await rig();
    await using ada = await one.enter('Ada');
    await one.room.tell({ kind: 'cue', cue: { kind: 'banner', text: 'Coffee until 11', url: 'https://a.example/' }, atMs: Date.now() });
    await ada.page.locator('.room-banner >> text=Coffee until 11').waitFor();
    await one.room.tell({ kind: 'cue', cue: { kind: 'layout', layout: 'picture' }, atMs: Date.now() });
    await ada.page.locator('.room-tabs').waitFor({ state: 'hidden' });
    await ada.page.locator('.room-reveal').click();
    await ada.page.locator('.room-tabs').waitFor({ state: 'visible' });
    await ada.page.locator('.room-view summary').click();
    await ada.page.locator('.room-view label').nth(1).click();
    await ada.page.locator('.room-tabs').waitFor({ state: 'hidden' });
    await ada.page.locator('.room-reveal').click();
    await ada.page.locator('.room-view summary').click();
    await ada.page.locator('.room-view label').first().click();
    await ada.page.locator('.room-tabs').waitFor({ state: 'hidden' });
    await one.room.tell({ kind: 'cue', cue: { kind: 'layout', layout: 'picture-chat' }, atMs: Date.now() });
    await ada.page.locator('.room-tabs').waitFor({ state: 'visible' });
  });

  it.each([
    { locale: 'en-GB', theme: 'light' },
    { locale: 'fa-IR', theme: 'dark' },
  ] as const)('can be used by everybody: $locale, $theme', async ({ locale, theme }) => {
    await using one = await rig();
    await using ada = await one.enter('Ada', { locale, theme });
    await one.room.say('Host', 'Welcome to the hall');
    await one.room.poll();
    await say(ada.page, 'see https://a.example/x');
    await ada.page.locator('.room-over .room-poll').waitFor();
    await ada.page.locator('.room-why').waitFor();
    expect(await accessibilityFaults(ada.page)).toEqual([]);
    await tab(ada.page, 1);
    await ada.page.locator('#room-ask').fill('Why?');
    await ada.page.locator('#room-ask').press('Enter');
    await ada.page.locator('.room-question').waitFor();
    expect(await accessibilityFaults(ada.page)).toEqual([]);
    await tab(ada.page, 2);
    await ada.page.locator('#room-polls .room-option').first().click();
    await ada.page.locator('#room-polls .room-button').click();
    await ada.page.locator('#room-polls .room-share').first().waitFor();
    expect(await accessibilityFaults(ada.page)).toEqual([]);
    await ada.page.locator('.room-tab').nth(2).press('Home');
    expect(await ada.page.locator('.room-tab').first().getAttribute('aria-selected')).toBe('true');
  });

  it('where there is no room there is no panel', async () => {
    await using origin = await standIn(dist);
    await using viewer = await watch(browser, origin.watchUrl);
    await waitUntil(() => origin.requests.includes('/api/join/demo?lang=en'), { within: 10_000 });
    await viewer.until('the page', (now) => now.state !== 'loading');
    expect(await viewer.page.locator('.panel').count()).toBe(0);
  });
});
