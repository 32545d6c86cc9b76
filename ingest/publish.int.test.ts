import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../core/runtime/test-support.ts';
import { layCable } from '../e2e/rig/cable.ts';
import type { Publisher } from '../e2e/rig/publisher.ts';
import { plainCodecs, publishWith, testPicture } from '../e2e/rig/publisher.ts';
import type { TestIngest } from './testing/open-test-ingest.ts';
import { openTestIngest } from './testing/open-test-ingest.ts';
import { RtmpClient } from './testing/rtmp-client.ts';

const SMALL = { size: '320x180', rate: 15 };
const PLAIN = [...testPicture(SMALL), ...plainCodecs({ gopFrames: 15 })];
/** What a busy test machine may take on top of what is promised. */
const ROOM_MS = 2_000;
let ingest: TestIngest;
const publishers: Publisher[] = [];

beforeAll(async () => {
  ingest = await openTestIngest();
});
afterAll(async () => {
  await Promise.all(publishers.map((one) => one.stop('SIGKILL')));
  await ingest.close();
});

function publish(key: string, { args = PLAIN, app = 'live', port = ingest.rtmpPort } = {}): Publisher {
  const publisher = publishWith(`rtmp://127.0.0.1:${port}/${app}/${key}`, args);
  publishers.push(publisher);
  return publisher;
}

describe('a right key', () => {
  it('publishes: the feed begins with metadata, sequence headers and a keyframe', async () => {
    const { key, stream } = await ingest.newKey();
    const publisher = publish(key);
    const session = await ingest.feed.accepted(stream);
    const early = await ingest.feed.read(session);
    await waitUntil(() => early.tags.filter((tag) => tag.type === 9).length > 20, { within: 20_000, what: 'more than a keyframe group' });
    const late = await ingest.feed.read(session);
    await waitUntil(() => late.tags.length > 5, { within: 10_000, what: 'the beginning' });
    const [metadata, picture, sound, first] = late.tags;
    expect(metadata?.type).toBe(18);
    expect(Buffer.from(metadata?.body ?? []).toString('latin1', 3, 13)).toBe('onMetaData');
    expect([picture?.type, picture?.body[0], picture?.body[1]]).toEqual([9, 0x17, 0]);
    expect([sound?.type, sound?.body[1]]).toEqual([8, 0]);
    expect([first?.type, first?.body[0], first?.body[1]]).toEqual([9, 0x17, 1]);
    expect(first?.timestampMs).toBeGreaterThan(0);
    await publisher.stop('SIGKILL');
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'closed' });
    await waitUntil(() => late.isOver, { within: 5_000, what: 'the end of the feed' });
  });

  it('an encoder that ends by itself ends the session at once, and may come again', async () => {
    const { key, stream } = await ingest.newKey();
    const args = [...testPicture({ ...SMALL, seconds: 1 }), ...plainCodecs({ gopFrames: 15 })];
    expect(await publish(key, { args }).ended).toBe(0);
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'closed' });
    expect(await publish(key, { args }).ended).toBe(0);
    expect(ingest.feed.of('accepted', stream)).toHaveLength(2);
  });

  it('primary and backup of one stream publish at once', async () => {
    const primary = await ingest.newKey('primary');
    const backup = await ingest.newKey('backup', primary.stream);
    const both = [publish(primary.key), publish(backup.key)];
    await ingest.feed.accepted(primary.stream, 2);
    const slots = ingest.feed.of('accepted', primary.stream).map((event) => (event.kind === 'accepted' ? event.slot : 'none'));
    expect(new Set(slots)).toEqual(new Set(['primary', 'backup']));
    expect(ingest.feed.of('ended', primary.stream)).toEqual([]);
    await Promise.all(both.map((one) => one.stop('SIGKILL')));
  });
});

describe('the encoder is told why not, and gives up', () => {
  it('a wrong key', async () => {
    const publisher = publish('pk_this-is-a-canary-and-no-key-of-ours0');
    expect(await publisher.ended).not.toBe(0);
    expect(publisher.said()).toContain('The stream key is wrong or was revoked. Copy it again from the event.');
    expect(await ingest.feed.until('refused', null)).toMatchObject({ code: 'INGEST_WRONG_KEY' });
  });

  it('a wrong app', async () => {
    const { key } = await ingest.newKey();
    const publisher = publish(key, { app: 'stream' });
    expect(await publisher.ended).not.toBe(0);
    expect(publisher.said()).toContain('The server address must end in /live.');
  });

  it('a second publisher on a held key; the first is not disturbed', async () => {
    const { key, stream } = await ingest.newKey();
    const first = publish(key);
    const reading = await ingest.feed.read(await ingest.feed.accepted(stream));
    await waitUntil(() => reading.tags.length > 10, { within: 10_000, what: 'media of the first' });
    const second = publish(key);
    expect(await second.ended).not.toBe(0);
    expect(second.said()).toContain('Somebody else is already publishing with this stream key.');
    const before = reading.tags.length;
    await waitUntil(() => reading.tags.length > before + 10, { within: 10_000, what: 'more media of the first' });
    expect(ingest.feed.of('accepted', stream)).toHaveLength(1);
    expect(ingest.feed.of('ended', stream)).toEqual([]);
    await first.stop('SIGKILL');
  });

  // every other codec and size: e2e/bad-input-refused.test.ts
  it('PCM: PCM cannot be broadcast', async () => {
    const { key, stream } = await ingest.newKey();
    const publisher = publish(key, {
      args: [...testPicture({ size: '320x180', rate: 15 }), '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'pcm_s16le', '-ar', '44100'],
    });
    expect(await publisher.ended).not.toBe(0);
    expect(publisher.said()).toContain('PCM cannot be broadcast');
    const refused = await ingest.feed.until('refused', stream);
    expect(refused).toMatchObject({ sentence: expect.stringContaining('PCM cannot be broadcast') });
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'refused-media' });
  });
});

describe('a stream that was live', () => {
  it('a cable cut without a goodbye: the same key is accepted within three seconds', async () => {
    const { key, stream } = await ingest.newKey();
    const cable = await layCable(ingest.rtmpPort);
    const lost = publish(key, { port: cable.port });
    const reading = await ingest.feed.read(await ingest.feed.accepted(stream));
    await waitUntil(() => reading.tags.length > 10, { within: 10_000, what: 'media over the cable' });
    cable.cut();
    const cutMs = performance.now();
    cable.mend();
    const client = await RtmpClient.open({ port: cable.port });
    expect(await client.publish('live', key)).toMatchObject({ level: 'status', code: 'NetStream.Publish.Start' });
    expect(performance.now() - cutMs).toBeLessThan(3_000 + ROOM_MS);
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'replaced' });
    await waitUntil(() => reading.isOver, { within: 5_000, what: 'the end of the old feed' });
    client.close();
    await lost.stop('SIGKILL');
    await cable.close();
  });

  it('a cable that stays cut: the session is idle at once and over after five seconds', async () => {
    const { key, stream } = await ingest.newKey();
    const cable = await layCable(ingest.rtmpPort);
    const lost = publish(key, { port: cable.port });
    const reading = await ingest.feed.read(await ingest.feed.accepted(stream));
    await waitUntil(() => reading.tags.length > 10, { within: 10_000, what: 'media over the cable' });
    cable.cut();
    await ingest.feed.until('idle', stream);
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'timeout' });
    await lost.stop('SIGKILL');
    await cable.close();
  });

  for (const how of ['revoke', 'rotate'] as const) {
    it(`is cut within two seconds when its key is ${how}d, and cannot come back with it`, async () => {
      const { key, id, stream } = await ingest.newKey();
      const publisher = publish(key);
      await ingest.feed.accepted(stream);
      const atMs = performance.now();
      const fresh = await ingest.keys[how](id);
      expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'revoked' });
      expect(performance.now() - atMs).toBeLessThan(2_000 + ROOM_MS);
      expect(await publisher.ended).not.toBe(0);
      expect(publisher.said()).toContain('This stream key was revoked.');
      const again = await RtmpClient.open({ port: ingest.rtmpPort });
      expect(await again.publish('live', key)).toMatchObject({ level: 'error', code: 'NetStream.Publish.Denied' });
      if (fresh === undefined) return;
      const next = await RtmpClient.open({ port: ingest.rtmpPort });
      expect(await next.publish('live', fresh.key)).toMatchObject({ code: 'NetStream.Publish.Start' });
      next.close();
    });
  }
});

it('no key has got into a log, an event or a metric', async () => {
  const made = await ingest.newKey();
  const client = await RtmpClient.open({ port: ingest.rtmpPort });
  await client.publish('live', made.key);
  client.close();
  await ingest.feed.until('ended', made.stream);
  const told = ingest.logText() + JSON.stringify(ingest.feed.events) + (await ingest.metrics());
  expect(told).toContain('publisher accepted');
  expect(told).toContain(made.id);
  expect(told).not.toMatch(/pk_/);
  expect(told).not.toContain(made.key.slice(3, 20));
});
