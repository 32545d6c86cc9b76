import type { FastifyInstance, FastifyReply } from 'fastify';
import { asRenditionId, asStreamId } from '../../core/contracts/ids.ts';
import type { MediaName } from '../../core/contracts/media-names.ts';
import { parseMediaName } from '../../core/contracts/media-names.ts';
import { BadDirective, Closing, HeldTooLong, NoSuchMedia, NoSuchStream, TooManyHeld } from '../errors.ts';
import type { HoldEnd, Holding, Wanted } from '../live/holding.ts';
import type { LiveStream } from '../live/live-stream.ts';
import { advancePartLimit, decideReload } from '../live/reload.ts';
import type { RenditionWindow } from '../live/rendition-window.ts';
import type { StreamDirectory } from '../live/stream-directory.ts';
import { readDirectives } from './directives.ts';
import { blockingCache, CACHE, multivariantCache } from './media-headers.ts';
import { sendMedia, sendPlaylist } from './media-reply.ts';
import type { OriginMetrics } from './origin-metrics.ts';

export interface LiveRoutes {
  readonly directory: StreamDirectory;
  readonly holding: Holding;
  readonly metrics: OriginMetrics;
}

interface Names {
  readonly stream: string;
  readonly rendition: string;
  readonly name: string;
}

/** The live window over HTTP: playlists with blocking reload, parts, segments, init sections. */
export function addLiveRoutes(app: FastifyInstance, options: LiveRoutes): void {
  const { directory, holding, metrics } = options;

  const streamOf = (name: string): LiveStream => {
    const id = asStreamId(name);
    const found = id === undefined ? undefined : directory.find(id);
    if (found === undefined) throw new NoSuchStream({ stream: id ?? 'that name' });
    return found;
  };
  const windowOf = (stream: LiveStream, name: string): RenditionWindow => {
    const id = asRenditionId(name);
    const window = id === undefined ? undefined : stream.rendition(id);
    if (window === undefined) throw new NoSuchMedia({});
    return window;
  };
  const hold = async (window: RenditionWindow, wanted: Wanted, reply: FastifyReply): Promise<HoldEnd> => {
    const limitMs = window.profile.targetDurationSeconds * 3_000;
    const started = performance.now();
    const end = await holding.wait(window, wanted, limitMs, (gone) => reply.raw.once('close', gone));
    metrics.held.observe((performance.now() - started) / 1000);
    if (end === 'timeout') throw new HeldTooLong({ seconds: limitMs / 1000 });
    if (end === 'refused') throw new TooManyHeld({});
    if (end === 'closing') throw new Closing({});
    return end;
  };

  app.get<{ Params: Names }>('/live/:stream/index.m3u8', (request, reply) => {
    const stream = streamOf(request.params.stream);
    const rendered = stream.multivariant();
    if (rendered === undefined || stream.profile === undefined) throw new NoSuchStream({ stream: stream.stream });
    return sendPlaylist(request, reply, rendered, { cacheControl: multivariantCache(stream.profile.targetDurationSeconds) });
  });

  app.get<{ Params: Names }>('/live/:stream/:rendition/index.m3u8', async (request, reply) => {
    const stream = streamOf(request.params.stream);
    const window = windowOf(stream, request.params.rendition);
    const { msn, part, form } = readDirectives(request.query);
    if (msn !== undefined) {
      const decision = decideReload(window.edge, msn, part, advancePartLimit(window.profile.partTargetSeconds));
      if (decision === 'refuse') throw new BadDirective({ reason: `segment ${msn} is too far ahead of ${window.edge.lastMsn}` });
      if (decision === 'hold' && (await hold(window, { msn, part }, reply)) === 'gone') return reply.hijack();
    }
    // while it was held another recording may have begun
    const rendered = stream.rendition(window.id) === window ? stream.playlist(window, form) : undefined;
    if (rendered === undefined) throw new NoSuchStream({ stream: stream.stream });
    const { targetDurationSeconds } = window.profile;
    return sendPlaylist(
      request,
      reply,
      rendered,
      msn === undefined ? { cacheControl: CACHE.brief, age: '0' } : { cacheControl: blockingCache(targetDurationSeconds) },
    );
  });

  app.get<{ Params: Names }>('/live/:stream/:rendition/:name', async (request, reply) => {
    const stream = streamOf(request.params.stream);
    const rendition = asRenditionId(request.params.rendition);
    const name = parseMediaName(request.params.name);
    const window = rendition === undefined || name === undefined ? undefined : stream.holderOf(rendition, name.prefix);
    if (window === undefined || name === undefined) throw new NoSuchMedia({});
    let bytes = read(window, name, request.params.name);
    if (bytes === undefined && name.kind === 'part' && window.isHinted(name.msn, name.part)) {
      if ((await hold(window, name, reply)) === 'gone') return reply.hijack();
      bytes = read(window, name, request.params.name);
    }
    if (bytes === undefined) throw new NoSuchMedia({});
    metrics.bytes.inc({ kind: name.kind }, sendMedia(request, reply, bytes, CACHE.forever));
    return reply;
  });
}

function read(window: RenditionWindow, name: MediaName, text: string): Uint8Array | undefined {
  if (name.kind === 'init') return window.init(text);
  return name.kind === 'segment' ? window.segmentBytes(name.msn) : window.partBytes(name.msn, name.part);
}
