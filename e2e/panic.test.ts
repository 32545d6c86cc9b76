import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { expectUnharmed, isSlate, isStage, untilFrame, untilMoving } from './rig/judge.ts';
import type { MadeEvent } from './rig/organiser.ts';
import { Organiser } from './rig/organiser.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { plainCodecs, publishStage, publishWith, testPicture } from './rig/publisher.ts';
import type { Viewer } from './rig/viewer.ts';
import { openViewer } from './rig/viewer.ts';
import { PATIENCE_MS } from '../ui/testing/chromium.ts';

let plenary: RunningPlenary;
let organiser: Organiser;
let event: MadeEvent;
let viewer: Viewer;
const publishers: Publisher[] = [];

beforeEach(async () => {
  plenary = await startPlenary();
  organiser = new Organiser(plenary);
  await organiser.setUp();
  event = await organiser.makeEvent('taken-over', 'Taken over');
  publishers.push(publishStage(event.publishUrl));
  viewer = await openViewer(`${plenary.facts().http}/watch/taken-over`);
  await viewer.untilPlaying(PATIENCE_MS);
  await untilMoving(viewer);
});
afterEach(async () => {
  await viewer.close();
  for (const publisher of publishers.splice(0)) await publisher.stop();
  await plenary.stop();
});

/** The control room, in a browser window of its own. */
async function openControlRoom(): Promise<Page> {
  const context = await viewer.page
    .context()
    .browser()
    ?.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  if (context === undefined) throw new Error('there is no browser');
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const { http } = plenary.facts();
  await page.goto(`${http}/studio/`);
  await page.evaluate(async () => {
    const body = JSON.stringify({ email: 'olga@example.org', password: 'nine tall cranes wait 7' });
    const answer = await fetch('/api/sign-in', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await page.goto(`${http}/studio/events/${event.id}/control`);
  await page.locator('.ctl-air.is-on-air').waitFor();
  return page;
}

it('what is done is meant for the frame that the host sees; panic, by keyboard: the chat is closed, viewers see the slate through a restart, the old key opens nothing, the new one does', async () => {
  const studio = await openControlRoom();
  const { keyboard } = studio;
  await viewer.page.getByText('The chat is closed at the moment.').waitFor({ state: 'detached' });
  const before = await viewer.snapshot();
  await viewer.takeGlass();

  // what is done before that is meant for the frame that the host sees, not for one that nobody has seen yet
  const audience = studio.getByRole('region', { name: 'What the audience sees' });
  await audience.getByText(/s behind live/).waitFor();
  await studio.getByRole('button', { name: 'Slides', exact: true }).press('Enter');
  await viewer.page.locator('.room[data-layout="slides"]').waitFor({ timeout: PATIENCE_MS });
  const behindMs = await waitUntil(
    async () => {
      const { entries } = await organiser.asks<{ entries: { at: string; act: string; facts: { atMs?: number } }[] }>(
        'GET',
        `/events/${event.id}/log`,
      );
      const entry = entries.find(({ act }) => act === 'room.layout');
      return entry?.facts.atMs === undefined ? undefined : Date.parse(entry.at) - entry.facts.atMs;
    },
    { within: PATIENCE_MS, every: 1_000, what: 'the act in the log' },
  );
  expect(behindMs).toBeGreaterThan(0);
  expect(behindMs).toBeLessThanOrEqual(11_000);

  // pressed only, it says what it will do, and does nothing
  const panic = studio.getByRole('button', { name: 'Panic', exact: true });
  await panic.press('Enter');
  await studio.getByRole('dialog', { name: 'Panic' }).getByText('every stream key is revoked').waitFor();
  await studio.getByRole('dialog').getByRole('button', { name: 'Cancel' }).press('Enter');

  // held down, as a keyboard does it: the key comes again and again, also when the dialog is there already
  await panic.focus();
  await keyboard.down('Enter');
  const alarm = studio.getByRole('dialog', { name: 'Panic' });
  await waitUntil(
    async () => {
      await keyboard.down('Enter');
      return alarm.isVisible();
    },
    { within: PATIENCE_MS, every: 40, what: 'the alarm' },
  );
  for (let again = 0; again < 5; again++) await keyboard.down('Enter');
  await keyboard.up('Enter');
  for (const part of ['The chat is off: Done', 'The slate is on: Done', 'The old keys are revoked: Done'])
    await alarm.getByText(part).waitFor();
  const key = await alarm.locator('code').textContent();
  expect(key).toMatch(/^pk_/);
  await alarm.getByRole('button', { name: 'Close' }).press('Enter');

  // what it is for the audience
  await viewer.page.getByText('The chat is closed at the moment.').waitFor({ timeout: PATIENCE_MS });
  await untilFrame(viewer, isSlate, PATIENCE_MS, 'the slate');
  // what it is for whoever had the key
  const intruder = publishWith(event.publishUrl, [...testPicture({ seconds: 20 }), ...plainCodecs()]);
  publishers.push(intruder);
  expect(await intruder.ended).not.toBe(0);

  // the right one is back behind the slate, and whatever is started anew shows the slate first
  publishers.push(publishStage(`${plenary.facts().rtmp}/${key ?? ''}`));
  await plenary.restart('SIGKILL');
  const restartedMs = Date.now();
  await untilFrame(viewer, (sample) => isSlate(sample) && sample.atMs > restartedMs + 1_000, PATIENCE_MS, 'the slate after the restart');
  await untilMoving(viewer, PATIENCE_MS);
  await viewer.takeGlass();
  await studio.getByText('You have put the slate on').waitFor();
  expect((await viewer.takeGlass()).filter(isStage)).toEqual([]);
  await studio.getByRole('button', { name: 'Take the slate off' }).press('Enter');
  await untilFrame(viewer, isStage, PATIENCE_MS, 'the stage, by the new key');
  await expectUnharmed(viewer, before);
});
