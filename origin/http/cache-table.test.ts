import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE, STREAM } from '../testing/show.ts';
import type { TestOrigin } from '../testing/test-origin.ts';
import { testOrigin } from '../testing/test-origin.ts';

let origin: TestOrigin;

beforeEach(async () => {
  origin = await testOrigin();
  const { show } = origin;
  await origin.play(show.opened(), show.run(), show.segments(9), show.part());
});
afterEach(() => origin.close());

const PLAYLIST = `/live/${STREAM}/${SOURCE}/index.m3u8`;
const media = (name: string): string => `/live/${STREAM}/${SOURCE}/recording1prefix-${name}`;
const cacheOf = async (url: string): Promise<string | undefined> => (await origin.get(url)).headers['cache-control'];

describe('the cache table', () => {
  it('a playlist with _HLS_msn (200): public, max-age = 6 x TARGETDURATION', async () => {
    expect(await cacheOf(`${PLAYLIST}?_HLS_msn=9&_HLS_part=0`)).toBe('public, max-age=12');
    expect(await cacheOf(`${PLAYLIST}?_HLS_msn=2`)).toBe('public, max-age=12');
    expect(await cacheOf(`${PLAYLIST}?_HLS_msn=9&_HLS_part=0&_HLS_skip=YES`)).toBe('public, max-age=12');
  });

  it('a playlist with _HLS_msn carries no Age of its own: a cache counts from 0', async () => {
    expect((await origin.get(`${PLAYLIST}?_HLS_msn=9&_HLS_part=0`)).headers['age']).toBeUndefined();
  });

  it('a media playlist without directives: max-age=1, with Age', async () => {
    for (const url of [PLAYLIST, `${PLAYLIST}?_HLS_skip=YES`]) {
      const { headers } = await origin.get(url);
      expect([headers['cache-control'], headers['age']]).toEqual(['public, max-age=1', '0']);
    }
  });

  it('400, 404, 503: at most a second', async () => {
    const bad = await origin.get(`${PLAYLIST}?_HLS_part=1`);
    const missing = await origin.get(media('s99.m4s'));
    const unknown = await origin.get('/nothing/here');
    const held = origin.get(`${PLAYLIST}?_HLS_msn=10`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    origin.clock.advance(6_000);
    const late = await held;
    expect([bad.status, missing.status, unknown.status, late.status]).toEqual([400, 404, 404, 503]);
    for (const { headers } of [bad, missing, unknown, late]) expect(headers['cache-control']).toBe('public, max-age=1');
  });

  it('a part, a segment, an init section: a year, immutable', async () => {
    for (const name of ['i0.mp4', 's8.m4s', 'p9.0.m4s']) {
      expect(await cacheOf(media(name))).toBe('public, max-age=31536000, immutable');
    }
  });

  it('the multivariant playlist: half a TARGETDURATION', async () => {
    expect(await cacheOf(`/live/${STREAM}/index.m3u8`)).toBe('public, max-age=1');
  });

  it('a recording: its media a year, its playlists two seconds, a poster five', async () => {
    await origin.store.putText(`recordings/${STREAM}/recording-1/index.m3u8`, '#EXTM3U\n');
    await origin.store.putText(`recordings/${STREAM}/recording-1/source/index.m3u8`, '#EXTM3U\n');
    await origin.store.putText(`recordings/${STREAM}/recording-1/source/recording1prefix-s0.m4s`, 'media');
    await origin.store.putText(`posters/${STREAM}.jpg`, 'picture');
    expect(await cacheOf(`/recordings/${STREAM}/recording-1/index.m3u8`)).toBe('public, max-age=2');
    expect(await cacheOf(`/recordings/${STREAM}/recording-1/source/index.m3u8`)).toBe('public, max-age=2');
    expect(await cacheOf(`/recordings/${STREAM}/recording-1/source/recording1prefix-s0.m4s`)).toBe('public, max-age=31536000, immutable');
    expect(await cacheOf(`/live/${STREAM}/poster.jpg`)).toBe('public, max-age=5');
  });

  it('what operations look at is never cached', async () => {
    for (const url of ['/healthz', '/readyz', '/metrics']) expect(await cacheOf(url)).toBe('no-store');
  });

  it('a status: a second', async () => {
    expect(await cacheOf(`/api/streams/${STREAM}`)).toBe('public, max-age=1');
  });
});
