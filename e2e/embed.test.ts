import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { type EmbedCode, embedCode } from '../studio/state/event/embed-code.ts';
import { launchChromium, PATIENCE_MS } from '../ui/testing/chromium.ts';
import { Organiser } from './rig/organiser.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';

const SLUG = 'keynote';
const CLIENT = 'https://client.example';
const STRANGER = 'https://stranger.example';

let plenary: RunningPlenary;
let browser: Browser;
let publisher: Publisher;
let code: EmbedCode;

/** A page of the world may show one of this machine. */
const MAY_LOOP_BACK = '--disable-features=LocalNetworkAccessChecks';

beforeAll(async () => {
  const flags = ['--mute-audio', '--autoplay-policy=no-user-gesture-required', MAY_LOOP_BACK];
  [plenary, browser] = await Promise.all([startPlenary(), launchChromium(...flags)]);
  const organiser = new Organiser(plenary);
  await organiser.setUp();
  const { publishUrl } = await organiser.makeEvent(SLUG, 'Keynote', { settings: { embedOrigins: [CLIENT] } });
  publisher = publishStage(publishUrl);
  code = embedCode(plenary.facts().http, SLUG, 'Keynote, "live" <1>');
});
afterAll(async () => {
  await browser.close();
  await publisher.stop();
  await plenary.stop();
});

/** A page of somebody else with `body` in it, a field above and one below. */
async function pageOf(origin: string, body: string, width = 960): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ locale: 'en-GB', viewport: { width, height: 720 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const policy = `default-src 'none'; script-src ${plenary.facts().http}; frame-src ${plenary.facts().http}; style-src 'unsafe-inline'`;
  await context.route(`${origin}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': policy },
      body: `<!doctype html><html lang="en"><body style="margin: 0"><input id="above">${body}<input id="below"></body></html>`,
    }),
  );
  const page = await context.newPage();
  await page.goto(`${origin}/event`);
  return page;
}

const frameIn = async (page: Page) =>
  waitUntil(async () => page.frames().find((frame) => frame.url().includes(`/embed/${SLUG}`)), { within: PATIENCE_MS, what: 'the frame' });

/** Waits until the picture in the frame moves. */
async function untilMoving(page: Page): Promise<void> {
  const frame = await frameIn(page);
  let last: { readonly frames: number } | undefined;
  const isMoving = async (): Promise<boolean> => {
    last = await frame.evaluate<typeof last>('window.plenary?.snapshot()').catch(() => undefined);
    return (last?.frames ?? 0) > 20;
  };
  await waitUntil(isMoving, { within: PATIENCE_MS, every: 100, what: 'a picture that moves' }).catch((error: unknown) => {
    throw new Error(`a picture that does not move: ${JSON.stringify(last)}`, { cause: error });
  });
}

/** Where the focus is: the id of a field of the page, or `inside` the frame. On its way into a frame it is nowhere for a moment. */
const focused = (page: Page): Promise<string> =>
  waitUntil(
    async () => {
      const [id = '', tag = ''] = await page.evaluate<string[]>('[document.activeElement.id, document.activeElement.localName]');
      return tag === 'plenary-stage' ? 'inside' : id;
    },
    { within: PATIENCE_MS, what: 'a place of the focus' },
  );

it('an event in a page that it names: as a frame and as an element it plays, has its size, its language, and its place in the order of focus', async () => {
  const plain = await pageOf(CLIENT, code.frame);
  await untilMoving(plain);
  const box = await plain.locator('iframe').boundingBox();
  expect([box?.width, box?.height]).toEqual([960, 540]);
  expect(await plain.locator('iframe').getAttribute('title')).toBe('Keynote, "live" <1>');
  await plain.context().close();

  const page = await pageOf(CLIENT, code.element.replace(' slug=', ' lang="fa" slug='));
  await untilMoving(page);
  const element = page.locator('plenary-stage');
  const size = async (): Promise<unknown> => {
    const { width, height } = (await element.boundingBox()) ?? {};
    return [width, height];
  };
  expect(await size()).toEqual([960, 540]);
  expect(await (await frameIn(page)).evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual(['fa', 'rtl']);
  expect(await (await (await frameIn(page)).frameElement()).getAttribute('title')).toBe('Keynote, "live" <1>');

  // the page around it is told what goes on, and nothing else
  await page.evaluate(`window.told = []; for (const name of ['state', 'play', 'pause'])
    addEventListener('plenary-' + name, ({ type, detail, target }) => told.push([type, detail, target.state]))`);
  const told = () => page.evaluate<unknown[]>('window.told.splice(0)');
  expect(await page.evaluate("document.querySelector('plenary-stage').state")).toBe('live');
  const pressInFrame = async (key: string): Promise<void> => (await frameIn(page)).locator('.stage .control').first().press(key);
  await pressInFrame('k');
  await pressInFrame('k');
  const heard: unknown[] = [];
  const untilHeard = (count: number, what: string) =>
    waitUntil(async () => heard.push(...(await told())) >= count, { within: PATIENCE_MS, what });
  await untilHeard(2, 'a pause, and that it goes on');
  expect(heard).toEqual([
    ['plenary-pause', null, 'live'],
    ['plenary-play', null, 'live'],
  ]);

  await page.locator('#above').focus();
  const way: string[] = [];
  for (let presses = 0; presses < 60 && way.at(-1) !== 'below'; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (way.at(-1) !== now) way.push(now);
  }
  expect(way).toEqual(['inside', 'below']);

  // another event, another language, another name: as its attributes say
  await page.evaluate(`(() => {
    const stage = document.querySelector('plenary-stage');
    stage.setAttribute('label', 'Bühne');
    stage.setAttribute('lang', 'de');
  })()`);
  // asked in the middle of its loading it says nothing
  const language = async (): Promise<string> => (await frameIn(page)).evaluate<string>('document.documentElement.lang').catch(() => '');
  await waitUntil(async () => (await language()) === 'de', {
    within: PATIENCE_MS,
    every: 100,
    what: 'German in the frame',
  });
  await untilMoving(page);
  expect(await (await (await frameIn(page)).frameElement()).getAttribute('title')).toBe('Bühne');
  // what is opened anew tells anew
  await untilHeard(4, 'that it is live');
  expect(heard.slice(2)).toEqual(
    expect.arrayContaining([
      ['plenary-play', null, 'live'],
      ['plenary-state', { state: 'live' }, 'live'],
    ]),
  );
  // longer than a frame may be silent that is not ours
  await waitUntil(async () => (await (await frameIn(page)).evaluate<number>('performance.now()')) > 3_000, { within: PATIENCE_MS });
  expect(await element.getByRole('link').count()).toBe(0);
  // a narrow page: as wide as that, and high enough for picture and talk
  await page.setViewportSize({ width: 360, height: 720 });
  expect(await size()).toEqual([360, 320]);
  await page.context().close();
});

it('in a page that it does not name the element says so, in its language, and leads to the event’s own page', async () => {
  const page = await pageOf(STRANGER, code.element.replace(' slug=', ' lang="pl" slug='));
  const link = page.locator('plenary-stage').getByRole('link', { name: 'Otwórz je na jego własnej stronie' });
  await link.waitFor();
  await page.locator('plenary-stage').getByText('Tego wydarzenia nie można pokazać na tej stronie.').waitFor();
  expect(await link.getAttribute('href')).toBe(`${plenary.facts().http}/watch/${SLUG}?lang=pl`);
  const opened = page.context().waitForEvent('page');
  await link.click();
  const own = await opened;
  await own.locator('html[lang=pl]').waitFor();
  expect(await own.evaluate('window.opener')).toBeNull();
  await page.context().close();
});

it('a plain frame in a page that it does not name says the same, however small, and nothing of the event', async () => {
  const page = await pageOf(
    STRANGER,
    code.frame + code.frame.replace('aspect-ratio: 16 / 9; min-block-size: 20rem', 'block-size: 90px; max-inline-size: 200px'),
  );
  const frames = await waitUntil(
    async () => {
      const all = page.frames().filter((frame) => frame.url().includes(`/embed/${SLUG}`));
      return all.length === 2 ? all : undefined;
    },
    { within: PATIENCE_MS, what: 'both frames' },
  );
  for (const frame of frames) {
    await frame.getByText('This event can’t be shown on this page.').first().waitFor();
    expect(await frame.content()).not.toContain('Keynote');
    expect(await frame.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }
  const opened = page.context().waitForEvent('page');
  await frames[0]?.getByRole('link', { name: 'Open it on its own page' }).click();
  const own = await opened;
  await own.locator('main.watch').waitFor();
  expect(new URL(own.url()).pathname).toBe(`/watch/${SLUG}`);
  await page.context().close();
});
