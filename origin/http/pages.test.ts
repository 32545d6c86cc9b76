import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { STREAM } from '../testing/show.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { AccessBook } from '../access/access-book.ts';
import type { TestOrigin } from '../testing/test-origin.ts';
import { testOrigin, withFolder } from '../testing/test-origin.ts';

/** A page of two files. */
async function withPage(work: (origin: TestOrigin) => Promise<void>, access?: AccessBook): Promise<void> {
  await withFolder(async (pageDir) => {
    await mkdir(path.join(pageDir, 'assets'));
    await writeFile(path.join(pageDir, 'index.html'), '<!doctype html><title>Watch</title>');
    await writeFile(path.join(pageDir, 'assets', 'main-abc123.js'), 'export {};'.repeat(50));
    await writeFile(path.join(pageDir, 'secret.txt'), 'not an asset');
    await writeFile(path.join(pageDir, 'embed.js'), 'customElements;');
    const origin = await testOrigin({ pageDir, ...(access === undefined ? {} : { access }) });
    try {
      await work(origin);
    } finally {
      await origin.close();
    }
  });
}

describe('the watch page', () => {
  it('is revalidated, loads nothing from elsewhere, and cannot be framed elsewhere', () =>
    withPage(async (origin) => {
      const page = await origin.get(`/watch/${STREAM}`);
      expect(page.status).toBe(200);
      expect(page.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      const policy = page.headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/https?:|unsafe/);
      expect((await origin.get(`/watch/${STREAM}`, { 'if-none-match': page.headers['etag'] ?? '' })).status).toBe(304);
    }));

  it('in a frame it is shown by whom the event names, and by nobody else', async () => {
    const embedOrigins = [
      'https://www.example.org',
      'https://a.example:8443',
      'https://evil.example; script-src *',
      'http://plain.example',
    ];
    const listing = (stream: StreamId) => ({ stream, title: 'x', live: 'open', recordings: 'open', embedOrigins }) as const;
    await withPage(
      async (origin) => {
        const policyAt = async (url: string) => (await origin.get(url)).headers['content-security-policy'] ?? '';
        expect(await policyAt(`/embed/${STREAM}`)).toMatch(
          /; frame-ancestors 'self' https:\/\/www\.example\.org https:\/\/a\.example:8443$/,
        );
        expect(await policyAt(`/watch/${STREAM}`)).toMatch(/; frame-ancestors 'self'$/);
        const script = await origin.get('/embed.js');
        expect(script.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
      },
      { listing, isRevoked: () => false },
    );
    await withPage(async (origin) => {
      expect((await origin.get('/embed/nobody-knows')).headers['content-security-policy']).toMatch(/; frame-ancestors 'self'$/);
    });
  });

  it('who may not show it gets a page that says so, without script and without anything of the event; the page itself is never open to him', async () => {
    const embedOrigins = ['https://www.example.org'];
    const listing = (stream: StreamId) => ({ stream, title: 'A secret title', live: 'open', recordings: 'open', embedOrigins }) as const;
    const frameOf = (referer: string, language: string) => ({
      ...{ 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site', referer, 'accept-language': language },
    });
    await withPage(
      async (origin) => {
        const refused = await origin.get(`/embed/${STREAM}`, frameOf('https://stranger.example/', 'cs, ru-RU;q=0.8, de;q=0.9'));
        expect(refused).toMatchObject({
          status: 403,
          headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-language': 'de' },
        });
        expect(refused.headers['vary']).toMatch(/sec-fetch-dest.*referer.*accept-language/);
        expect(refused.text).toContain('<html lang="de" dir="ltr">');
        expect(refused.text).toContain(`<a href="/watch/${STREAM}" target="_blank" rel="noopener">Auf ihrer eigenen Seite öffnen</a>`);
        expect(refused.text).not.toMatch(/secret|<script|<img|javascript:/i);
        const policy = refused.headers['content-security-policy'] ?? '';
        expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*sandbox allow-popups allow-popups-to-escape-sandbox$/);
        const style = /<style>(.*)<\/style>/s.exec(refused.text)?.[1] ?? '';
        expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);

        const asked = await origin.get(`/watch/${STREAM}?lang=fa`, frameOf('https://www.example.org/', 'en'));
        expect(asked.text).toContain('<html lang="fa" dir="rtl">');
        expect(asked.text).toContain(`href="/watch/${STREAM}?lang=fa"`);
        const nonsense = await origin.get('/embed/%22%3E%3Cb%3E?lang=%22%3E', frameOf('https://stranger.example/', 'xx'));
        expect([nonsense.status, nonsense.text.includes('<a '), nonsense.text.includes('<b>')]).toEqual([403, false, false]);
        // nothing tells whether there is such an event
        const unknown = await origin.get('/embed/nobody-knows', frameOf('https://stranger.example/', 'de'));
        expect(unknown.text.replace('nobody-knows', STREAM)).toBe(refused.text);

        const { referer: _, ...silent } = frameOf('https://stranger.example/', 'de');
        for (const headers of [silent, frameOf('https://www.example.org/', 'de')]) {
          const page = await origin.get(`/embed/${STREAM}`, headers);
          expect(page.status).toBe(200);
          expect(page.headers['content-security-policy']).toMatch(/; frame-ancestors 'self' https:\/\/www\.example\.org$/);
          expect(page.headers['vary']).toContain('referer');
        }
      },
      { listing, isRevoked: () => false },
    );
  });

  it('its files are immutable and packed', () =>
    withPage(async (origin) => {
      const packed = await origin.get('/assets/main-abc123.js', { 'accept-encoding': 'gzip' });
      expect(packed.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'gzip',
        vary: 'accept-encoding',
      });
      expect(gunzipSync(packed.bytes).toString()).toBe((await origin.get('/assets/main-abc123.js')).text);
    }));

  it('only assets are assets', () =>
    withPage(async (origin) => {
      for (const url of ['/assets/none.js', '/assets/../secret.txt', '/assets/..%2fsecret.txt', '/assets/..%2findex.html', '/assets/.js']) {
        expect((await origin.get(url)).status, url).toBe(404);
      }
    }));

  it('the front door leads to the front stream', () =>
    withPage(async (origin) => {
      const answer = await origin.get('/');
      expect([answer.status, answer.headers['location']]).toEqual([302, `/watch/${STREAM}`]);
    }));
});

describe('the studio', () => {
  it('is one page at each of its addresses, cannot be framed at all, and has its own files', () =>
    withFolder(async (studioDir) => {
      await mkdir(path.join(studioDir, 'assets'));
      await writeFile(path.join(studioDir, 'index.html'), '<!doctype html><title>Studio</title>');
      await writeFile(path.join(studioDir, 'assets', 'main-abc123.js'), 'export {};');
      const origin = await testOrigin({ studioDir });
      try {
        expect((await origin.get('/studio')).headers['location']).toBe('/studio/');
        for (const url of ['/studio/', '/studio/events/0190/keys']) {
          const page = await origin.get(url);
          expect([page.status, page.headers['cache-control']], url).toEqual([200, 'no-cache']);
          const policy = page.headers['content-security-policy'] ?? '';
          expect(policy).toContain("frame-ancestors 'none'");
          expect(policy).toContain("require-trusted-types-for 'script'");
          expect(policy).not.toMatch(/https?:|unsafe/);
        }
        expect((await origin.get('/studio/assets/main-abc123.js')).headers['cache-control']).toContain('immutable');
        expect((await origin.get('/studio/assets/..%2findex.html')).status).toBe(404);
        expect((await origin.get('/assets/main-abc123.js')).status).toBe(404);
      } finally {
        await origin.close();
      }
    }));
});

describe('what a page asks about a stream', () => {
  const status = async (origin: TestOrigin): Promise<unknown> => JSON.parse((await origin.get(`/api/streams/${STREAM}`)).text);

  it('before, during and after', async () => {
    const origin = await testOrigin();
    const { show } = origin;
    expect(await status(origin)).toEqual({
      stream: STREAM,
      title: 'The keynote',
      state: 'waiting',
      sinceMs: null,
      startedMs: null,
      liveUrl: null,
      recordingUrl: null,
      posterUrl: null,
      recording: null,
      nowMs: origin.clock.nowMs(),
    });
    await origin.play(show.opened(), show.run());
    expect(await status(origin)).toMatchObject({ state: 'waiting', liveUrl: null, recording: 'recording-1' });
    await origin.play(show.segments(1));
    expect(await status(origin)).toMatchObject({ state: 'live', liveUrl: `/live/${STREAM}/index.m3u8`, recordingUrl: null });
    await origin.store.putText(`recordings/${STREAM}/recording-1/index.m3u8`, '#EXTM3U');
    await origin.store.putText(`posters/${STREAM}.jpg`, 'picture');
    origin.clock.advance(2_000);
    expect(await status(origin)).toMatchObject({
      recordingUrl: `/recordings/${STREAM}/recording-1/index.m3u8`,
      posterUrl: `/live/${STREAM}/poster.jpg`,
    });
    await origin.play(show.run('slate'), show.segments(1));
    expect(await status(origin)).toMatchObject({ state: 'slate', liveUrl: `/live/${STREAM}/index.m3u8` });
    await origin.play(show.ended());
    expect(await status(origin)).toMatchObject({
      state: 'ended',
      liveUrl: null,
      recordingUrl: `/recordings/${STREAM}/recording-1/index.m3u8`,
    });
    await origin.close();
  });

  it('of an event that is over and that no timeline tells of any more: the store knows its recording', async () => {
    const listing = (stream: StreamId) =>
      ({ stream, title: 'x', live: 'none', recordings: 'open', off: { state: 'ended', to: 'open' } }) as const;
    const origin = await testOrigin({ access: { listing, isRevoked: () => false } });
    expect(await status(origin)).toMatchObject({ state: 'ended', recordingUrl: null, recording: null });
    await origin.store.putText(`recordings/${STREAM}/newest.json`, '{"recording":"recording-9","startMs":1}');
    await origin.store.putText(`recordings/${STREAM}/recording-9/index.m3u8`, '#EXTM3U');
    origin.clock.advance(10_000);
    const known = { state: 'ended', recordingUrl: `/recordings/${STREAM}/recording-9/index.m3u8`, recording: 'recording-9' };
    expect(await status(origin)).toMatchObject(known);
    origin.clock.advance(10_000);
    origin.store.isAway = true;
    expect(await status(origin)).toMatchObject(known);
    await origin.close();
  });

  it('does not fail with the object store', async () => {
    const origin = await testOrigin();
    const { show } = origin;
    await origin.play(show.opened(), show.run(), show.segments(1));
    origin.store.isAway = true;
    expect(await status(origin)).toMatchObject({ state: 'live', recordingUrl: null });
    await origin.close();
  });

  it('nobody is told of streams that are not there', async () => {
    const origin = await testOrigin();
    for (const name of ['nobody', 'No%20Name', '..%2f']) expect((await origin.get(`/api/streams/${name}`)).status).toBe(404);
    await origin.close();
  });
});

describe('what operations look at', () => {
  it('the process answers, and says what it is not ready for', async () => {
    const origin = await testOrigin();
    expect((await origin.get('/healthz')).status).toBe(200);
    expect([200, 503]).toContain((await origin.get('/readyz')).status);
    const metrics = await origin.get('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    await origin.close();
  });
});
