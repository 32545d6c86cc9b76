import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../core/runtime/clock.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { openSqliteForTest } from '../db/testing/open.ts';
import type { Preview } from './api.ts';
import { ALONE } from './api.ts';
import type { People, TestApi } from './testing/open-api.ts';
import { openTestApi } from './testing/open-api.ts';

const TYPE = 'video/mp4; codecs="avc1.64001f"';
const PATIENCE = { within: 10_000, every: 5 } as const;

let sqlite: Awaited<ReturnType<typeof openSqliteForTest>>;
let api: TestApi;
let stage: People;
let path: string;
/** What comes from the presenter. */
let sent: Preview | 'nothing-sent' | 'too-many';
/** Whether its rights are looked at: called, five seconds are over. */
let looks: (() => void)[];
let asked: AbortSignal | undefined;

beforeEach(async () => {
  sqlite = await openSqliteForTest();
  looks = [];
  sent = { type: TYPE, epochMs: 1_764_000_000_000.5, bytes: new Readable({ read: () => undefined }) };
  const after: typeof systemClock.after = (ms, callback) => {
    if (ms !== 5_000) return systemClock.after(ms, callback);
    looks.push(callback);
    return () => undefined;
  };
  api = await openTestApi(sqlite.database, {
    clock: { ...systemClock, after },
    surroundings: {
      ...ALONE,
      preview: (_stream, signal) => {
        asked = signal;
        if (typeof sent === 'object') signal.addEventListener('abort', () => typeof sent === 'object' && sent.bytes.destroy());
        return Promise.resolve(sent);
      },
    },
  });
  stage = await api.organisation('stage');
  const made = await api.ask(stage.owner, 'POST', '/api/events', { title: 'Talk', slug: 'talk', startsAt: '2026-01-01T10:00:00Z' });
  path = `/api/events/${String(made.body['id'])}/preview`;
}, 30_000);
afterEach(async () => {
  await api.close();
  await sqlite.close();
});

/** The preview as somebody reads it, on a connection of its own. */
async function read(cookie: string) {
  const request = get(api.url + path, { headers: { cookie }, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  let isOver = false;
  answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
  answer.on('error', () => undefined);
  answer.once('close', () => (isOver = true));
  return { headers: answer.headers, text: () => text, isOver: () => isOver, leave: () => request.destroy() };
}

const push = (text: string) => typeof sent === 'object' && sent.bytes.push(text);

it('comes as it is sent, and is read no more when who looked is gone', async () => {
  push('moof1');
  const { headers, text, leave } = await read(stage.moderator.cookie);
  expect(headers['content-type']).toBe(TYPE);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['x-plenary-epoch-ms']).toBe('1764000000000.5');
  await waitUntil(() => text() === 'moof1', { ...PATIENCE, what: 'the first piece' });
  push('moof2');
  await waitUntil(() => text() === 'moof1moof2', { ...PATIENCE, what: 'the next piece' });
  leave();
  await waitUntil(() => asked?.aborted === true, { ...PATIENCE, what: 'nobody reads' });
});

it('ends for whoever may no longer see it', async () => {
  push('moof1');
  const { text, isOver } = await read(stage.moderator.cookie);
  await waitUntil(() => text() === 'moof1', { ...PATIENCE, what: 'the first piece' });
  looks.at(-1)?.();
  await waitUntil(() => looks.length === 2, { ...PATIENCE, what: 'he still may' });
  expect(isOver()).toBe(false);
  await api.ask(stage.moderator, 'POST', '/api/sign-out');
  looks.at(-1)?.();
  await waitUntil(isOver, { ...PATIENCE, what: 'the end' });
  push('moof2');
  expect(text()).toBe('moof1');
});

it('does not hold up the end of the server', async () => {
  push('moof1');
  const { isOver } = await read(stage.moderator.cookie);
  await api.close();
  await waitUntil(isOver, { ...PATIENCE, what: 'the end' });
});

it.each([
  ['nothing-sent', 404, 'ROOM_NOTHING_SENT'],
  ['too-many', 503, 'ROOM_TOO_MANY_PREVIEWS'],
] as const)('%s: %d %s', async (why, status, code) => {
  sent = why;
  expect(await api.ask(stage.moderator, 'GET', path)).toMatchObject({ status, body: { code, retryable: true } });
});
