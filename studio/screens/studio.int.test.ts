import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('the studio, by keyboard alone', () => {
  it('the link makes the first owner; he comes to an empty list, signs out and in again', async () => {
    await using visitor = await visit(browser, server.setUpLink);
    const { page } = visitor;
    const { keyboard } = page;
    await page.getByRole('heading', { name: 'Set up your Plenary' }).waitFor();
    await expectAccessible(page, 'set-up');
    await page.getByLabel('Organisation').focus();
    await keyboard.type('Acme <img src=x onerror=alert(1)>');
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

    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await page.getByLabel('E-mail address').waitFor();
    await expectAccessible(page, 'sign-in');
    await keyboard.type('olga@example.org');
    await keyboard.press('Tab');
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No events yet' }).waitFor();
  });
});
