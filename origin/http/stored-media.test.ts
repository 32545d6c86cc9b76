import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { StoreInMemory } from '../testing/store-in-memory.ts';
import { StoredMedia } from './stored-media.ts';

let store: StoreInMemory;
let clock: ManualClock;
let lines: string[];
let stored: StoredMedia;

beforeEach(() => {
  store = new StoreInMemory();
  clock = new ManualClock();
  lines = [];
  const log = createLog({ name: 'origin', destination: { write: (line) => lines.push(line) } });
  stored = new StoredMedia({ store, clock, log, cacheBytes: 1_000 });
});

const text = async (key: string): Promise<string> => (await stored.playlist(key)).plain.toString();

describe('media that never change', () => {
  it('everybody who asks at once shares one fetch, and the next one none', async () => {
    await store.putText('a', 'bytes');
    const letGo = store.holdGets();
    const asked = Array.from({ length: 50 }, () => stored.media('a'));
    letGo();
    const got = await Promise.all(asked);
    expect(new Set(got.map((bytes) => bytes.toString()))).toEqual(new Set(['bytes']));
    await stored.media('a');
    expect(store.gets).toEqual(['a']);
  });

  it('those used longest ago leave when the memory is full', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await store.putText(key, key.repeat(240));
    for (const key of ['a', 'b', 'c', 'd', 'a', 'e']) await stored.media(key);
    expect(stored.keptBytes).toBe(960);
    await stored.media('a');
    expect(store.gets).toEqual(['a', 'b', 'c', 'd', 'e']);
    await stored.media('b');
    expect(store.gets).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
  });

  it('what is larger than a quarter of the memory is not kept', async () => {
    await store.putText('large', 'x'.repeat(300));
    await stored.media('large');
    await stored.media('large');
    expect([store.gets.length, stored.keptBytes]).toEqual([2, 0]);
  });

  it('what is not there is said so, and asked for again the next time', async () => {
    await expect(stored.media('a')).rejects.toMatchObject({ code: 'ORIGIN_NO_SUCH_MEDIA' });
    await store.putText('a', 'now');
    expect((await stored.media('a')).toString()).toBe('now');
  });

  it('no more than 128 are fetched at once: the rest is told to ask again', async () => {
    const letGo = store.holdGets();
    const asked = Array.from({ length: 128 }, (_, index) => stored.media(`key${index}`).catch(() => undefined));
    await expect(stored.media('one-more')).rejects.toMatchObject({ code: 'ORIGIN_STORE_AWAY', status: 503 });
    letGo();
    await Promise.all(asked);
  });

  it('a store that is away is told of once in ten seconds, to the log, not to the viewer', async () => {
    store.isAway = true;
    for (let turn = 0; turn < 5; turn++) {
      await expect(stored.media('a')).rejects.toThrow('recordings cannot be reached at the moment');
      clock.advance(3_000);
    }
    expect(lines).toHaveLength(2);
  });
});

describe('playlists that may grow', () => {
  it('are asked for again after a second', async () => {
    await store.putText('p', 'one');
    expect(await text('p')).toBe('one');
    await store.putText('p', 'two');
    clock.advance(999);
    expect(await text('p')).toBe('one');
    clock.advance(1);
    expect(await text('p')).toBe('two');
    expect(store.gets).toHaveLength(2);
  });

  it('are packed once for each text, and named by it', async () => {
    await store.putText('p', 'text '.repeat(100));
    const first = await stored.playlist('p');
    clock.advance(2_000);
    const again = await stored.playlist('p');
    expect(again.gzipped).toBe(first.gzipped);
    expect(again.etag).toBe(first.etag);
    expect(gunzipSync(first.gzipped)).toEqual(first.plain);
    await store.putText('p', 'another');
    clock.advance(2_000);
    expect((await stored.playlist('p')).etag).not.toBe(first.etag);
  });

  it('stay as they were while the store is away', async () => {
    await store.putText('p', 'one');
    await text('p');
    store.isAway = true;
    clock.advance(600_000);
    expect(await text('p')).toBe('one');
    await expect(stored.playlist('never-seen')).rejects.toMatchObject({ code: 'ORIGIN_STORE_AWAY' });
    store.isAway = false;
    await store.putText('p', 'two');
    clock.advance(2_000);
    expect(await text('p')).toBe('two');
  });

  it('one that was deleted is gone', async () => {
    await store.putText('p', 'one');
    await text('p');
    await store.delete('p');
    clock.advance(2_000);
    await expect(stored.playlist('p')).rejects.toMatchObject({ code: 'ORIGIN_NO_SUCH_MEDIA' });
  });
});
