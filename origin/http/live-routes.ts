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
import type { MediaSender, PlaylistCache } from './media-reply.ts';
import type { OriginMetrics } from './origin-metrics.ts';

export interface LiveRoutes {
  readonly directory: StreamDirectory;
  readonly holding: Holding;
  readonly sender: MediaSender;
  readonly metrics: OriginMetrics;
}

interface Names {
  readonly stream: string;
  readonly rendition: string;
  readonly name: string;
}

const PLAIN: PlaylistCache = { cacheControl: CACHE.brief, age: '0' };

/** The live window over HTTP: playlists with blocking reload, parts, segments, init sections. */
export function addLiveRoutes(app: FastifyInstance, options: LiveRoutes): void {
  const { directory, holding, sender, metrics } = options;

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
  const hold = (window: RenditionWindow, wanted: Wanted, reply: FastifyReply, respond: () => void): void => {
    const limitMs = window.profile.targetDurationSeconds * 3_000;
    const started = performance.now();
    const leave = holding.wait(window, wanted, limitMs, (end) => {
      metrics.held.observe((performance.now() - started) / 1000);
      if (end === 'gone') return;
      try {
        judge(end, limitMs);
        respond();
      } catch (error) {
        void reply.send(error);
      }
    });
    reply.raw.once('close', leave);
  };

  app.get<{ Params: Names }>('/live/:stream/index.m3u8', (request, reply) => {
    const stream = streamOf(request.params.stream);
    const rendered = stream.multivariant();
    if (rendered === undefined || stream.profile === undefined) throw new NoSuchStream({ stream: stream.stream });
    sender.playlist(request, reply, rendered, { cacheControl: multivariantCache(stream.profile.targetDurationSeconds) });
  });

  app.get<{ Params: Names }>('/live/:stream/:rendition/index.m3u8', (request, reply) => {
    const stream = streamOf(request.params.stream);
    const window = windowOf(stream, request.params.rendition);
    const { msn, part, form } = readDirectives(request.query);
    const respond = (): void => {
      // while it was held another recording may have begun
      const rendered = stream.rendition(window.id) === window ? stream.playlist(window, form) : undefined;
      if (rendered === undefined) throw new NoSuchStream({ stream: stream.stream });
      const cache = msn === undefined ? PLAIN : { cacheControl: blockingCache(window.profile.targetDurationSeconds) };
      sender.playlist(request, reply, rendered, cache);
    };
    const decision = decideReload(window.edge, msn, part, advancePartLimit(window.profile.partTargetSeconds));
    if (decision === 'refuse') throw new BadDirective({ reason: `segment ${msn} is too far ahead of ${window.edge.lastMsn}` });
    if (decision === 'hold' && msn !== undefined) hold(window, { msn, part }, reply, respond);
    else respond();
  });

  app.get<{ Params: Names }>('/live/:stream/:rendition/:name', (request, reply) => {
    const stream = streamOf(request.params.stream);
    const rendition = asRenditionId(request.params.rendition);
    const name = parseMediaName(request.params.name);
    const window = rendition === undefined || name === undefined ? undefined : stream.holderOf(rendition, name.prefix);
    if (window === undefined || name === undefined) throw new NoSuchMedia({});
    const respond = (): void => {
      const bytes = read(window, name, request.params.name);
      if (bytes === undefined) throw new NoSuchMedia({});
      sender.media(request, reply, name.kind, bytes);
    };
    if (name.kind === 'part' && window.isHinted(name.msn, name.part)) hold(window, name, reply, respond);
    else respond();
  });
}

/** @throws what a wait that did not end well is answered with. */
function judge(end: HoldEnd, limitMs: number): void {
  if (end === 'timeout') throw new HeldTooLong({ seconds: limitMs / 1000 });
  if (end === 'refused') throw new TooManyHeld({});
  if (end === 'closing') throw new Closing({});
}

function read(window: RenditionWindow, name: MediaName, text: string): Uint8Array | undefined {
  if (name.kind === 'init') return window.init(text);
  return name.kind === 'segment' ? window.segmentBytes(name.msn) : window.partBytes(name.msn, name.part);
}
