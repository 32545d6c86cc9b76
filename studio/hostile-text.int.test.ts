import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../core/contracts/room/event.ts';
import type { Send } from '../core/contracts/room/frames.ts';
import type { EventCard, Joined } from '../core/contracts/room/join.ts';
import { uuid7 } from '../core/contracts/room/uuid7.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { executionsIn, noteExecutions, shownTexts } from '../ui/testing/execution-watch.ts';
import { HOSTILE_ADDRESSES, HOSTILE_TEXTS, hostileText, hostileWithin } from '../ui/testing/hostile-text.ts';
import { openStudioServer } from './testing/studio-server.ts';
import { openBrowser, visit } from './testing/visitor.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 90_000);
afterAll(() => browser.close());

const [FIRST = ''] = HOSTILE_TEXTS;
const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

interface Answer {
  readonly status: number;
  readonly told: { readonly id: string; readonly revision: number } & Partial<Joined>;
}

/** Asks the API with the cookie of the page. */
const ask = (page: Page, method: string, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ([method = '', path = '', body = '']) => {
      const init = body === '' ? { method } : { method, body, headers: { 'content-type': 'application/json' } };
      const answer = await fetch(path, init);
      const text = await answer.text();
      return { status: answer.status, told: JSON.parse(text === '' ? '{}' : text) as Answer['told'] };
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)],
  );

/** The same, and it has to be taken. @throws what the API refuses. */
async function done(page: Page, method: string, path: string, body?: object): Promise<Answer['told']> {
  const { status, told } = await ask(page, method, path, body);
  expect(status, `${path}: ${JSON.stringify(told)}`).toBeLessThan(300);
  return told;
}

/** Everything that can be written about an event. */
const SETTINGS = {
  description: hostileText(5_000),
  agenda: hostileWithin(120).map((text) => ({ startsAt: '2026-01-01T10:00:00Z', title: text, speaker: text, details: text })),
  waitingRoom: { ...DEFAULT_EVENT_SETTINGS.waitingRoom, message: hostileText(2_000) },
  registration: {
    capacity: null,
    fields: [
      { key: 'one', label: hostileText(120), kind: 'text', isRequired: true },
      { key: 'two', label: hostileText(120), kind: 'choice', isRequired: true, options: hostileWithin(120).slice(0, 20) },
    ],
  },
  consent: { text: hostileText(10_000), version: 0 },
  branding: { ...DEFAULT_EVENT_SETTINGS.branding, slateText: hostileText(120) },
  room: {
    ...DEFAULT_EVENT_SETTINGS.room,
    chat: 'approve',
    links: true,
    moderateQuestions: true,
    words: hostileWithin(60).map((text) => text.slice(0, 60)),
  },
  ending: { kind: 'close', redirect: null, thanks: hostileText(1_000) },
} as const;

/** Somebody registers, with hostile words for everything. */
async function register(page: Page, name: string, index: number): Promise<(frame: Send) => Promise<void>> {
  const { consent } = (await done(page, 'GET', '/api/card/hostile')) as unknown as EventCard;
  const registration = {
    first_name: name,
    last_name: '<b data-planted>',
    email: `p${index}@example.org`,
    one: hostileText(500),
    two: FIRST,
  };
  const { ticket } = await done(page, 'POST', '/api/join/hostile', { registration, consent: consent.version });
  return async (frame) => void (await done(page, 'POST', '/api/room/send', { ticket, frame }));
}

it('whatever people and organisers write stays text on every screen of the studio', async () => {
  await using server = await openStudioServer();
  await using visitor = await visit(browser, `${server.url}/studio/`, { before: noteExecutions });
  const { page } = visitor;
  const token = server.setUpLink.split('#setup=')[1] ?? '';
  const owner = { email: 'olga@example.org', password: 'nine tall cranes wait 7', language: 'en' };
  await done(page, 'POST', '/api/setup', { token, organisation: hostileText(120), name: hostileText(60), ...owner });
  const draft = {
    title: hostileText(200),
    slug: 'hostile',
    startsAt: '2026-01-01T10:00:00Z',
    access: 'registration',
    settings: { ...SETTINGS, room: { ...SETTINGS.room, words: [] } },
  };
  const { id: event } = await done(page, 'POST', '/api/events', draft);
  const ofEvent = (path: string): string => `/api/events/${event}/${path}`;
  const act = (what: object) => done(page, 'POST', ofEvent('acts'), { id: newId(), act: what });
  for (const state of ['scheduled', 'live']) await done(page, 'POST', ofEvent('state'), { state });

  const send = await register(page, FIRST, 0);
  for (const [index, text] of hostileWithin(40).slice(0, 4).entries()) {
    const say = await register(page, text, index + 1);
    await say({ t: 'say', id: newId(), text });
    await say({ t: 'ask', id: newId(), text, anonymous: false });
  }
  await send({ t: 'say', id: newId(), text: hostileText(500) });
  await send({ t: 'ask', id: newId(), text: hostileText(280), anonymous: false });
  const poll = {
    kind: 'single',
    question: hostileText(200),
    options: hostileWithin(80).slice(0, 8),
    isTest: false,
    correct: [],
    isChangeable: false,
    results: 'always',
    maxChoices: 1,
  };
  for (const isOpen of [false, true]) {
    const { id } = await done(page, 'POST', ofEvent('polls'), poll);
    if (isOpen) await act({ act: 'open-poll', poll: id });
  }
  await act({ act: 'banner', text: hostileText(300), url: 'https://a.example/' });
  for (const text of [hostileText(300), FIRST])
    await done(page, 'POST', ofEvent('plan'), { at: '09:05', planned: { kind: 'banner', text, url: '' } });
  await done(page, 'POST', ofEvent('stream-keys'), { slot: 'primary', label: hostileText(120) });
  await done(page, 'POST', ofEvent('tokens'), {
    people: hostileWithin(60)
      .slice(0, 5)
      .map((name) => ({ name, role: 'presenter' })),
  });
  await done(page, 'POST', '/api/templates', { name: hostileText(120), event });
  await done(page, 'POST', '/api/api-keys', { label: hostileText(120), role: 'analyst' });
  await done(page, 'PATCH', `/api/events/${event}`, { settings: { room: SETTINGS.room } });

  const textOnly = async (where: string, proof: string): Promise<void> => {
    await waitUntil(async () => (await shownTexts(page)).includes(proof), { within: 20_000, every: 100, what: `${where}: ${proof}` });
    expect(await executionsIn(page), where).toEqual([]);
  };
  const open = async (path: string): Promise<void> => void (await page.goto(`${server.url}/studio/${path}`));

  await open('');
  await textOnly('events', hostileText(200));
  await page.getByRole('button', { name: 'Calendar' }).press('Enter');
  await textOnly('calendar', FIRST);
  await open(`events/${event}/settings`);
  await textOnly('settings', SETTINGS.description);
  for (const tab of ['people', 'stream', 'report']) {
    await open(`events/${event}/${tab}`);
    await textOnly(tab, FIRST);
  }
  await open(`events/${event}/control`);
  await page.getByText('ON AIR').waitFor();
  await page.getByLabel('Write to the staff').fill(hostileText(500));
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText(hostileText(500)).waitFor();
  const tabs = page.getByRole('tab');
  for (const tab of await tabs.all()) {
    await tab.click();
    await textOnly(`control room, ${await tab.textContent()}`, FIRST);
  }
  for (const screen of ['templates', 'people', 'audit', 'organisation', 'account']) {
    await open(screen);
    await textOnly(screen, FIRST);
  }

  // nothing that is opened can be anything but an address of the web
  for (const url of HOSTILE_ADDRESSES) {
    const tries = [
      ask(page, 'POST', ofEvent('acts'), { id: newId(), act: { act: 'banner', text: 'x', url } }),
      ask(page, 'POST', ofEvent('acts'), { id: newId(), act: { act: 'redirect', url } }),
      ask(page, 'POST', ofEvent('plan'), { at: '09:05', planned: { kind: 'redirect', url } }),
      ask(page, 'PATCH', `/api/events/${event}`, { settings: { ending: { ...SETTINGS.ending, redirect: url } } }),
      ask(page, 'PATCH', `/api/events/${event}`, { settings: { branding: { ...SETTINGS.branding, logo: url } } }),
      ask(page, 'PATCH', `/api/events/${event}`, { settings: { waitingRoom: { ...SETTINGS.waitingRoom, picture: url } } }),
      ask(page, 'PATCH', `/api/events/${event}`, { settings: { embedOrigins: [url] } }),
      ask(page, 'POST', '/api/webhooks', { url, kinds: ['*'] }),
    ];
    expect(
      (await Promise.all(tries)).map(({ status }) => status),
      url,
    ).toEqual(tries.map(() => 400));
  }
});
