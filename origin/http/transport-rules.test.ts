import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partBytes, SOURCE, STREAM } from '../testing/show.ts';
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
const PART = `/live/${STREAM}/${SOURCE}/recording1prefix-p9.0.m4s`;
const MULTIVARIANT = `/live/${STREAM}/index.m3u8`;

describe('rule 17', () => {
  it('rule 17: playlists are sent with gzip to whoever takes it, and cached apart', async () => {
    for (const url of [PLAYLIST, MULTIVARIANT, `${PLAYLIST}?_HLS_skip=YES`]) {
      const plain = await origin.get(url);
      const packed = await origin.get(url, { 'accept-encoding': 'gzip, deflate, br' });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(packed.bytes).toString()).toBe(plain.text);
      expect([plain.headers['vary'], packed.headers['vary']]).toEqual(['accept-encoding', 'accept-encoding']);
      expect(packed.headers['content-length']).toBe(String(packed.bytes.byteLength));
    }
  });

  it('rule 17: media are not packed again', async () => {
    const part = await origin.get(PART, { 'accept-encoding': 'gzip' });
    expect(part.headers['content-encoding']).toBeUndefined();
    expect(part.bytes).toEqual(partBytes(SOURCE, 9, 0));
  });

  it('rule 17: CORS exposes Age and Date, Timing-Allow-Origin: *, on every answer', async () => {
    const urls = [PLAYLIST, MULTIVARIANT, PART, `${PLAYLIST}?_HLS_part=1`, '/live/nobody/index.m3u8', '/nothing'];
    for (const url of urls) {
      const { headers } = await origin.get(url);
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Age, Date',
        'timing-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('rule 17: no cookie, nothing that depends on who asks: no preflight is ever needed', async () => {
    for (const url of [PLAYLIST, MULTIVARIANT, PART]) {
      const { headers } = await origin.get(url, { origin: 'https://elsewhere.example', cookie: 'a=b' });
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['vary'] ?? 'accept-encoding').toBe('accept-encoding');
    }
  });

  it('types are those that players know', async () => {
    expect((await origin.get(PLAYLIST)).headers['content-type']).toBe('application/vnd.apple.mpegurl');
    expect((await origin.get(PART)).headers['content-type']).toBe('video/mp4');
  });
});

describe('what was asked for before', () => {
  it('a version that the client has is answered 304; the next version is not', async () => {
    for (const url of [PLAYLIST, MULTIVARIANT]) {
      const { headers } = await origin.get(url);
      const again = await origin.get(url, { 'if-none-match': headers['etag'] ?? '' });
      expect([again.status, again.bytes.byteLength, again.headers['cache-control']]).toEqual([304, 0, headers['cache-control']]);
    }
    const before = (await origin.get(PLAYLIST)).headers['etag'] ?? '';
    await origin.play(origin.show.part());
    expect((await origin.get(PLAYLIST, { 'if-none-match': before })).status).toBe(200);
  });

  it('the two forms of a playlist, and the renditions, have etags of their own', async () => {
    const urls = [PLAYLIST, `${PLAYLIST}?_HLS_skip=YES`, PLAYLIST.replace(SOURCE, '480p'), MULTIVARIANT];
    const etags = await Promise.all(urls.map(async (url) => (await origin.get(url)).headers['etag']));
    expect(new Set(etags).size).toBe(4);
  });
});

describe('ranges of media', () => {
  it('one range is sent as such', async () => {
    const whole = partBytes(SOURCE, 9, 0);
    const answer = await origin.get(PART, { range: 'bytes=10-19' });
    expect(answer.status).toBe(206);
    expect(answer.headers).toMatchObject({ 'content-range': 'bytes 10-19/600', 'content-length': '10', 'accept-ranges': 'bytes' });
    expect(answer.bytes).toEqual(whole.subarray(10, 20));
    expect((await origin.get(PART, { range: 'bytes=590-' })).bytes).toEqual(whole.subarray(590));
  });

  it('one that lies outside is refused with the size', async () => {
    const answer = await origin.get(PART, { range: 'bytes=600-' });
    expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */600']);
  });

  it('several, or one under a condition, get everything', async () => {
    expect((await origin.get(PART, { range: 'bytes=0-1,5-6' })).status).toBe(200);
    expect((await origin.get(PART, { range: 'bytes=0-1', 'if-range': '"x"' })).status).toBe(200);
  });
});

describe('methods', () => {
  it('HEAD tells the size and sends nothing', async () => {
    for (const url of [PLAYLIST, PART]) {
      const full = await origin.get(url);
      const head = await origin.get(url, {}, 'HEAD');
      expect(head.status).toBe(200);
      expect(head.bytes.byteLength).toBe(0);
      expect(head.headers['content-length']).toBe(full.headers['content-length']);
      expect(head.headers['cache-control']).toBe(full.headers['cache-control']);
    }
  });

  it('POST finds nothing', async () => {
    expect((await origin.get(PLAYLIST, {}, 'POST')).status).toBe(404);
  });
});

describe('numbers', () => {
  it('are named by the glossary and count what was sent', async () => {
    await origin.get(PART);
    await origin.get(PART, { range: 'bytes=0-9' });
    await origin.get(PART, {}, 'HEAD');
    await origin.get('/live/nobody/index.m3u8');
    const text = await origin.metrics.text();
    expect(text).toContain('origin_media_bytes_total{kind="part"} 610');
    expect(text).toContain('origin_requests_total{route="/live/:stream/index.m3u8",status="404"} 1');
    for (const name of [
      'origin_held_requests_count 0',
      'origin_streams_count 1',
      'origin_window_bytes',
      'origin_stored_cache_bytes 0',
      'origin_reload_hold_seconds_count 0',
      'origin_part_lag_seconds_count',
    ]) {
      expect(text).toContain(name);
    }
  });
});

describe('an error that nobody expected', () => {
  it('is logged whole and answered without a word of it', async () => {
    origin.store.get = () => Promise.reject(new TypeError('/secret/path is not a function'));
    const answer = await origin.get(`/recordings/${STREAM}/recording-1/index.m3u8`);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('secret');
    expect(origin.lines.join('\n')).toContain('the object store does not give what viewers ask for');
  });
});
