import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Send } from '../../core/contracts/room/frames.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
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

const XSS = '<img src=x onerror=alert(1)>';
const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** Somebody in the audience, without a browser. */
class Attendee {
  readonly #ticket: string;

  constructor(ticket: string) {
    this.#ticket = ticket;
  }

  static async join(slug: string, name: string): Promise<Attendee> {
    const joined = (await post(`/api/join/${slug}`, { name })) as Joined;
    return new Attendee(joined.ticket);
  }

  send(frame: Send): Promise<unknown> {
    return post('/api/room/send', { ticket: this.#ticket, frame });
  }
}

async function post(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
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

    const eve = await Attendee.join('spring', `Eve ${XSS}`);
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
    await keyboard.press('p');
    await said.getByRole('button', { name: 'Pin, or unpin', pressed: true }).waitFor();

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
    await page.getByRole('button', { name: 'End' }).focus();
    await keyboard.down('Enter');
    await page.getByRole('button', { name: 'Back on air' }).waitFor();
    await keyboard.up('Enter');
    await expectAccessible(page, 'over');
  });
});
