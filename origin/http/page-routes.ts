import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import { liveUrl, posterUrl, recordingUrl, statusUrl, storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { AccessBook } from '../access/access-book.ts';
import type { Guard } from '../access/guard.ts';
import { GRANT_PREFIX } from '../access/guard.ts';
import { NoSuchStream } from '../errors.ts';
import type { StreamDirectory } from '../live/stream-directory.ts';
import type { App } from './app.ts';
import { FRAMING_HEADERS, isRefusedFrame } from './framing.ts';
import { CACHE } from './media-headers.ts';
import { PageFiles } from './page-files.ts';
import { sendRefusal } from './refused-frame.ts';
import { ancestorsOf, sendAsset, sendForOthers, sendPage } from './send-page.ts';
import { StoredThings } from './stored-things.ts';

export interface PageRoutes {
  readonly directory: StreamDirectory;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** The folder of the built watch page. */
  readonly pageDir: string;
  /** That of the built studio; undefined: there is none here. */
  readonly studioDir?: string | undefined;
  readonly access: AccessBook;
  readonly guard: Guard;
}

const STATUS_HEADERS = { 'cache-control': CACHE.brief, 'access-control-allow-origin': '*' };

/** The watch page and the studio, their files, and what a page asks about a stream. */
export function addPageRoutes(app: App, options: PageRoutes): void {
  const { directory, clock, pageDir, studioDir, access, guard } = options;
  const stored = new StoredThings(options.store, clock);
  const files = new PageFiles(pageDir);

  type Watched = { Params: { readonly stream: string } };
  const sendWatch = (
    request: FastifyRequest<Watched>,
    reply: FastifyReply,
    origins: readonly string[],
  ): Promise<FastifyReply> | FastifyReply =>
    isRefusedFrame(request.headers, request.host, origins)
      ? sendRefusal(request, reply, asStreamId(request.params.stream))
      : sendPage(request, reply, files, ancestorsOf(origins), FRAMING_HEADERS);
  app.get<Watched>('/watch/:stream', (request, reply) => sendWatch(request, reply, []));
  app.get<Watched>('/embed/:stream', (request, reply) => {
    const stream = asStreamId(request.params.stream);
    const { embedOrigins = [] } = (stream === undefined ? undefined : access.listing(stream)) ?? {};
    return sendWatch(request, reply, embedOrigins);
  });
  app.get('/embed.js', (request, reply) => sendForOthers(request, reply, files, 'embed.js'));
  app.get<{ Params: { readonly name: string } }>('/assets/:name', (request, reply) =>
    sendAsset(request, reply, files, request.params.name),
  );

  if (studioDir !== undefined) {
    const studio = new PageFiles(studioDir);
    app.get('/studio', (_request, reply) => reply.redirect('/studio/'));
    app.get<{ Params: { readonly name: string } }>('/studio/assets/:name', (request, reply) =>
      sendAsset(request, reply, studio, request.params.name),
    );
    // the page itself knows its screens
    app.get('/studio/*', (request, reply) => sendPage(request, reply, studio, "'none'"));
  }

  const tellStatus = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { stream: text, token } = request.params as { readonly stream: string; readonly token?: string };
    const stream = asStreamId(text);
    const listing = stream === undefined ? undefined : access.listing(stream);
    if (stream === undefined || listing === undefined) throw new NoSuchStream({ stream: stream ?? 'that name' });
    const side = listing.live === 'none' ? 'recordings' : 'live';
    const { off } = listing;
    const isOff =
      off !== undefined && (listing[side] === 'staff' || listing[side] === 'none') && guard.judge(side, stream, token) !== 'yes';
    if (isOff && (off.to === 'open' || guard.judge(side, stream, token, 'grant') === 'yes'))
      return reply.headers(STATUS_HEADERS).send(statusOfOff(stream, listing.title, off.state, clock.nowMs()));
    guard.check(side, stream, token);
    const prefix = token === undefined ? '' : `/v/${token}`;
    const { title } = listing;
    const live = directory.find(stream);
    const facts = live?.facts;
    // what is over may be known to the store alone
    const recording = facts?.recording ?? (listing.live === 'none' ? await stored.newest(stream) : null);
    const isOnAir = listing.live !== 'none' && live?.isPlayable === true && facts?.state !== 'ended';
    const [hasRecording, hasPoster] = await Promise.all([
      recording === null ? false : stored.has(storeKeys.multivariant(stream, recording)),
      stored.has(storeKeys.poster(stream)),
    ]);
    const status: StreamStatus = {
      stream,
      title,
      state: isOnAir ? (facts?.state ?? 'waiting') : facts?.state === 'ended' || listing.off?.state === 'ended' ? 'ended' : 'waiting',
      sinceMs: facts?.sinceMs ?? null,
      startedMs: facts?.startedMs ?? null,
      liveUrl: isOnAir ? prefix + liveUrl(stream) : null,
      recordingUrl: hasRecording && recording !== null && listing.recordings !== 'none' ? prefix + recordingUrl(stream, recording) : null,
      posterUrl: hasPoster ? prefix + posterUrl(stream) : null,
      recording,
      nowMs: clock.nowMs(),
    };
    return reply.headers(STATUS_HEADERS).send(status);
  };
  app.get(statusUrl(':stream' as StreamId), tellStatus);
  app.get(GRANT_PREFIX + statusUrl(':stream' as StreamId), tellStatus);
}

/** The waiting room and the end are not trouble: there is an event, and nothing to play. */
function statusOfOff(stream: StreamId, title: string, state: 'waiting' | 'ended', nowMs: number): StreamStatus {
  return {
    ...{ stream, title, state, sinceMs: null, startedMs: null },
    ...{ liveUrl: null, recordingUrl: null, posterUrl: null, recording: null, nowMs },
  };
}
