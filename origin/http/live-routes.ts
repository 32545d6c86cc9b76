import type { FastifyReply, FastifyRequest } from 'fastify';
import { asRenditionId, asStreamId } from '../../core/contracts/ids.ts';
import type { MediaName } from '../../core/contracts/media-names.ts';
import { parseMediaName } from '../../core/contracts/media-names.ts';
import { BadDirective, HeldTooLong, NoSuchMedia, NoSuchStream, TooManyHeld } from '../errors.ts';
import type { HoldEnd, Holding } from '../live/holding.ts';
import type { LiveStream, RenderedPlaylist } from '../live/live-stream.ts';
import { advancePartLimit, decideReload } from '../live/reload.ts';
import type { RenditionWindow } from '../live/rendition-window.ts';
import type { StreamDirectory } from '../live/stream-directory.ts';
import type { App } from './app.ts';
import { CACHE, PLAYLIST_TYPE, sendMedia } from './media-headers.ts';
import type { OriginMetrics } from './origin-metrics.ts';

export interface LiveRoutes {
  readonly directory: StreamDirectory;
  readonly holding: Holding;
  readonly metrics: OriginMetrics;
}

interface Directives {
  readonly msn: number | undefined;
  readonly part: number | undefined;
  readonly delta: boolean;
}

/** The live window over HTTP: playlists with blocking reload, parts, segments, init sections. */
export function addLiveRoutes(app: App, options: LiveRoutes): void {
  const { directory, holding, metrics } = options;

  const streamOf = (params: unknown): LiveStream => {
    const name = (params as { stream: string }).stream;
    const id = asStreamId(name);
    const found = id === undefined ? undefined : directory.find(id);
    if (found === undefined) throw new NoSuchStream({ stream: id ?? 'that name' });
    return found;
  };
  const windowOf = (stream: LiveStream, params: unknown): RenditionWindow => {
    const id = asRenditionId((params as { rendition: string }).rendition);
    const window = id === undefined ? undefined : stream.rendition(id);
    if (window === undefined) throw new NoSuchMedia({});
    return window;
  };
  const judge = (end: HoldEnd, limitMs: number): void => {
    if (end === 'timeout') throw new HeldTooLong({ seconds: limitMs / 1000 });
    if (end === 'refused') throw new TooManyHeld({});
  };
  const holdLimitMs = (stream: LiveStream): number => (stream.profile?.targetDurationSeconds ?? 4) * 3000;

  app.get('/live/:stream/index.m3u8', async (request, reply) => {
    const stream = streamOf(request.params);
    const rendered = stream.isPlayable ? await stream.multivariant() : undefined;
    if (rendered === undefined) throw new NoSuchStream({ stream: stream.stream });
    const halfTarget = Math.max(1, Math.floor((stream.profile?.targetDurationSeconds ?? 2) / 2));
    return sendPlaylist(request, reply, rendered, `public, max-age=${halfTarget}`);
  });

  app.get('/live/:stream/:rendition/index.m3u8', async (request, reply) => {
    const stream = streamOf(request.params);
    const window = windowOf(stream, request.params);
    const { msn, part, delta } = readDirectives(request.query);
    const partLimit = advancePartLimit(stream.profile?.partTargetSeconds ?? 1);
    const decide = () => decideReload(window.edge, msn, part, partLimit);
    const decision = decide();
    if (decision === 'refuse') throw new BadDirective({ reason: `segment ${msn} is too far ahead of ${window.edge.lastMsn}` });
    if (decision === 'hold') {
      const started = performance.now();
      const limitMs = holdLimitMs(stream);
      const end = await holding.wait(stream, window.id, () => decide() !== 'hold', limitMs, request.signal);
      metrics.held.observe((performance.now() - started) / 1000);
      if (end === 'gone') return reply.code(499).send();
      judge(end, limitMs);
      if (stream.rendition(window.id) !== window) throw new NoSuchMedia({});
    }
    const rendered = await stream.playlist(window, delta);
    if (rendered === undefined) throw new NoSuchStream({ stream: stream.stream });
    const target = stream.profile?.targetDurationSeconds ?? 4;
    if (msn === undefined) reply.header('age', '0');
    return sendPlaylist(request, reply, rendered, msn === undefined ? 'public, max-age=1' : `public, max-age=${target * 6}`);
  });

  app.get('/live/:stream/:rendition/:name', async (request, reply) => {
    const stream = streamOf(request.params);
    const window = windowOf(stream, request.params);
    const name = parseMediaName((request.params as { name: string }).name);
    if (name === undefined || name.prefix !== stream.profile?.namePrefix) throw new NoSuchMedia({});
    let bytes = read(window, name, (request.params as { name: string }).name);
    if (bytes === undefined && isComing(window, name)) {
      const limitMs = holdLimitMs(stream);
      const end = await holding.wait(stream, window.id, () => !isComing(window, name), limitMs, request.signal);
      if (end === 'gone') return reply.code(499).send();
      judge(end, limitMs);
      bytes = read(window, name, (request.params as { name: string }).name);
    }
    if (bytes === undefined) throw new NoSuchMedia({});
    metrics.bytes.inc({ kind: name.kind }, bytes.byteLength);
    return sendMedia(reply, bytes, 'video/mp4', CACHE.forever);
  });
}

function read(window: RenditionWindow, name: MediaName, text: string): Uint8Array | undefined {
  if (name.kind === 'init') return window.init(text);
  return name.kind === 'segment' ? window.segmentBytes(name.msn) : window.partBytes(name.msn, name.part);
}

/** The part that the preload hint names, and no other: it is held until it is whole (rule 11). */
function isComing(window: RenditionWindow, name: MediaName): boolean {
  const { lastMsn, lastParts, isLastClosed, isEnded } = window.edge;
  if (name.kind !== 'part' || lastMsn === undefined || isEnded) return false;
  return isLastClosed ? name.msn === lastMsn + 1 && name.part === 0 : name.msn === lastMsn && name.part === lastParts;
}

function readDirectives(query: unknown): Directives {
  const { _HLS_msn: msn, _HLS_part: part, _HLS_skip: skip } = query as Record<string, unknown>;
  const number = (name: string, value: unknown): number | undefined => {
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new BadDirective({ reason: `${name} is not a whole number` });
    return Number(value);
  };
  const directives = { msn: number('_HLS_msn', msn), part: number('_HLS_part', part) };
  if (directives.part !== undefined && directives.msn === undefined) throw new BadDirective({ reason: '_HLS_part needs _HLS_msn' });
  return { ...directives, delta: skip === 'YES' || skip === 'v2' };
}

function sendPlaylist(request: FastifyRequest, reply: FastifyReply, rendered: RenderedPlaylist, cacheControl: string): FastifyReply {
  const wantsGzip = (request.headers['accept-encoding'] ?? '').includes('gzip');
  reply.header('vary', 'accept-encoding');
  if (wantsGzip) reply.header('content-encoding', 'gzip');
  return sendMedia(reply, wantsGzip ? rendered.gzipped : rendered.plain, PLAYLIST_TYPE, cacheControl);
}
