import { afterAll, beforeAll, expect, it } from 'vitest';
import { Firefox, findFirefox } from './rig/firefox.ts';
import { Guest, joinEvent } from './rig/guest.ts';
import { Organiser } from './rig/organiser.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';

const found = await findFirefox();
const missing = 'missing' in found ? found.missing : undefined;
if (missing !== undefined) process.stdout.write(`the watch page in Firefox: SKIPPED, ${missing}\n`);

let plenary: RunningPlenary;
let firefox: Firefox;
let publisher: Publisher | undefined;
let organiser: Organiser;

beforeAll(async () => {
  if (!('path' in found)) return;
  [plenary, firefox] = await Promise.all([startPlenary(), Firefox.launch(found.path)]);
  organiser = new Organiser(plenary);
  await organiser.setUp();
});
afterAll(async () => {
  if (!('path' in found)) return;
  await firefox.close();
  await publisher?.stop();
  await plenary.stop();
});

/** Frames that were decoded and shown, as Firefox itself counts them. */
const SHOWN = `(() => {
  const { totalVideoFrames, droppedVideoFrames } = document.querySelector('video')?.getVideoPlaybackQuality() ?? {};
  return (totalVideoFrames ?? 0) - (droppedVideoFrames ?? 0);
})()`;
const TIME = 'document.querySelector("video").currentTime';

it.skipIf(missing !== undefined)('in Firefox: the picture plays, people talk and vote; Persian goes from right to left', async () => {
  const { http } = plenary.facts();
  const slug = 'hall';
  const { id, publishUrl } = await organiser.makeEvent(slug, 'Hall one');
  publisher = publishStage(publishUrl, { tone: true });
  const viewer = await firefox.open(`${http}/watch/${slug}`, 1_280, 800);

  await viewer.until(`${SHOWN} > 30`, 'thirty frames');
  expect(await viewer.evaluate<number>('document.querySelector("video").videoWidth')).toBeGreaterThan(0);
  const before = await viewer.evaluate<number>(TIME);
  await viewer.until(`${TIME} > ${before + 1}`, 'a picture that moves');
  // it begins without sound, until somebody does something
  await viewer.click('.unmute');
  await viewer.until('!document.querySelector("video").muted', 'sound');
  const audible = await viewer.evaluate<number>(TIME);
  await viewer.until(`${TIME} > ${audible + 1}`, 'a picture that moves with its sound');

  await viewer.click('#room-name');
  await viewer.type('Nora');
  await viewer.press('Enter');
  await viewer.click('#room-say');
  await viewer.type('Hello from Firefox');
  await viewer.press('Enter');
  await viewer.untilText('.room-line:not(.is-pending)', 'Hello from Firefox');
  const kim = new Guest(http, (await joinEvent(http, slug, 'Kim')).ticket);
  await kim.say('Hello Firefox');
  await viewer.untilText('.room-line', 'Hello Firefox');
  expect(kim.texts).toContain('Hello from Firefox');
  kim.close();

  const poll = await organiser.makePoll(id, 'Where are you?', ['At the office', 'At home']);
  await organiser.does(id, { act: 'open-poll', poll });
  await viewer.click('.room-over .room-option:last-of-type input');
  await viewer.click('.room-over .room-ballot button[type=submit]');
  await viewer.click('#room-tab-polls');
  await viewer.untilText('#room-polls', '100%');
  await viewer.expectNoMisdeeds();

  const persian = await firefox.open(`${http}/watch/${slug}?lang=fa`, 1_280, 800);
  await persian.until('document.documentElement.dir === "rtl"', 'right to left');
  await persian.untilText('#room-tab-chat', 'گفت‌وگو');
  await persian.until(`${SHOWN} > 30`, 'thirty frames');
  const [picture, panel] = await persian.evaluate<[number, number]>(
    '["video", ".panel"].map((one) => document.querySelector(one).getBoundingClientRect().left)',
  );
  expect(panel).toBeLessThan(picture);
  await persian.expectNoMisdeeds();
});
