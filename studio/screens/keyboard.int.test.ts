import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Joined } from '../../core/contracts/room/join.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { KeysOnly } from '../testing/keys-only.ts';
import { openStudioServer } from '../testing/studio-server.ts';
import { openBrowser, visit } from '../testing/visitor.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 90_000);
afterAll(() => browser.close());

/** Somebody in the audience says something, without a browser. */
async function somebodySays(site: string, slug: string, text: string): Promise<void> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${site}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const { ticket } = (await post(`/api/join/${slug}`, { name: 'Eve' })) as Joined;
  const id = uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  await post('/api/room/send', { ticket, frame: { t: 'say', id, text } });
}

it('a whole event by the keyboard alone: set up, scheduled, a key, on air, a poll, a message taken away, the end; the focus is seen at every step', async () => {
  await using server = await openStudioServer();
  await using visitor = await visit(browser, server.setUpLink);
  const { page } = visitor;
  const { keyboard } = page;
  const keys = new KeysOnly(page);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });

  await keys.write(page.getByLabel('Organisation'), 'Acme Events');
  await keys.write(page.getByLabel('Your name'), 'Olga Owner');
  await keys.write(page.getByLabel('E-mail address'), 'olga@example.org');
  await keys.write(page.getByLabel('Password', { exact: true }), 'nine tall cranes wait 7');
  await keyboard.press('Enter');

  await keys.press(button('New event'));
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await dialog.waitFor();
  const focusIsIn = (): Promise<boolean> => dialog.evaluate((card) => card.contains(document.activeElement));
  expect(await focusIsIn()).toBe(true);
  // nothing behind it is reached: after its last control comes the browser's own bar, where a page has no focus, then its first
  for (let stops = 0; stops < 12; stops++) {
    await keyboard.press('Tab');
    expect((await focusIsIn()) || (await page.evaluate(() => document.activeElement === document.body))).toBe(true);
  }
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await button('New event').evaluate((opener) => opener === document.activeElement)).toBe(true);
  await keyboard.press('Enter');
  await dialog.waitFor();
  // where one begins
  await keyboard.type('Spring Forum');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Spring Forum' }).waitFor();

  const begins = page.getByLabel('Begins', { exact: true }).first();
  await keys.reach(begins);
  // its parts one after the other, whichever of day and month the browser has first; some ask for morning or afternoon
  await keyboard.type('050520310930a');
  await expect.poll(() => begins.inputValue()).toBe('2031-05-05T09:30');
  const taken = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await keyboard.press('Control+S');
  await taken;
  await page.locator('.save-saved').waitFor();
  await keys.press(button('Schedule'), 'Enter', 'Shift+Tab');
  await page.getByText('Scheduled', { exact: true }).waitFor();

  await keys.press(link('Stream set-up'));
  await keys.press(button('Create a key'));
  await keys.press(button('Copy: Stream key'), 'Space', 'Shift+Tab');
  await page.getByText('Copied').first().waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^pk_/);

  await keys.press(link('Control room'), 'Enter', 'Shift+Tab');
  await page.getByText('Not on air').waitFor();
  await keys.hold(button('Go live'), button('End'));

  await keyboard.press('5');
  await keys.press(button('New poll'));
  await keys.write(page.getByLabel('Question', { exact: true }), 'Where are you?');
  await keys.write(page.getByLabel('Options'), 'At the office\nAt home');
  await keys.press(button('Save'));
  await keys.press(button('Open the poll'));
  await keys.press(button('Close the poll'));
  await button('Archive').waitFor();

  await somebodySays(server.url, 'spring-forum', 'Buy cheap watches');
  await page.getByRole('region', { name: 'Chat' }).getByText('Buy cheap watches').waitFor();
  await keyboard.press('1');
  await keyboard.press('j');
  await keyboard.press('d');
  await page.getByRole('region', { name: 'Chat' }).getByText('Buy cheap watches').waitFor({ state: 'detached' });
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'detached' });

  await keys.hold(button('End'), button('Back on air'), 'Shift+Tab');
}, 90_000);
