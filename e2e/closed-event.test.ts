import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Joined } from '../core/contracts/room/join.ts';
import { uuid7 } from '../core/contracts/room/uuid7.ts';
import type { StreamStatus } from '../core/contracts/stream-status.ts';
import type { PublicError } from '../core/runtime/errors.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import type { Publisher } from './rig/publisher.ts';
import { publishStage } from './rig/publisher.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';

const PASSWORD = 'four quiet herons fly';
let plenary: RunningPlenary;
let publisher: Publisher | undefined;
let cookie = '';

beforeAll(async () => {
  plenary = await startPlenary();
});
afterAll(async () => {
  await publisher?.stop();
  await plenary.stop();
});

async function api<T>(method: string, path: string, body?: object): Promise<T & Partial<PublicError>> {
  const { http } = plenary.facts();
  const answer = await fetch(`${http}/api${path}`, {
    method,
    headers: { origin: http, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const set = answer.headers.get('set-cookie');
  if (set !== null) cookie = set.split(';')[0] ?? '';
  return (await answer.json()) as T & Partial<PublicError>;
}

const get = async (path: string) => {
  const answer = await fetch(plenary.facts().http + path);
  return { status: answer.status, text: await answer.text() };
};

describe('an event with a password, from the first owner to the one who is banned', () => {
  it('is made through the API alone, published to, and seen by nobody without a grant; a ban ends the picture within two seconds', async () => {
    const [, token] = (await plenary.setUpLink()).split('#setup=');
    const me = await api<{ organisation: string }>('POST', '/setup', {
      ...{
        token,
        organisation: 'Acme Events',
        name: 'Olga Owner',
        email: 'olga@example.org',
        password: 'nine tall cranes wait 7',
        language: 'en',
      },
    });
    expect(me).toMatchObject({ organisation: 'Acme Events' });
    // the link is good for one
    const again = { organisation: 'Other', name: 'Eve', email: 'eve@example.org', password: 'nine tall cranes wait 8', language: 'en' };
    expect((await api('POST', '/setup', { token, ...again })).code).toBe('ROOM_LINK_INVALID');

    const startsAt = new Date(Date.now() + 60_000).toISOString();
    const draft = {
      title: 'Board meeting',
      slug: 'board',
      startsAt,
      endsAt: null,
      timeZone: 'Europe/Berlin',
      access: 'password',
      password: PASSWORD,
      settings: {},
    };
    const event = await api<{ id: string }>('POST', '/events', draft);
    expect(event.code).toBeUndefined();
    const { key } = await api<{ key: string }>('POST', `/events/${event.id}/stream-keys`, { slot: 'primary', label: 'hall 1' });
    expect(key).toMatch(/^pk_/);
    for (const state of ['scheduled', 'live']) expect(await api('POST', `/events/${event.id}/state`, { state })).toMatchObject({ state });
    publisher = publishStage(`${plenary.facts().rtmp}/${key}`);

    const join = (body: object) => api<Joined>('POST', '/join/board', body);
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
    const id = uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    expect(
      (await api('POST', `/events/${event.id}/acts`, { id, act: { act: 'ban', person: nora.you.id, erase: false } })).code,
    ).toBeUndefined();
    const bannedMs = Date.now();
    await waitUntil(async () => (await get(liveUrl ?? '')).status === 403, {
      within: 10_000,
      every: 50,
      what: 'the picture taken from Nora',
    });
    expect(Date.now() - bannedMs).toBeLessThan(5_000);
    expect((await api('POST', '/renew', { ticket: nora.ticket })).code).toBe('ROOM_BANNED');
    const kimsUrl = (liveUrl ?? '').replace(nora.media.prefix, kim.media.prefix);
    expect((await get(kimsUrl)).status).toBe(200);
    // with the event ends everybody's picture
    expect(await api('POST', `/events/${event.id}/state`, { state: 'ended' })).toMatchObject({ state: 'ended' });
    const endedMs = Date.now();
    await waitUntil(async () => (await get(kimsUrl)).status === 404, { within: 10_000, every: 50, what: 'the picture taken from Kim' });
    expect(Date.now() - endedMs).toBeLessThan(5_000);
  });
});

function isThere({ liveUrl, recordingUrl, posterUrl }: StreamStatus): boolean {
  return [liveUrl, recordingUrl, posterUrl].every((path) => typeof path === 'string');
}
