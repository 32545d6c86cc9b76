import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Joined } from '../core/contracts/room/join.ts';
import type { StreamStatus } from '../core/contracts/stream-status.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { Organiser } from './rig/organiser.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';

const PASSWORD = 'four quiet herons fly';
let plenary: RunningPlenary;
let publisher: Publisher | undefined;
let organiser: Organiser;

beforeAll(async () => {
  plenary = await startPlenary();
  organiser = new Organiser(plenary);
});
afterAll(async () => {
  await publisher?.stop();
  await plenary.stop();
});

const get = async (path: string) => {
  const answer = await fetch(plenary.facts().http + path);
  return { status: answer.status, text: await answer.text() };
};

describe('an event with a password, from the first owner to the one who is banned', () => {
  it('is made through the API alone, published to, and seen by nobody without a grant; a ban ends the picture within two seconds', async () => {
    await organiser.setUp();
    // the link is valid for one
    const [, token] = (await plenary.setUpLink()).split('#setup=');
    const again = { organisation: 'Other', name: 'Eve', email: 'eve@example.org', password: 'nine tall cranes wait 8', language: 'en' };
    expect((await organiser.tries('POST', '/setup', { token, ...again })).code).toBe('ROOM_LINK_INVALID');

    const event = await organiser.makeEvent('board', 'Board meeting', { access: 'password', password: PASSWORD });
    publisher = publishStage(event.publishUrl);

    const join = (body: object) => organiser.tries<Joined>('POST', '/join/board', body);
    expect((await join({ name: 'Nora', password: 'wrong' })).code).toBe('ROOM_PASSWORD_WRONG');
    const nora = await join({ name: 'Nora', password: PASSWORD });
    expect(nora).toMatchObject({ you: { name: 'Nora' }, media: { prefix: expect.stringMatching(/^\/v\/./) } });
    const status = async () => JSON.parse((await get(`${nora.media.prefix}/api/streams/board`)).text) as StreamStatus;
    await waitUntil(async () => isThere(await status()), {
      within: 45_000,
      every: 250,
      what: 'the board meeting on air, recorded, with a poster',
    });
    const { liveUrl, recordingUrl, posterUrl } = await status();
    const paths = [liveUrl, recordingUrl, posterUrl, `${nora.media.prefix}/api/streams/board`].map((path) => path ?? '');
    for (const path of paths) {
      expect((await get(path)).status, path).toBe(200);
      expect((await get(path.replace(nora.media.prefix, ''))).status, path).toBe(403);
      expect((await get(path.replace(/\/v\/[^/]+/, '/v/nobody.nothing'))).status, path).toBe(403);
    }
    const media = /^(?!#)\S+\.m3u8/m.exec((await get(liveUrl ?? '')).text)?.[0] ?? '';
    const folder = (liveUrl ?? '').replace('index.m3u8', '');
    expect((await get(folder + media)).text).toContain('#EXT-X-PART:');
    expect((await get((folder + media).replace(nora.media.prefix, ''))).status).toBe(403);

    const kim = await join({ name: 'Kim', password: PASSWORD });
    await organiser.does(event.id, { act: 'ban', person: nora.you.id, erase: false });
    const bannedMs = Date.now();
    await waitUntil(async () => (await get(liveUrl ?? '')).status === 403, {
      within: 10_000,
      every: 50,
      what: 'the picture taken from Nora',
    });
    expect(Date.now() - bannedMs).toBeLessThan(5_000);
    expect((await organiser.tries('POST', '/renew', { ticket: nora.ticket })).code).toBe('ROOM_BANNED');
    const kimsUrl = (liveUrl ?? '').replace(nora.media.prefix, kim.media.prefix);
    expect((await get(kimsUrl)).status).toBe(200);
    // with the event ends everybody's picture
    expect(await organiser.tries('POST', `/events/${event.id}/state`, { state: 'ended' })).toMatchObject({ state: 'ended' });
    const endedMs = Date.now();
    await waitUntil(async () => (await get(kimsUrl)).status === 404, { within: 10_000, every: 50, what: 'the picture taken from Kim' });
    expect(Date.now() - endedMs).toBeLessThan(5_000);
  });
});

function isThere({ liveUrl, recordingUrl, posterUrl }: StreamStatus): boolean {
  return [liveUrl, recordingUrl, posterUrl].every((path) => typeof path === 'string');
}
