import { asRecordingId, asRenditionId, asStreamId } from '../../core/contracts/ids.ts';
import { parseMediaName } from '../../core/contracts/media-names.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { NoSuchMedia } from '../errors.ts';
import type { App } from './app.ts';
import { CACHE, PLAYLIST_TYPE, sendMedia } from './media-headers.ts';
import type { OriginMetrics } from './origin-metrics.ts';

/** Playlists of a recording grow every few seconds while it is on air. */
const PLAYLIST_CACHE = 'public, max-age=2';
const STORE_LIMIT_MS = 10_000;

/** Recordings straight from the object store: the rewind while a stream is on air, and the replay afterwards. */
export function addRecordingRoutes(app: App, options: { readonly store: ObjectStore; readonly metrics: OriginMetrics }): void {
  const { store, metrics } = options;
  const load = async (key: string): Promise<Uint8Array> => {
    const bytes = await store.get(key, AbortSignal.timeout(STORE_LIMIT_MS));
    if (bytes === undefined) throw new NoSuchMedia({});
    return bytes;
  };

  app.get('/recordings/:stream/:recording/index.m3u8', async (request, reply) => {
    const { stream, recording } = readIds(request.params);
    return sendMedia(reply, await load(storeKeys.multivariant(stream, recording)), PLAYLIST_TYPE, PLAYLIST_CACHE);
  });

  app.get('/recordings/:stream/:recording/:rendition/:name', async (request, reply) => {
    const { stream, recording } = readIds(request.params);
    const { rendition: renditionText, name } = request.params as { rendition: string; name: string };
    const rendition = asRenditionId(renditionText);
    if (rendition === undefined) throw new NoSuchMedia({});
    if (name === 'index.m3u8') {
      return sendMedia(reply, await load(storeKeys.mediaPlaylist(stream, recording, rendition)), PLAYLIST_TYPE, PLAYLIST_CACHE);
    }
    const media = parseMediaName(name);
    if (media === undefined) throw new NoSuchMedia({});
    const bytes = await load(storeKeys.media(stream, recording, rendition, name));
    metrics.bytes.inc({ kind: `recorded-${media.kind}` }, bytes.byteLength);
    return sendMedia(reply, bytes, 'video/mp4', CACHE.forever);
  });

  app.get('/live/:stream/poster.jpg', async (request, reply) => {
    const stream = asStreamId((request.params as { stream: string }).stream);
    if (stream === undefined) throw new NoSuchMedia({});
    return sendMedia(reply, await load(storeKeys.poster(stream)), 'image/jpeg', 'public, max-age=5');
  });
}

function readIds(params: unknown) {
  const { stream: streamText, recording: recordingText } = params as { stream: string; recording: string };
  const stream = asStreamId(streamText);
  const recording = asRecordingId(recordingText);
  if (stream === undefined || recording === undefined) throw new NoSuchMedia({});
  return { stream, recording };
}
