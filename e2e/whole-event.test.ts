import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { violationsInEveryLook, WCAG_22_AA } from '../ui/testing/axe.ts';
import { launchChromium, type Misdeeds, watchOver, PATIENCE_MS } from '../ui/testing/chromium.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';

/** What a browser itself says while a line comes back. */
const NETWORK = /WebSocket connection|net::ERR/;

let plenary: RunningPlenary;
let browser: Browser;
let publisher: Publisher | undefined;
const people: { readonly page: Page; readonly misdeeds: Misdeeds }[] = [];

beforeAll(async () => {
  [plenary, browser] = await Promise.all([startPlenary(), launchChromium('--mute-audio', '--autoplay-policy=no-user-gesture-required')]);
});
afterAll(async () => {
  await browser.close();
  await publisher?.stop();
  await plenary.stop();
});

/** Somebody with a browser of his own. */
async function comes(url: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width, height }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  people.push({ page, misdeeds: watchOver(page, url, NETWORK) });
  await page.goto(url);
  return page;
}

/** By keyboard: what has this role and name is reached, and pressed. */
const press = (within: Page | Locator, name: string | RegExp, role: 'button' | 'link' | 'tab' = 'button'): Promise<void> =>
  within.getByRole(role, { name, exact: true }).press('Enter');

/** A grave button is held down for as long as it takes. */
async function hold(page: Page, name: string, isDone: Locator): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await waitUntil(() => button.isEnabled(), { within: PATIENCE_MS, every: 50, what: `${name} can be held` });
  await button.focus();
  await page.keyboard.down('Enter');
  await isDone.waitFor();
  await page.keyboard.up('Enter');
}

/** Keys are those of the page, not of a field. */
const leaveField = (page: Page): Promise<void> => page.evaluate<undefined>('document.activeElement.blur()');

const frames = (page: Page): Promise<number> => page.evaluate<number>('window.plenary?.snapshot().frames ?? 0');
const playedTo = (video: Locator): Promise<number> => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
const loadedAt = (page: Page): Promise<number> => page.evaluate<number>('performance.timeOrigin');

const whatsWrong = (page: Page): Promise<readonly string[]> => violationsInEveryLook(page, { only: WCAG_22_AA });

it('a whole event, through the pages alone: set up, registration, waiting room, on air, talk, a poll, a question, the end, what people thought, the numbers', async () => {
  // the link that is printed at the start
  const studio = await comes(await plenary.setUpLink(), 1440, 900);
  const { keyboard } = studio;
  await studio.getByLabel('Organisation').focus();
  for (const [index, text] of ['Acme Events', 'Olga Owner', 'olga@example.org', 'nine tall cranes wait 7'].entries()) {
    if (index > 0) await keyboard.press('Tab');
    await keyboard.type(text);
  }
  await keyboard.press('Enter');

  await press(studio, 'New event');
  await studio.getByRole('dialog').waitFor();
  await keyboard.type('Spring Forum');
  await keyboard.press('Enter');
  await studio.getByRole('heading', { level: 1, name: 'Spring Forum' }).waitFor();
  const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
  await studio.getByLabel('Time zone').selectOption('UTC');
  await studio.getByLabel('Begins', { exact: true }).first().fill(soon);
  await studio.getByRole('radio', { name: /^Registration/ }).press('Space');
  await press(studio, 'Add a question');
  await studio.getByRole('textbox', { name: 'Question', exact: true }).fill('Company');
  await studio.getByLabel('Message to those waiting').fill('Find something warm to drink.');
  await press(studio, 'Add an item');
  await studio.getByLabel('Item', { exact: true }).fill('Opening words');
  await studio.getByLabel('Words of thanks').fill('See you in autumn.');
  // what is drawn may still say that everything is saved: the server has to have taken it
  const taken = studio.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await keyboard.press('Control+S');
  await taken;
  await studio.locator('.save-saved').waitFor();
  await press(studio, 'Schedule');
  await studio.getByText('Scheduled', { exact: true }).waitFor();

  await press(studio, 'Stream set-up', 'link');
  await press(studio, 'Create a key');
  const server = await studio
    .getByRole('textbox', { name: /^Server/ })
    .first()
    .inputValue();
  const key = await studio.getByLabel('Stream key', { exact: true }).inputValue();
  expect(key).toMatch(/^pk_/);
  await studio.getByText('For an encoder on a phone').press('Enter');
  await studio.getByRole('img', { name: 'QR code with the server and the key' }).waitFor();
  publisher = publishStage(`${server}/${key}`);

  // somebody comes with the link that the studio shows
  const watchUrl = (await studio.getByRole('link', { name: 'Watch page' }).getAttribute('href')) ?? '';
  const viewer = await comes(watchUrl, 1280, 800);
  await viewer.getByLabel('First name').fill('Nora');
  await viewer.getByLabel('Last name').fill('Öz');
  await viewer.getByLabel('E-mail').fill('nora@example.org');
  await viewer.getByLabel('Company').fill('Heron Ltd');
  expect(await whatsWrong(viewer), 'the registration').toEqual([]);
  await press(viewer, 'Register');
  await press(viewer, 'Go in');
  await viewer.locator('.landing').getByText('Find something warm to drink.').waitFor();
  await viewer.locator('.landing-figure').first().waitFor();
  await viewer.getByText('Opening words').waitFor();
  expect(await whatsWrong(viewer), 'the waiting room').toEqual([]);
  const loadedAtMs = await loadedAt(viewer);

  await press(studio, /Control room/, 'link');
  await studio.getByText('Not on air').waitFor();
  // what arrives is seen before anybody else sees anything
  const sent = studio.getByRole('region', { name: 'What the presenter sends' }).locator('video');
  await sent.waitFor();
  const playedAt = await playedTo(sent);
  await waitUntil(async () => (await playedTo(sent)) > playedAt + 1, { within: PATIENCE_MS, every: 50, what: 'a preview that moves' });
  await hold(studio, 'Go live', studio.locator('.ctl-air.is-on-air'));

  // the page becomes the stage by itself, and the picture moves
  await viewer.locator('.landing').waitFor({ state: 'detached' });
  const before = await frames(viewer);
  await waitUntil(async () => (await frames(viewer)) > before + 20, { within: PATIENCE_MS, every: 100, what: 'a picture that moves' });

  for (const text of ['Buy cheap watches', 'Good morning from Bergen']) {
    await viewer.getByLabel('Write a message').fill(text);
    await viewer.keyboard.press('Enter');
    await viewer.locator('.room-line:not(.is-pending)').getByText(text).waitFor();
  }
  const chat = studio.getByRole('region', { name: 'Chat' });
  await chat.getByText('Good morning from Bergen').waitFor();
  const spam = chat.getByRole('listitem').filter({ hasText: 'Buy cheap watches' });
  await press(spam, 'Delete');
  await viewer.getByText('Buy cheap watches').waitFor({ state: 'detached' });
  await viewer.getByText('Good morning from Bergen').waitFor();
  await leaveField(studio);

  await keyboard.press('5');
  await press(studio, 'New poll');
  await studio.getByLabel('Question', { exact: true }).fill('Where are you?');
  await studio.getByLabel('Options').fill('At the office\nAt home');
  await studio.getByLabel('Who sees the results').selectOption({ label: 'Results: everybody' });
  await press(studio, 'Save');
  await press(studio, 'Open the poll');
  const card = viewer.locator('.room-over .room-poll');
  await card.getByRole('radio', { name: 'At home' }).press('Space');
  await press(card, 'Vote');
  await press(viewer, /^Polls/, 'tab');
  await viewer.locator('#room-polls').getByText('100%').waitFor();
  await studio.getByText('1 person has voted').waitFor();
  await press(studio, 'Close the poll');
  await studio.getByRole('button', { name: 'Archive' }).waitFor();
  await leaveField(studio);

  await press(viewer, /^Q&A/, 'tab');
  await viewer.getByLabel('Ask a question').fill('Will there be slides?');
  await viewer.keyboard.press('Enter');
  await viewer.getByText('Your question is in.').waitFor();
  await keyboard.press('2');
  await studio.getByRole('region', { name: 'Questions' }).getByText('Will there be slides?').waitFor();
  await keyboard.press('j');
  await keyboard.press('l');
  await viewer.getByText('Answered on stage').waitFor();
  expect(await whatsWrong(viewer), 'the stage').toEqual([]);
  expect(await whatsWrong(studio), 'the control room').toEqual([]);

  await hold(studio, 'End', studio.getByRole('button', { name: 'Back on air' }));
  await viewer.locator('.ended').getByText('See you in autumn.').waitFor();
  for (const [question, mark] of [
    ['How was it?', '5 of 5'],
    ['It was easy to take part', '4 of 5'],
    [/^Would you recommend/, '9 of 10'],
  ] as const)
    await press(viewer.getByRole('group', { name: question }), mark);
  await viewer.getByText('Thank you, that helps the hosts.').waitFor();
  expect(await whatsWrong(viewer), 'the end').toEqual([]);
  expect(await loadedAt(viewer), 'loaded once').toBe(loadedAtMs);

  // what it came to, for the organiser
  await press(studio, 'Back to the event', 'link');
  await press(studio.getByRole('navigation', { name: 'Parts of the event' }), 'People', 'link');
  const row = studio.getByRole('row', { name: /Nora Öz/ });
  await row.getByText('Heron Ltd').waitFor();
  await press(studio, 'Report', 'link');
  const figure = (name: string) => studio.locator('.big-figure').filter({ hasText: name }).locator('dd').first();
  await studio.locator('.big-figures').waitFor();
  expect(await figure('People who watched').textContent()).toBe('1');
  expect(await figure('Most viewers at once').textContent()).toBe('1');
  expect(await figure('Messages').textContent()).toBe('1');
  const part = (name: string) => studio.getByRole('region', { name, exact: true });
  const poll = part('Polls').getByRole('row', { name: /At home/ });
  await poll.getByText('100%').waitFor();
  await part('Questions').getByRole('listitem').filter({ hasText: 'Will there be slides?' }).getByText('Answered').waitFor();
  expect(await part('What people thought').locator('.score strong').allTextContents()).toEqual(['5.0', '4.0', '100']);
  const [file] = await Promise.all([studio.waitForEvent('download'), press(studio, 'Download the report (CSV)')]);
  expect(await readFile(await file.path(), 'utf8')).toContain('"Will there be slides?","Nora Öz","0","Answered",""');
  expect(await whatsWrong(studio), 'the numbers').toEqual([]);

  for (const { misdeeds } of people) misdeeds.expectNone();
});
