import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import { liveUrl, posterUrl, recordingUrl, storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { NoSuchStream } from '../errors.ts';
import type { StreamDirectory } from '../live/stream-directory.ts';
import type { App } from './app.ts';
import { CACHE } from './media-headers.ts';
import { StoredThings } from './stored-things.ts';

export interface PageRoutes {
  readonly directory: StreamDirectory;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** The folder of the built watch page. */
  readonly pageDir: string;
  /** A stream's title; undefined when there is no such stream. */
  readonly titleOf: (stream: StreamId) => string | undefined;
}

/** Everything from this site, nothing from anywhere else; media through blobs, as Media Source Extensions need it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const ASSET_PATTERN = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|woff2|svg|png|json)$/;
const ASSET_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The watch page, its files, and what it asks about a stream. */
export function addPageRoutes(app: App, options: PageRoutes): void {
  const { directory, clock, pageDir, titleOf } = options;
  const stored = new StoredThings(options.store, clock);
  const files = new Map<string, Promise<Buffer>>();

  app.get('/watch/:stream', async (_request, reply) => {
    const page = await readFile(path.join(pageDir, 'index.html'));
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'same-origin',
        'permissions-policy': 'camera=(), microphone=(), geolocation=()',
        'cross-origin-opener-policy': 'same-origin',
      })
      .send(page);
  });

  app.get('/assets/:name', async (request, reply) => {
    const { name } = request.params as { name: string };
    if (!ASSET_PATTERN.test(name)) return reply.callNotFound();
    let file = files.get(name);
    if (file === undefined) {
      file = readFile(path.join(pageDir, 'assets', name));
      files.set(name, file);
    }
    try {
      const bytes = await file;
      return await reply
        .headers({ 'content-type': ASSET_TYPES[path.extname(name)] ?? 'application/octet-stream', 'cache-control': CACHE.forever })
        .send(bytes);
    } catch {
      files.delete(name);
      return reply.callNotFound();
    }
  });

  app.get('/api/streams/:stream', async (request, reply) => {
    const { stream: text } = request.params as { stream: string };
    const stream = asStreamId(text);
    const title = stream === undefined ? undefined : titleOf(stream);
    if (stream === undefined || title === undefined) throw new NoSuchStream({ stream: stream ?? 'that name' });
    const live = directory.find(stream);
    const facts = live?.facts;
    const recording = facts?.recording ?? null;
    const isOnAir = live?.isPlayable === true && facts?.state !== 'ended';
    const [hasRecording, hasPoster] = await Promise.all([
      recording === null ? false : stored.has(storeKeys.multivariant(stream, recording)),
      stored.has(storeKeys.poster(stream)),
    ]);
    const status: StreamStatus = {
      stream,
      title,
      state: isOnAir || facts?.state === 'ended' ? (facts?.state ?? 'waiting') : 'waiting',
      sinceMs: facts?.sinceMs ?? null,
      startedMs: facts?.startedMs ?? null,
      liveUrl: isOnAir ? liveUrl(stream) : null,
      recordingUrl: hasRecording && recording !== null ? recordingUrl(stream, recording) : null,
      posterUrl: hasPoster ? posterUrl(stream) : null,
      recording,
      nowMs: clock.nowMs(),
    };
    return reply.headers({ 'cache-control': CACHE.brief, 'access-control-allow-origin': '*' }).send(status);
  });
}
