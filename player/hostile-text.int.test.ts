import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClientId, QuestionId, TicketId } from '../core/contracts/room/ids.ts';
import { uuid7 } from '../core/contracts/room/uuid7.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { executionsIn, noteExecutions } from '../ui/testing/execution-watch.ts';
import { HOSTILE_ADDRESSES, HOSTILE_TEXTS, hostileText } from '../ui/testing/hostile-text.ts';
import { ensurePlayerBuilt } from './build/ensure-player-built.ts';
import { cardWith } from './testing/stand-in-card.ts';
import { standInDoor } from './testing/stand-in-door.ts';
import { standIn } from './testing/stand-in-origin.ts';
import { standInRoom } from './testing/stand-in-room.ts';
import { openBrowser, watch } from './testing/viewer.ts';

let dist: string;
let browser: Browser;

beforeAll(async () => {
  [dist, browser] = await Promise.all([ensurePlayerBuilt(), openBrowser()]);
}, 90_000);
afterAll(() => browser.close());

/** All of them that can be in one text. */
const ALL = hostileText(100_000);
const newId = (): ClientId => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClientId;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const author = { id: 'someone' as TicketId, name: ALL.slice(0, 200), role: 'host' } as const;

it('what runs, tries to run or becomes an element is seen', async () => {
  await using origin = await standIn(dist);
  origin.state = 'waiting';
  await using viewer = await watch(browser, origin.watchUrl, {
    before: noteExecutions,
    mayComplain: /Trusted|Content Security Policy|WebSocket/,
  });
  const { page } = viewer;
  expect(await executionsIn(page)).toEqual([]);
  const plant = async (what: () => void): Promise<string> => {
    const before = await executionsIn(page);
    // what the browser stops throws
    await page.evaluate(what).catch(() => undefined);
    return (await executionsIn(page)).filter((one) => !before.includes(one)).join();
  };
  // as text it was not let in: the policy says so
  expect(await plant(() => document.body.insertAdjacentHTML('beforeend', '<img data-planted src=x onerror=pwned=1>'))).toContain(
    'stopped by require-trusted-types-for',
  );
  expect(await plant(() => document.body.setAttribute('onclick', 'pwned=1'))).toMatch(/stopped by/);
  expect(await plant(() => document.body.append(Object.assign(document.createElement('a'), { href: 'javascript:pwned=1' })))).toContain(
    'javascript:',
  );
  expect(await plant(() => document.body.append(Object.assign(document.createElement('b'), { title: 'x' })))).toBe('');
  expect(
    await plant(() => document.body.append(((made) => (made.setAttribute('data-planted', ''), made))(document.createElement('b')))),
  ).toContain('an element out of a text');
  expect(await plant(() => alert(1))).toContain('alert()');
  expect(await plant(() => void Object.assign(globalThis, { pwned: 1 }))).toContain('has run');
});

it('whatever people and organisers write stays text, from the waiting room to the end', async () => {
  await using origin = await standIn(dist);
  const [address = ''] = HOSTILE_ADDRESSES;
  const card = cardWith({
    title: ALL,
    description: ALL,
    waitingRoom: { message: ALL, picture: address, opensAtMs: null },
    branding: { ...cardWith().branding, logo: address, slateText: ALL },
    agenda: HOSTILE_TEXTS.map((text) => ({ startsAt: ago(1_000), title: text, speaker: text, details: text })),
    ending: { kind: 'leave-open', redirect: address, thanks: ALL },
  });
  origin.state = 'waiting';
  origin.title = ALL;
  origin.card = card;
  await using room = await standInRoom(origin);
  await using viewer = await watch(browser, room.watchUrl, { before: noteExecutions });
  const { page } = viewer;
  await page.locator('.landing').waitFor();
  await page.locator('.room').waitFor();
  // past the room's own rules, which would take offence at some
  for (const text of HOSTILE_TEXTS) await room.tell({ kind: 'message', id: newId(), author: { ...author, name: text.slice(0, 60) }, text });
  await room.tell({ kind: 'pin', message: { offset: 1, author, text: ALL } });
  await room.poll({ question: ALL, options: HOSTILE_TEXTS.slice(0, 20), results: 'always' });
  await room.poll({
    ...{ question: ALL, options: HOSTILE_TEXTS.slice(20), state: 'closed', closesAtMs: Date.now() - 1, results: 'always' },
    final: { voters: 1, counts: HOSTILE_TEXTS.slice(20).map(() => 1) },
  });
  for (const [index, state] of (['open', 'answered'] as const).entries()) {
    const id = `0190163d-8694-739b-aea5-966c26f8ad0${index}` as QuestionId;
    await room.tell({
      kind: 'question',
      question: {
        id,
        author,
        text: ALL,
        state,
        answer: state === 'answered' ? ALL : null,
        isPinned: true,
        upvotes: 1,
        askedAtMs: Date.now(),
      },
    });
  }
  await room.tell({ kind: 'cue', cue: { kind: 'banner', text: ALL, url: address }, atMs: Date.now() });
  await room.tell({ kind: 'cue', cue: { kind: 'redirect', url: address }, atMs: Date.now() });
  await page.locator('.room-over .room-poll').waitFor();
  await page.locator('.room-banner').waitFor();
  // whoever is in the list has all of it
  await page.locator('.room-lines').focus();
  await waitUntil(async () => (await page.locator('.room-lines .room-said').count()) === HOSTILE_TEXTS.length, {
    within: 15_000,
    every: 100,
  });
  for (const place of ['.landing-message', '.about', '.room-pinned', '.room-question', '.room-banner', '#room-polls', '.room-lines'])
    expect(await page.locator(place).first().textContent(), place).toContain(HOSTILE_TEXTS[0]);
  // nobody is taken there, and nothing leads there
  expect(page.url()).toBe(room.watchUrl);
  expect(await executionsIn(page)).toEqual([]);

  // his own words come back to him in the room, and in the field where they may be written better
  await page.locator('#room-name').fill('<b data-planted>Ada');
  await page.locator('#room-name').press('Enter');
  await page.locator('#room-say').fill('<b data-planted>@<img data-planted src=x>');
  await page.locator('#room-say').press('Enter');
  await page.locator('.room-line.is-mine:not(.is-pending)').waitFor();
  origin.state = 'ended';
  await page.locator('.ended').waitFor();
  expect(await page.locator('.ended').textContent()).toContain(HOSTILE_TEXTS[0]);
  expect(await executionsIn(page)).toEqual([]);
});

it('an event whose form asks hostile questions is joined like any other', async () => {
  await using origin = await standIn(dist);
  origin.state = 'waiting';
  const label = hostileText(120);
  const options = HOSTILE_TEXTS.slice(0, 20).map((text) => text.slice(0, 120));
  await using door = await standInDoor(origin, {
    access: 'registration',
    title: hostileText(200),
    settings: {
      description: ALL,
      consent: { text: ALL, version: 1 },
      registration: {
        capacity: null,
        fields: [
          { key: 'one', label, kind: 'text', isRequired: true },
          { key: 'two', label, kind: 'choice', isRequired: true, options },
          { key: 'three', label, kind: 'yes-no', isRequired: true },
        ],
      },
    },
  });
  await using viewer = await watch(browser, door.watchUrl, { before: noteExecutions, mayComplain: /WebSocket connection|net::ERR/ });
  const { page } = viewer;
  await page.locator('.entrance-send').click();
  await page.locator('.entrance-wrong').first().waitFor();
  expect(await page.locator('.entrance').first().textContent()).toContain(label);
  expect(await executionsIn(page)).toEqual([]);
  await page.locator('#entrance-first_name').fill('Ada <b data-planted>');
  await page.locator('#entrance-last_name').fill('"><b data-planted>');
  await page.locator('#entrance-email').fill('ada@example.org');
  await page.locator('#entrance-one').fill(hostileText(500));
  await page.locator('#entrance-two').selectOption(options[0] ?? '');
  await page.locator('#entrance-three').check();
  await page.locator('#entrance-consent').check();
  await page.locator('.entrance-send').click();
  await page.locator('.entrance-link input').waitFor();
  expect(await executionsIn(page)).toEqual([]);
});
