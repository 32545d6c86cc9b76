import type { FastifyInstance } from 'fastify';
import { asRecordingId, asRenditionId, asStreamId } from '../../core/contracts/ids.ts';
import { parseMediaName } from '../../core/contracts/media-names.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import { NoSuchMedia } from '../errors.ts';
import type { MediaCache, MediaSender } from './media-reply.ts';
import type { StoredMedia } from './stored-media.ts';

interface Names {
  readonly stream: string;
  readonly recording: string;
  readonly rendition: string;
  readonly name: string;
}

/** Playlists of a recording grow every few seconds while it is on air. */
const PLAYLIST_CACHE = { cacheControl: 'public, max-age=2' } as const;
const POSTER_CACHE: MediaCache = { cacheControl: 'public, max-age=5', type: 'image/jpeg' };

/** Recordings from the object store: the rewind while a stream is on air, and the replay afterwards. */
export function addRecordingRoutes(app: FastifyInstance, options: { readonly stored: StoredMedia; readonly sender: MediaSender }): void {
  const { stored, sender } = options;

  app.get<{ Params: Names }>('/recordings/:stream/:recording/index.m3u8', async (request, reply) => {
    const { stream, recording } = readIds(request.params);
    sender.playlist(request, reply, await stored.playlist(storeKeys.multivariant(stream, recording)), PLAYLIST_CACHE);
    return reply;
  });

  app.get<{ Params: Names }>('/recordings/:stream/:recording/:rendition/:name', async (request, reply) => {
    const { stream, recording } = readIds(request.params);
    const { name } = request.params;
    const rendition = asRenditionId(request.params.rendition);
    if (rendition === undefined) throw new NoSuchMedia({});
    if (name === 'index.m3u8') {
      sender.playlist(request, reply, await stored.playlist(storeKeys.mediaPlaylist(stream, recording, rendition)), PLAYLIST_CACHE);
      return reply;
    }
    const media = parseMediaName(name);
    if (media === undefined || media.kind === 'part') throw new NoSuchMedia({});
    const bytes = await stored.media(storeKeys.media(stream, recording, rendition, name));
    sender.media(request, reply, `recorded-${media.kind}`, bytes);
    return reply;
  });

  app.get<{ Params: Names }>('/live/:stream/poster.jpg', async (request, reply) => {
    const stream = asStreamId(request.params.stream);
    if (stream === undefined) throw new NoSuchMedia({});
    const { bytes } = await stored.changing(storeKeys.poster(stream));
    sender.media(request, reply, 'poster', bytes, POSTER_CACHE);
    return reply;
  });
}

function readIds(names: Names) {
  const stream = asStreamId(names.stream);
  const recording = asRecordingId(names.recording);
  if (stream === undefined || recording === undefined) throw new NoSuchMedia({});
  return { stream, recording };
}
