import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JPEG, PNG } from '../../room/picture/testing/pictures.ts';
import { openStudioServer, type StudioServer } from '../testing/studio-server.ts';
import { expectAccessible, openBrowser, visit } from '../testing/visitor.ts';

let server: StudioServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([openStudioServer(), openBrowser()]);
}, 90_000);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const PASSWORD = 'nine tall cranes wait 7';
const HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}\u202e';

/** By keyboard: the button is reached, and pressed with Enter. */
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).press('Enter');

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill('olga@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** What is drawn may still say that everything is saved: the server has to have taken it. */
async function save(page: Page): Promise<void> {
  const taken = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.keyboard.press('Control+S');
  await taken;
  await page.locator('.save-saved').waitFor();
}

// one story in five parts
describe('the studio, by keyboard alone', () => {
  it('from the first owner’s link over an event to a key', async () => {
    await using visitor = await visit(browser, server.setUpLink);
    const { page } = visitor;
    const { keyboard } = page;
    await page.getByRole('heading', { name: 'Set up your Plenary' }).waitFor();
    await expectAccessible(page, 'set-up');
    await page.getByLabel('Organisation').focus();
    await keyboard.type(`Acme ${HOSTILE}`);
    await keyboard.press('Tab');
    await keyboard.type('Olga Owner');
    await keyboard.press('Tab');
    await keyboard.type('olga@example.org');
    await keyboard.press('Tab');
    await keyboard.type('short');
    await keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await keyboard.press('Control+A');
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No events yet' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await expectAccessible(page, 'no events');

    await press(page, 'New event');
    await page.getByRole('dialog').waitFor();
    await keyboard.type(`Spring ${HOSTILE}`);
    await expectAccessible(page, 'new event');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Spring/ }).waitFor();
    expect(await page.getByLabel('Name in links').inputValue()).toBe('spring-img-src-x-onerror-alert-1-7-7');

    await page.getByLabel('Description').focus();
    await keyboard.type(HOSTILE);
    await page.getByRole('radio', { name: /^Registration/ }).press('Space');
    await press(page, 'Add a question');
    await press(page, 'Add an item');
    await page.getByText('Not saved yet').waitFor();
    await keyboard.press('Control+S');
    // an item of the agenda has a name and a time
    await page.getByRole('alert').filter({ hasText: 'Agenda' }).waitFor();
    await page.getByLabel('Item', { exact: true }).focus();
    await keyboard.type('Opening');
    for (const field of await page.getByLabel('Begins').all()) await field.fill('2030-05-01T09:00');
    await expectAccessible(page, 'the settings of an event');
    await save(page);
    await page.reload();
    await page.locator('.save-saved').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe(HOSTILE.replace('\u202e', ''));
    expect(await page.getByLabel('Begins').first().inputValue()).toBe('2030-05-01T09:00');

    await press(page, 'Schedule');
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Stream set-up' }).press('Enter');
    await page.getByText('No keys yet').waitFor();
    await press(page, 'Create a key');
    const key = page.getByLabel('Stream key', { exact: true });
    await key.waitFor();
    expect(await key.inputValue()).toMatch(/^pk_/);
    await expectAccessible(page, 'a key that is shown once');
    await press(page, 'Copy: Stream key');
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await key.inputValue());
    await page.reload();
    await page.getByText('Primary', { exact: true }).first().waitFor();
    expect(await page.getByLabel('Stream key', { exact: true }).count()).toBe(0);
    await press(page, 'Revoke');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).press('Enter');
    await page.getByText('No keys yet').waitFor();

    await page.getByRole('link', { name: 'Events', exact: true }).press('Enter');
    await page.getByRole('link', { name: /Spring/ }).waitFor();
    await expectAccessible(page, 'a list of events');
    const search = page.getByRole('searchbox', { name: 'Find by title or link' });
    await search.focus();
    await keyboard.type('autumn');
    await page.getByRole('heading', { name: 'No events match' }).waitFor();
    await expectAccessible(page, 'no event found');
    await press(page, 'Show all events');
    await page.getByRole('link', { name: /Spring/ }).waitFor();
    expect(await search.inputValue()).toBe('');
    await search.focus();
    await keyboard.type('SPRÎNG img');
    await page.getByRole('combobox', { name: 'State' }).selectOption('Scheduled');
    await page.getByRole('status').filter({ hasText: '1 event found' }).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('?q=SPR%C3%8ENG+img&state=scheduled');
    await page.reload();
    await page.getByRole('status').filter({ hasText: '1 event found' }).waitFor();
    expect(await search.inputValue()).toBe('SPRÎNG img');
    await press(page, 'Calendar');
    await page.getByText('Nothing in this month matches').waitFor();
    // the month of the event, as the address has it
    const address = new URL(page.url());
    address.searchParams.set('month', '2030-05');
    await page.goto(address.href);
    await page
      .getByRole('table')
      .getByRole('link', { name: /Spring/ })
      .waitFor();
    await expectAccessible(page, 'a calendar');
    await page
      .getByRole('table')
      .getByRole('link', { name: /Spring/ })
      .press('Enter');
    await page.getByRole('heading', { level: 1, name: /Spring/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'May 2030' }).waitFor();
  });

  it('two who edit the same event lose nothing; what could not be saved is there after a reload', async () => {
    await using one = await visit(browser, `${server.url}/studio/`, { mayComplain: /^a dialog of the browser/ });
    await one.page.getByLabel('E-mail address').waitFor();
    await expectAccessible(one.page, 'the way in');
    await signIn(one.page);
    await one.page.getByRole('link', { name: /Spring/ }).press('Enter');
    await one.page.locator('.save-saved').waitFor();
    const other = await one.page.context().newPage();
    await other.goto(one.page.url());
    await other.locator('.save-saved').waitFor();
    await other.getByLabel('Description').fill('Written by another');
    await other.getByLabel('Title', { exact: true }).fill('Their title');
    await save(other);
    await one.page.getByLabel('Title', { exact: true }).fill('My title');
    await one.page.keyboard.press('Control+S');
    await one.page.getByText('Both of you have changed').waitFor();
    expect(await one.page.getByLabel('Description').inputValue()).toBe('Written by another');
    await expectAccessible(one.page, 'overtaken');
    await press(one.page, 'Keep mine');

    await one.page.route('**/api/events/*', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
    await one.page.keyboard.press('Control+S');
    await one.page.getByText('The server is not answering right now').waitFor();
    await expectAccessible(one.page, 'not saved');
    await one.page.unroute('**/api/events/*');
    // the browser asks before it leaves what is not saved
    await one.page.reload();
    await one.page.getByText('this browser kept it').waitFor();
    expect(await one.page.getByLabel('Title', { exact: true }).inputValue()).toBe('My title');
    await save(one.page);
    await one.page.getByRole('heading', { level: 1, name: 'My title' }).waitFor();
  });

  it('who may come: links for a list of people, kept as a file, one revoked; no numbers before it was on air', async () => {
    await using visitor = await visit(browser, `${server.url}/studio/`);
    const { page } = visitor;
    const { keyboard } = page;
    await signIn(page);
    await press(page, 'New event');
    await page.getByRole('dialog').waitFor();
    await keyboard.type('Guests');
    await page.getByLabel('Name in links').fill(`guests-${Date.now()}`);
    await keyboard.press('Enter');
    await page.getByRole('radio', { name: /^Registration/ }).press('Space');
    await save(page);
    // not that of the house
    await page.getByRole('navigation', { name: 'Parts of the event' }).getByRole('link', { name: 'People' }).press('Enter');
    await page.getByText('Nobody has registered yet').waitFor();
    await page.getByText('No links yet').waitFor();
    await expectAccessible(page, 'nobody yet');
    await press(page, 'Create links');
    await page.getByLabel('People, one per line').fill(`${HOSTILE}\nada@example.org\nAda <ADA@example.org>`);
    await page.getByText('1 line repeats').waitFor();
    await expectAccessible(page, 'a list of people');
    // an override of the direction is no part of a name
    await page.getByRole('dialog').getByRole('button', { name: 'Create links' }).press('Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByLabel('People, one per line').fill('Ben Bakker\nada@example.org');
    await page.getByRole('dialog').getByRole('button', { name: 'Create links' }).press('Enter');
    expect(await page.getByLabel(/^Link for .Ada.$/).inputValue()).toMatch(/#token=[\w-]{22}$/);
    await expectAccessible(page, 'links that are shown once');
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the links (CSV)')]);
    expect(await readFile(await file.path(), 'utf8')).toMatch(/"Ada","ada@example.org","http[^"]+#token=[\w-]{22}"/);
    await press(page, 'Done');
    await page.getByRole('button', { name: /^Revoke the link of .*Ben/ }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).press('Enter');
    await page.getByText('1 link is valid').waitFor();
    await page.getByRole('link', { name: 'Report' }).press('Enter');
    await page.getByText('Nothing to count yet').waitFor();
    await expectAccessible(page, 'no numbers');
  });

  it('what is kept for the next time: a template, a logo, a picture of the waiting room, how long things stay', async () => {
    await using visitor = await visit(browser, `${server.url}/studio/`, { mayComplain: /status of 41[35]/ });
    const { page } = visitor;
    const { keyboard } = page;
    await signIn(page);
    await page.getByRole('link', { name: /Spring|title/ }).press('Enter');
    const logo = page.getByRole('group', { name: 'Logo' });
    /** The dialog of the browser comes when the button is pressed; what is chosen there stands in for it. */
    const choose = async (group: Locator, name: string, bytes: Uint8Array): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await group.getByRole('button', { name: /^Choose/ }).press('Enter');
      await (await chooser).setFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) });
    };
    await choose(logo, 'logo.png', Buffer.from('<svg onload="alert(1)"/>'));
    await logo.getByRole('alert').filter({ hasText: 'An SVG file can contain programs' }).waitFor();
    await choose(logo, 'logo.png', new Uint8Array(600 * 1_024));
    await logo.getByRole('alert').filter({ hasText: '512' }).waitFor();
    await choose(logo, 'logo.png', PNG);
    const shown = logo.getByRole('img', { name: /Logo/ });
    await expect.poll(() => shown.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth))).toEqual([24, 24]);
    const waiting = page.getByRole('group', { name: 'Picture behind the countdown' });
    await choose(waiting, 'hall.jpg', JPEG);
    await waiting.getByRole('img').waitFor();
    await page.getByRole('radio', { name: /^Password/ }).press('Space');
    await page.getByLabel('Password of the event').waitFor();
    await expectAccessible(page, 'an event with its pictures');
    await page.getByRole('radio', { name: /^Registration/ }).press('Space');
    await save(page);
    await waiting.getByRole('button', { name: 'Remove it' }).press('Enter');
    await waiting.getByText('your colours are shown').waitFor();
    await save(page);

    await press(page, 'Keep as template');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Control+A');
    await keyboard.type('Town hall');
    await expectAccessible(page, 'a name for a template');
    await keyboard.press('Enter');
    await page.getByText('Kept as').waitFor();
    await page.getByRole('link', { name: 'All templates' }).press('Enter');
    await page.getByText('Town hall', { exact: true }).waitFor();
    await expectAccessible(page, 'templates');
    await press(page, 'Rename: \u2068Town hall\u2069');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Control+A');
    await keyboard.type('Meeting of all');
    await keyboard.press('Enter');
    await page.getByText('Meeting of all', { exact: true }).waitFor();

    await press(page, 'New event: \u2068Meeting of all\u2069');
    await page.getByRole('dialog').waitFor();
    await keyboard.type('Autumn');
    await page.getByLabel('Begins').fill('2031-09-02T15:30');
    await expectAccessible(page, 'a new event from a template');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Autumn' }).waitFor();
    expect(await page.getByLabel('Begins').first().inputValue()).toBe('2031-09-02T15:30');
    await logo.getByRole('img').first().waitFor();
    for (const asks of ['Duplicate', 'Delete draft']) {
      await press(page, asks);
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page, asks);
      await keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    await page.getByRole('link', { name: 'Templates' }).press('Enter');
    await press(page, 'Delete: \u2068Meeting of all\u2069');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete template' }).press('Enter');
    await page.getByText('No templates yet').waitFor();
    await expectAccessible(page, 'no templates');

    await page.getByRole('link', { name: 'Settings' }).press('Enter');
    const days = page.getByLabel('Chat, days');
    await days.fill('7');
    await days.press('Enter');
    await expect.poll(() => page.getByRole('button', { name: 'Save', exact: true }).last().isDisabled()).toBe(true);
    await page.reload();
    await days.waitFor();
    expect(await days.inputValue()).toBe('7');

    await page.goto(`${server.url}/studio/nowhere`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page, 'no such page');
  });

  it('the house: an invitation, keys for programs, the log, an authenticator that is asked for', async () => {
    await using visitor = await visit(browser, `${server.url}/studio/people`);
    const { page } = visitor;
    await signIn(page);
    await press(page, 'Invite somebody');
    await page.keyboard.type('mia@example.org');
    await page.keyboard.press('Enter');
    const link = await page.getByLabel(/^Link for/).inputValue();
    expect(link).toContain('/studio/#invitation=');
    await expectAccessible(page, 'an invitation');
    await press(page, 'Done');
    await page.getByText('mia@example.org').first().waitFor();
    await expectAccessible(page, 'people');

    await page.getByRole('link', { name: 'Settings' }).press('Enter');
    await page.getByLabel('Address').fill('https://hooks.example/in');
    await press(page, 'Add the webhook');
    await press(page, 'Latest calls');
    await page.getByText('No calls yet').waitFor();
    await page.getByLabel('What it is for').fill(HOSTILE);
    // the password was given a long time ago
    await server.database.write((db) => db.updateTable('sessions').set({ provedAtMs: 0 }).execute());
    await press(page, 'Create a key');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'the password once more');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Shown only this once').first().waitFor();
    await expectAccessible(page, 'settings of the house');
    await page.getByRole('link', { name: 'Audit log' }).press('Enter');
    await page.getByText('api-key.made').waitFor();
    await expectAccessible(page, 'the log');

    await page.getByRole('link', { name: 'Olga Owner' }).press('Enter');
    await press(page, 'Set it up');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await expectAccessible(page, 'an authenticator');
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    const totp = new TOTP({ secret });
    await page.getByLabel(/^Code from/).fill(totp.generate());
    await page.keyboard.press('Enter');
    await page.getByText('On: you are asked').waitFor();
    await press(page, 'Sign out');
    await signIn(page);
    await page.getByLabel(/^Code from/).waitFor();
    await expectAccessible(page, 'a code is asked for');
    // each code is good once: this is that of the next half minute
    await page.keyboard.type(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My account' }).waitFor();

    await using guest = await visit(browser, link, { locale: 'fa-IR' });
    await guest.page.waitForFunction(() => document.documentElement.dir === 'rtl');
    await expectAccessible(guest.page, 'an invitation is taken');
    await guest.page.locator('input').first().fill('میا');
    await guest.page.locator('input').nth(1).fill('دوازده درنای بلند ۷ سبز');
    await guest.page.keyboard.press('Enter');
    await guest.page.getByRole('navigation').waitFor();
    // a moderator sees no people, no log
    expect(await guest.page.getByRole('navigation').getByRole('link').count()).toBe(1);
    await guest.page.goto(`${server.url}/studio/people`);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(guest.page, 'not for everybody');

    await using forgetful = await visit(browser, await server.resetLink('mia@example.org'));
    await forgetful.page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await expectAccessible(forgetful.page, 'another password');
    await forgetful.page.getByLabel('Password', { exact: true }).fill('eleven slow herons 4 blue');
    await forgetful.page.keyboard.press('Enter');
    await forgetful.page.getByText('The new password is set').waitFor();
    expect(new URL(forgetful.page.url()).hash).toBe('');
    await forgetful.page.getByLabel('E-mail address').fill('mia@example.org');
    await forgetful.page.getByLabel('Password', { exact: true }).fill('eleven slow herons 4 blue');
    await forgetful.page.keyboard.press('Enter');
    await forgetful.page.getByRole('navigation').waitFor();
  });
});
