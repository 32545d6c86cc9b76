import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { encodeAmf } from './testing/amf.ts';
import { writeHeader, writeMessage } from './testing/chunk-writer.ts';
import type { TestIngest } from './testing/open-test-ingest.ts';
import { openTestIngest } from './testing/open-test-ingest.ts';
import { RtmpClient, clientHandshake, command, loginMessages } from './testing/rtmp-client.ts';
import { picture, pictureHeader, sound, soundHeader } from './testing/test-media.ts';

const MIB = 1024 * 1024;
/** What ends before this has not ended by the time limit of the login. */
const BEFORE_LOGIN_LIMIT_MS = 4_000;
const CANARY = 'media-of-a-stranger';
let ingest: TestIngest;

beforeAll(async () => {
  ingest = await openTestIngest();
});
afterAll(async () => {
  await ingest.close();
});

const connect = (from?: string) => RtmpClient.open({ port: ingest.rtmpPort, ...(from === undefined ? {} : { from }) });

/** Headers and pictures that can be told from everybody else's. */
function sendMedia(client: RtmpClient, text: string): void {
  client.video(0, pictureHeader());
  client.audio(0, soundHeader());
  client.video(40, picture(Buffer.from(text), true));
  client.audio(50, sound(Buffer.from(text)));
}

/** A publisher that has begun, and what a reader of its feed gets. */
async function startPublisher() {
  const { key, stream } = await ingest.newKey();
  const client = await connect();
  expect((await client.publish('live', key)).code).toBe('NetStream.Publish.Start');
  const reading = await ingest.feed.read(await ingest.feed.accepted(stream));
  sendMedia(client, 'good');
  await waitUntil(() => reading.tags.length >= 4, { within: 10_000, what: 'the media' });
  return { client, key, stream, reading };
}

describe('whoever has not been accepted sends into nothing', () => {
  const strangers: readonly { how: string; login: (key: string) => readonly Parameters<RtmpClient['send']>[0][] }[] = [
    { how: 'only the handshake', login: () => [] },
    { how: 'a connect alone', login: (key) => loginMessages('live', key).slice(0, 1) },
    { how: 'a play', login: (key) => [...loginMessages('live', key).slice(0, 4), { ...command('play', 5, null, key), streamId: 1 }] },
    { how: 'a wrong key', login: (key) => loginMessages('live', `${key}x`) },
    { how: 'a wrong app', login: (key) => loginMessages('other', key) },
  ];
  for (const { how, login } of strangers) {
    it(how, async () => {
      const { client, key, stream, reading } = await startPublisher();
      const stranger = await connect();
      stranger.write(clientHandshake());
      for (const message of login(key)) stranger.send(message);
      sendMedia(stranger, CANARY);
      await stranger.untilSent();
      // what the stranger sent has been looked at when a later connection gets an answer
      const later = await connect();
      await later.publish('live', 'nothing');
      const before = reading.tags.length;
      client.video(200, picture(Buffer.from('still here')));
      await waitUntil(() => reading.tags.length > before, { within: 10_000, what: 'the next picture' });
      sendMedia(stranger, CANARY);
      await stranger.untilSent();
      client.close();
      await ingest.feed.until('ended', stream);
      await waitUntil(() => reading.isOver, { within: 5_000, what: 'the end of the feed' });
      expect(reading.tags).toHaveLength(5);
      expect(reading.tags.some((tag) => Buffer.from(tag.body).includes(CANARY))).toBe(false);
      // one session was accepted: the publisher's
      expect(ingest.feed.of('accepted', stream)).toHaveLength(1);
      stranger.close();
      later.close();
    });
  }
});

it('who was refused for a held key sends into nothing, before and after', async () => {
  const { client, key, stream, reading } = await startPublisher();
  const second = await connect();
  const answered = second.publish('live', key);
  sendMedia(second, CANARY);
  const beat = setInterval(() => client.video(300, picture(Buffer.from('alive'))), 50);
  expect(await answered).toMatchObject({ level: 'error', code: 'NetStream.Publish.BadName' });
  sendMedia(second, CANARY);
  expect(await second.untilEnd()).toBe('fin');
  clearInterval(beat);
  const before = reading.tags.length;
  client.video(400, picture(Buffer.from('still here')));
  await waitUntil(() => reading.tags.length > before, { within: 10_000, what: 'the next picture' });
  expect(reading.tags.some((tag) => Buffer.from(tag.body).includes(CANARY))).toBe(false);
  expect(ingest.feed.of('accepted', stream)).toHaveLength(1);
  expect([client.end, reading.isOver]).toEqual([undefined, false]);
  client.close();
});

describe('a refusal reaches the client before the connection ends', () => {
  const refused = [
    { app: 'live', key: 'pk_wrong', code: 'NetStream.Publish.Denied', says: 'The stream key is wrong or was revoked.' },
    { app: 'live', key: '', code: 'NetStream.Publish.Denied', says: 'No stream key was given.' },
    { app: 'other', key: 'x', code: 'NetStream.Publish.Denied', says: 'The server address must end in /live.' },
  ];
  for (const { app, key, code, says } of refused) {
    it(`${JSON.stringify(app)} and ${JSON.stringify(key)}: ${says}`, async () => {
      const client = await connect('127.0.0.9');
      client.login(app, key);
      // an encoder that does not wait for the answer
      for (let count = 0; count < 50; count++) client.video(count, Buffer.alloc(1_000));
      expect(await client.untilEnd()).toBe('fin');
      expect(client.statuses).toEqual([{ level: 'error', code, description: expect.stringContaining(says), streamId: 1 }]);
    });
  }
});

describe('garbage after a good start', () => {
  const garbage: readonly { what: string; bytes: Buffer }[] = [
    { what: 'a chunk size of 0', bytes: writeMessage({ type: 1, payload: Buffer.alloc(4), chunkStream: 2 }) },
    {
      what: 'a message of 16 MB',
      bytes: writeHeader({ format: 0, chunkStream: 6, timestampMs: 0, length: 0xffffff, type: 9, streamId: 1 }),
    },
    { what: 'a command that is none', bytes: writeMessage({ type: 20, payload: Buffer.from('ffffff', 'hex') }) },
    { what: 'bytes of another world', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n'.repeat(20)) },
  ];
  for (const { what, bytes } of garbage) {
    it(`${what}: the session ends and says why, and the encoder may come again at once`, async () => {
      const { client, key, stream } = await startPublisher();
      client.write(bytes);
      await client.untilEnd();
      expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'protocol-error' });
      expect(ingest.feed.of('refused', stream)).toMatchObject([{ code: 'INGEST_BAD_RTMP' }]);
      const again = await connect();
      expect((await again.publish('live', key)).code).toBe('NetStream.Publish.Start');
      again.close();
    });
  }

  it('media that makes no sense', async () => {
    const { client, stream } = await startPublisher();
    for (let count = 0; count < 8; count++) client.video(100, Buffer.of(0x17, 9, 0, 0, 0, 0));
    await client.untilEnd();
    expect(client.statuses.at(-1)).toMatchObject({ level: 'error', description: 'The media cannot be read. Start the encoder again.' });
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'refused-media' });
  });
});

it('silent sockets are closed within five seconds, and so are those that stop in mid-login', async () => {
  const openedMs = performance.now();
  const starts = [Buffer.alloc(0), Buffer.of(3), clientHandshake().subarray(0, 2_000), clientHandshake()];
  const half = Buffer.concat([clientHandshake(), writeMessage(command('connect', 1, { app: 'live' }))]);
  const silent = await Promise.all(Array.from({ length: 30 }, () => connect('127.0.0.2')));
  for (const [index, client] of silent.entries()) client.write(starts[index % starts.length] ?? half);
  // one that is never quite silent gets no more time
  const drip = await connect('127.0.0.3');
  const hello = clientHandshake();
  let at = 0;
  const dripping = setInterval(() => drip.write(hello.subarray(at, ++at)), 200);
  await Promise.all([...silent, drip].map((client) => client.untilEnd(15_000)));
  clearInterval(dripping);
  expect(performance.now() - openedMs).toBeGreaterThan(4_000);
  expect(performance.now() - openedMs).toBeLessThan(5_000 + 2_000);
});

it('sixty headers that announce 16 MB each on many connections take no memory', async () => {
  const before = process.memoryUsage();
  const clients = await Promise.all(Array.from({ length: 40 }, () => connect('127.0.0.4')));
  for (const client of clients) {
    client.write(clientHandshake());
    for (let id = 3; id < 63; id++) {
      client.write(writeHeader({ format: 0, chunkStream: id, timestampMs: 0, length: 0xffffff, type: 9, streamId: 0 }));
    }
  }
  await Promise.all(clients.map((client) => client.untilEnd(BEFORE_LOGIN_LIMIT_MS)));
  const after = process.memoryUsage();
  expect(after.rss + after.external - before.rss - before.external).toBeLessThan(100 * MIB);
});

it('what is unfinished before the login has 64 KiB, however it is cut', async () => {
  const client = await connect();
  client.write(clientHandshake());
  client.send({ type: 1, payload: Buffer.from('00007530', 'hex'), chunkStream: 2 });
  for (const id of [3, 4, 5]) {
    client.write(writeHeader({ format: 0, chunkStream: id, timestampMs: 0, length: 65_536, type: 9, streamId: 0 }));
    client.write(Buffer.alloc(30_000));
  }
  await client.untilEnd(BEFORE_LOGIN_LIMIT_MS);
});

it('deep nesting, over and over, on many connections', async () => {
  const nested = Buffer.concat([encodeAmf('connect', 1), Buffer.from('03000161'.repeat(16_000), 'hex')]);
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect('127.0.0.5')));
  for (const client of clients) {
    client.write(clientHandshake());
    client.send({ type: 20, payload: nested });
  }
  await Promise.all(clients.map((client) => client.untilEnd(BEFORE_LOGIN_LIMIT_MS)));
});

it('a crowd of silent sockets does not keep a presenter out, and the publisher inside is not put out', async () => {
  const inside = await startPublisher();
  const crowd = await Promise.all(Array.from({ length: 120 }, () => connect()));
  const { key } = await ingest.newKey();
  const presenter = await connect();
  expect((await presenter.publish('live', key)).code).toBe('NetStream.Publish.Start');
  expect(inside.client.end).toBeUndefined();
  await waitUntil(() => crowd.filter((client) => client.end !== undefined).length >= 70, { within: 10_000, what: 'the crowd put out' });
  for (const client of [...crowd, presenter, inside.client]) client.close();
});

it('a reader of the feed that does not read is let go; the publisher and the other readers are not disturbed', async () => {
  const { client, stream, reading } = await startPublisher();
  const slow = await ingest.feed.get(`/feed/sessions/${await ingest.feed.accepted(stream)}.flv`);
  slow.pause();
  // the kernel's buffers on both sides take some MiB before ours fill
  const pictures = 40;
  for (let sent = 1; sent <= pictures; sent++) {
    client.video(400 + sent, picture(Buffer.alloc(MIB, sent), true));
    await waitUntil(() => reading.tags.at(-1)?.timestampMs === 400 + sent, { within: 10_000, what: 'the picture' });
  }
  let received = 0;
  let isOver = false;
  slow.on('data', (bytes: Buffer) => {
    received += bytes.byteLength;
  });
  slow.once('close', () => {
    isOver = true;
  });
  slow.resume();
  await waitUntil(() => isOver, { within: 10_000, what: 'the end of the slow reader' });
  expect(received).toBeLessThan(30 * MIB);
  expect([client.end, reading.isOver]).toEqual([undefined, false]);
  client.close();
});

it('the feed asks for its credential, and says nothing of what it does not know', async () => {
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    (await fetch(ingest.feedUrl + path, { headers, method, signal: AbortSignal.timeout(5_000) })).status;
  const right = { authorization: 'Bearer feed-token-of-a-test' };
  expect(await ask('/feed/events')).toBe(401);
  expect(await ask('/feed/events', { authorization: 'Bearer feed-token-of-a-tesT' })).toBe(401);
  expect(await ask('/feed/sessions/unknown-session.flv', right)).toBe(404);
  expect(await ask('/feed/sessions/..%2fkeys.json', right)).toBe(404);
  expect(await ask('/', right)).toBe(404);
  expect(await ask('/feed/events', right, 'POST')).toBe(405);
});
