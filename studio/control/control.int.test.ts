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

const lookAway = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });

/** Two control rooms with one plan: what one does the other sees, who is second is told, and all of it goes by keys. */
async function planByKeys(page: Page, event: string): Promise<void> {
  const { keyboard } = page;
  const other = await page.context().newPage();
  // a plan that this browser kept when plans were kept there
  await page.evaluate(
    ([key = '', text = '']) => localStorage.setItem(key, text),
    [`plenary-run-order-${event}`, JSON.stringify([{ id: 'a', at: '10:00', planned: { kind: 'banner-off' }, state: 'waiting' }])],
  );
  await other.goto(page.url());
  await other.getByText('still kept in this browser only').waitFor();
  await other.getByRole('button', { name: 'Add it to the plan' }).press('Enter');
  await other.getByText('1 cue was added to the plan').waitFor();
  expect(await other.evaluate((key) => localStorage.getItem(key), `plenary-run-order-${event}`)).toBeNull();

  await lookAway(other);
  await other.keyboard.press('n');
  await other.getByRole('dialog', { name: 'New cue' }).waitFor();
  await other.keyboard.press('Escape');

  await lookAway(page);
  // from wherever one is: the plan is shown first
  await keyboard.press('n');
  await page.getByRole('tab', { name: 'Cues', selected: true }).waitFor();
  await page.getByRole('listitem').filter({ hasText: '10:00' }).waitFor();
  await lookAway(page);
  await keyboard.press('n');
  await page.getByLabel('What it says').fill(`lunch ${XSS}`);
  await page.getByLabel('When').fill('09:30');
  await page.getByRole('button', { name: 'Add to the plan' }).press('Enter');
  const seenThere = other.getByRole('listitem').filter({ hasText: `lunch ${XSS}` });
  await seenThere.waitFor();

  const fire = page.getByRole('button', { name: /^Fire: Banner: lunch/ });
  await fire.waitFor();
  expect(await fire.isDisabled()).toBe(true);
  await lookAway(page);
  // not armed: nothing is fired
  await keyboard.press('f');
  await keyboard.press('r');
  await seenThere.getByText('armed').waitFor();
  await expectAccessible(page, 'a cue is armed');

  // the other one rewrites it while it is being rewritten here
  await page.getByRole('button', { name: /^Change the cue: Banner: lunch/ }).press('Enter');
  await other.getByRole('button', { name: /^Change the cue: Banner: lunch/ }).press('Enter');
  await other.getByLabel('What it says').fill('tea');
  await other.getByRole('button', { name: 'Save' }).press('Enter');
  await other.getByRole('listitem').filter({ hasText: 'Banner: tea' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Somebody else changed this cue: here it is now.').waitFor();
  await page.getByRole('dialog').getByText('09:30 Banner: tea').waitFor();
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page
    .getByRole('listitem')
    .filter({ hasText: `lunch ${XSS}` })
    .waitFor();

  await lookAway(page);
  await keyboard.press('r');
  await page.getByText('armed', { exact: true }).waitFor();
  await keyboard.press('f');
  await page.getByRole('button', { name: 'Take the banner off', exact: true }).waitFor();
  await seenThere.getByText(/^fired/).waitFor();
  await lookAway(page);
  await keyboard.press('u');
  await page.getByRole('button', { name: 'Take the banner off', exact: true }).waitFor({ state: 'detached' });
  await seenThere.getByText('undone').waitFor();
  // by keys alone, where nothing else was done since: the one that is chosen
  await lookAway(other);
  await seenThere.getByRole('button', { name: /^Arm/ }).focus();
  await other.keyboard.press('r');
  await other.keyboard.press('f');
  await seenThere.getByText(/^fired/).waitFor();
  await page.keyboard.press('u');
  await page.getByRole('button', { name: 'Take the banner off', exact: true }).waitFor();
  await page.getByRole('button', { name: /^Undo: Banner: lunch/ }).focus();
  await page.keyboard.press('u');
  await seenThere.getByText('undone').waitFor();
  await other.close();
}

/** The borders of the panes, by keys and by dragging; remembered in this browser; nothing scrolls but the panes. */
async function resizePanes(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  const border = page.getByRole('separator', { name: 'Height of the pictures' });
  const size = async (): Promise<number> => Number(await border.getAttribute('aria-valuenow'));
  const first = await size();
  await border.press('ArrowDown');
  expect(await size()).toBe(first + 2);
  const box = await border.boundingBox();
  if (box === null) throw new Error('the border is not there');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 80, { steps: 4 });
  await page.mouse.up();
  const dragged = await size();
  expect(dragged).toBeGreaterThan(first + 7);
  const scrolls = () => page.evaluate(() => document.documentElement.scrollHeight > document.documentElement.clientHeight);
  expect(await scrolls()).toBe(false);
  await page.reload();
  await border.waitFor();
  expect([await size(), await scrolls()]).toEqual([dragged, false]);
  await border.dblclick();
  expect(await size()).toBe(first);
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
    await page.getByText('1 message waiting').waitFor();
    await keyboard.press('j');
    await keyboard.press('a');
    await page.getByText('1 message waiting').waitFor({ state: 'detached' });
    const said = page
      .getByRole('region', { name: 'Chat' })
      .getByRole('listitem')
      .filter({ hasText: `hello ${XSS}` });
    await said.waitFor();
    await keyboard.press('k');
    await keyboard.press('p');
    await said.getByRole('button', { name: 'Pin or unpin', pressed: true }).waitFor();

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
    await page.getByRole('button', { name: 'Archive' }).waitFor();

    await planByKeys(page, event.id);

    await eve.send({ t: 'ask', id: newId(), text: `why ${XSS}` });
    await keyboard.press('2');
    await page.getByText('1 question waiting').waitFor();
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
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await keyboard.press('Escape');

    await resizePanes(page);

    // held, it is done
    await page.getByRole('button', { name: 'End', exact: true }).focus();
    await keyboard.down('Enter');
    await page.getByRole('button', { name: 'Back on air' }).waitFor();
    await keyboard.up('Enter');
    await expectAccessible(page, 'over');
  });
});
