import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Send } from '../../core/contracts/room/frames.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { openStudioServer } from '../testing/studio-server.ts';
import { expectAccessible, openBrowser, visit } from '../testing/visitor.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 90_000);
afterAll(() => browser.close());

const XSS = '<img src=x onerror=alert(1)>';
const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** Somebody in the audience, without a browser. */
class Attendee {
  readonly #site: string;
  readonly #ticket: string;

  constructor(site: string, ticket: string) {
    this.#site = site;
    this.#ticket = ticket;
  }

  static async join(site: string, slug: string, name: string): Promise<Attendee> {
    const joined = (await post(`${site}/api/join/${slug}`, { name })) as Joined;
    return new Attendee(site, joined.ticket);
  }

  send(frame: Send): Promise<unknown> {
    return post(`${this.#site}/api/room/send`, { ticket: this.#ticket, frame });
  }
}

async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const told: unknown = await answer.json();
  expect(answer.status, JSON.stringify(told)).toBe(200);
  return told;
}

/** Asks the API with the cookie of the page. */
function asked(page: Page, method: string, path: string, body?: object): Promise<{ readonly id: string }> {
  return page.evaluate(
    async ([method = '', path = '', body = '']) => {
      const init = body === '' ? { method } : { method, body, headers: { 'content-type': 'application/json' } };
      const answer = await fetch(path, init);
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)],
  );
}

describe('the control room', () => {
  it('goes live, lets a message and a question through, and ends, by keyboard; whatever people write stays text', async () => {
    await using server = await openStudioServer();
    await using visitor = await visit(browser, `${server.url}/studio/`);
    const { page } = visitor;
    const { keyboard } = page;
    const token = server.setUpLink.split('#setup=')[1] ?? '';
    const owner = {
      organisation: 'Acme',
      name: `Olga ${XSS}`,
      email: 'olga@example.org',
      password: 'nine tall cranes wait 7',
      language: 'en',
    };
    await asked(page, 'POST', '/api/setup', { token, ...owner });
    const room = { chat: 'approve', slowSeconds: 0, links: false, reactions: true, questions: true, moderateQuestions: true };
    const more = { anonymousQuestions: true, readablePerSecond: 5, layout: 'picture-chat', words: [], strikes: 3 };
    const draft = { title: `Spring ${XSS}`, slug: 'spring', startsAt: '2026-01-01T10:00:00Z', settings: { room: { ...room, ...more } } };
    const event = await asked(page, 'POST', '/api/events', draft);
    await asked(page, 'POST', `/api/events/${event.id}/state`, { state: 'scheduled' });
    await page.goto(`${server.url}/studio/events/${event.id}/control`);
    await page.getByText('Not on air').waitFor();
    await expectAccessible(page, 'before');

    // pressed only, it asks
    await page.getByRole('button', { name: 'Go live' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Go live' }).press('Enter');
    await page.getByText('ON AIR').waitFor();

    const eve = await Attendee.join(server.url, 'spring', `Eve ${XSS}`);
    await eve.send({ t: 'say', id: newId(), text: `hello ${XSS}` });
    await page.getByText('1 message waits').waitFor();
    await keyboard.press('j');
    await keyboard.press('a');
    await page.getByText('1 message waits').waitFor({ state: 'detached' });
    const said = page
      .getByRole('region', { name: 'Chat' })
      .getByRole('listitem')
      .filter({ hasText: `hello ${XSS}` });
    await said.waitFor();
    await keyboard.press('k');
    await keyboard.press('p');
    await said.getByRole('button', { name: 'Pin, or unpin', pressed: true }).waitFor();

    await keyboard.press('5');
    await page.getByRole('button', { name: 'New poll' }).press('Enter');
    await page.getByLabel('Question', { exact: true }).fill(`tea ${XSS}`);
    await page.getByLabel('Options').fill(`yes ${XSS}\nno`);
    await expectAccessible(page, 'a poll is written');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('button', { name: 'Open the poll' }).press('Enter');
    await page.getByRole('button', { name: 'Close the poll' }).waitFor();
    const { polls } = (await asked(page, 'GET', `/api/events/${event.id}/polls`)) as unknown as { readonly polls: { id: string }[] };
    await eve.send({ t: 'vote', id: newId(), poll: polls[0]?.id ?? '', choice: { options: [0] } });
    await page.getByText('1 person has voted').waitFor();
    await page.getByRole('button', { name: 'Close the poll' }).press('Enter');
    await page.getByRole('button', { name: 'Put away' }).waitFor();

    await keyboard.press('4');
    await page.getByRole('button', { name: 'New cue' }).press('Enter');
    await page.getByLabel('What it says').fill(`lunch ${XSS}`);
    await page.getByRole('button', { name: 'Add to the plan' }).press('Enter');
    const fire = page.getByRole('button', { name: /^Fire/ });
    expect(await fire.isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Arm/ }).press('Enter');
    await fire.press('Enter');
    await page.getByRole('button', { name: 'Take the banner off' }).waitFor();
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await keyboard.press('u');
    await page.getByRole('button', { name: 'Take the banner off' }).waitFor({ state: 'detached' });

    await eve.send({ t: 'ask', id: newId(), text: `why ${XSS}` });
    await keyboard.press('2');
    await page.getByText('1 question waits').waitFor();
    await keyboard.press('j');
    await keyboard.press('a');
    await page.getByRole('button', { name: 'Answered live' }).waitFor();
    await expectAccessible(page, 'a question is open');
    await keyboard.press('l');
    await page.getByRole('heading', { name: 'Answered' }).waitFor();

    await keyboard.press('3');
    await page.getByRole('button', { name: 'Mute for 10 minutes' }).press('Enter');
    await page.getByText(/muted until/).waitFor();
    await keyboard.press('u');
    await page.getByText(/muted until/).waitFor({ state: 'detached' });

    await page.getByLabel('Write to the staff').fill(`ready? ${XSS}`);
    await keyboard.press('Enter');
    await page.getByRole('log').getByText(`ready? ${XSS}`).waitFor();

    await page.getByRole('heading', { name: `Spring ${XSS}` }).focus();
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keyboard.press('Escape');

    // held, it is done
    await page.getByRole('button', { name: 'End', exact: true }).focus();
    await keyboard.down('Enter');
    await page.getByRole('button', { name: 'Back on air' }).waitFor();
    await keyboard.up('Enter');
    await expectAccessible(page, 'over');
  });
});
