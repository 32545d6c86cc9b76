import { execFile } from 'node:child_process';
import type { ClientHttp2Session, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { connect } from 'node:http2';
import { request } from 'node:https';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseMediaPlaylist } from '../core/hls/media-playlist-parse.ts';
import { MediaLogMemory } from '../core/ports/media-log-memory.ts';
import { createLog } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import type { Origin } from './open-origin.ts';
import { openOrigin } from './open-origin.ts';
import { partBytes, Show, SOURCE, STREAM } from './testing/show.ts';
import { originOptions, withFolder } from './testing/test-origin.ts';

const FENCE = { holder: 'test', epoch: 1 };
const PLAYLIST = `/live/${STREAM}/${SOURCE}/index.m3u8`;
const log = createLog({ name: 'origin', level: 'silent' });

interface Rig {
  readonly origin: Origin;
  readonly show: Show;
  readonly metrics: Metrics;
  readonly play: () => Promise<void>;
}

async function withTls(work: (rig: Rig) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certFile],
    ]);
    const mediaLog = new MediaLogMemory({ log });
    const metrics = new Metrics();
    const show = new Show();
    for (const entry of [show.opened(), show.run(), ...show.segments(9), ...show.part()]) await mediaLog.append(STREAM, entry, FENCE);
    const origin = await openOrigin(originOptions({ mediaLog, metrics, log, tls: { certFile, keyFile } }));
    try {
      await work({
        origin,
        show,
        metrics,
        play: async () => {
          for (const part of show.part()) await mediaLog.append(STREAM, part, FENCE);
        },
      });
    } finally {
      await origin.close();
      await mediaLog.close();
    }
  });
}

interface H2Answer {
  readonly headers: IncomingHttpHeaders & IncomingHttpStatusHeader;
  readonly body: Buffer;
}

function get(session: ClientHttp2Session, url: string, headers: Readonly<Record<string, string>> = {}): Promise<H2Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': url, ...headers });
    let got: H2Answer['headers'] = {};
    const chunks: Buffer[] = [];
    stream.on('response', (all) => {
      got = all;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => resolve({ headers: got, body: Buffer.concat(chunks) }));
    stream.on('error', reject);
  });
}

async function openSession(origin: Origin): Promise<ClientHttp2Session> {
  const session = connect(`https://localhost:${origin.port}`, { rejectUnauthorized: false });
  session.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    session.once('connect', () => resolve());
    session.once('error', reject);
  });
  return session;
}

const heldIs = (metrics: Metrics, count: number) =>
  waitUntil(async () => (await metrics.text()).includes(`\norigin_held_requests_count ${count}\n`), { within: 10_000 });

describe('HTTP/2 with TLS files (rule 17)', () => {
  it('rule 17: HTTP/2, with the headers and the packing of HTTP/1.1', () =>
    withTls(async ({ origin }) => {
      const session = await openSession(origin);
      expect(session.alpnProtocol).toBe('h2');
      const { headers, body } = await get(session, PLAYLIST, { 'accept-encoding': 'gzip' });
      expect(headers).toMatchObject({
        ':status': 200,
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=1',
        age: '0',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Age, Date',
        'timing-allow-origin': '*',
      });
      expect(headers['date']).toBeDefined();
      expect(parseMediaPlaylist(gunzipSync(body).toString()).segments).toHaveLength(10);
      session.close();
    }));

  it('many requests are held on one connection, and a part fetched past them', () =>
    withTls(async ({ origin, show, metrics, play }) => {
      const session = await openSession(origin);
      const held = Array.from({ length: 50 }, () => get(session, `${PLAYLIST}?_HLS_msn=9&_HLS_part=1`));
      const hinted = get(session, `/live/${STREAM}/${SOURCE}/${show.profile.namePrefix}-p9.1.m4s`);
      await heldIs(metrics, 51);
      const part = await get(session, `/live/${STREAM}/${SOURCE}/${show.profile.namePrefix}-p9.0.m4s`);
      expect(part.body.equals(partBytes(SOURCE, 9, 0))).toBe(true);
      await play();
      const answers = await Promise.all(held);
      expect(new Set(answers.map((answer) => answer.body.toString())).size).toBe(1);
      expect((await hinted).body.equals(partBytes(SOURCE, 9, 1))).toBe(true);
      session.close();
    }));

  it('a request that is cancelled frees its place, the others stay', () =>
    withTls(async ({ origin, metrics, play }) => {
      const session = await openSession(origin);
      const stays = get(session, `${PLAYLIST}?_HLS_msn=9&_HLS_part=1`);
      const cancelled = session.request({ ':path': `${PLAYLIST}?_HLS_msn=9&_HLS_part=1` });
      cancelled.on('error', () => undefined);
      await heldIs(metrics, 2);
      cancelled.close();
      await heldIs(metrics, 1);
      await play();
      expect((await stays).headers[':status']).toBe(200);
      session.close();
    }));

  it('a stop answers what is held and closes the connection', () =>
    withTls(async ({ origin, metrics }) => {
      const session = await openSession(origin);
      const held = get(session, `${PLAYLIST}?_HLS_msn=9&_HLS_part=1`);
      await heldIs(metrics, 1);
      const closed = origin.close();
      expect((await held).headers[':status']).toBe(503);
      await closed;
      await waitUntil(() => session.closed || session.destroyed, { within: 5_000 });
    }));

  it('errors are the same: an address that cannot be decoded, a stream that is not there', () =>
    withTls(async ({ origin }) => {
      const session = await openSession(origin);
      const bad = await get(session, '/%E0%A4%A');
      const missing = await get(session, '/live/nobody/index.m3u8');
      expect([bad.headers[':status'], missing.headers[':status']]).toEqual([400, 404]);
      expect(JSON.parse(bad.body.toString())).toMatchObject({ code: 'ORIGIN_BAD_REQUEST' });
      expect(bad.headers['cache-control']).toBe('public, max-age=1');
      session.close();
    }));

  it('HTTP/1.1 is spoken on the same port', () =>
    withTls(async ({ origin }) => {
      const status = await new Promise((resolve, reject) => {
        request({ host: 'localhost', port: origin.port, path: PLAYLIST, rejectUnauthorized: false }, (response) => {
          response.resume();
          resolve([response.httpVersion, response.statusCode]);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toEqual(['1.1', 200]);
    }));
});
