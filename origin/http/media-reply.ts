import type { FastifyReply, FastifyRequest } from 'fastify';
import { OPEN_TO_ALL, PLAYLIST_TYPE } from './media-headers.ts';
import { acceptsGzip, isUnchanged, readRange } from './negotiate.ts';

/** A playlist in the forms it may be sent in. */
export interface SendablePlaylist {
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

const MEDIA_TYPE = 'video/mp4';

/** Gzip for whoever takes it (6.2.1), 304 for whoever has it. `age`: seconds that the answer has spent in caches: here 0. */
export function sendPlaylist(
  request: FastifyRequest,
  reply: FastifyReply,
  playlist: SendablePlaylist,
  cache: { readonly cacheControl: string; readonly age?: '0' },
): FastifyReply {
  const { cacheControl, age } = cache;
  reply.headers({ ...OPEN_TO_ALL, 'cache-control': cacheControl, etag: playlist.etag, vary: 'accept-encoding' });
  if (age !== undefined) reply.header('age', age);
  if (isUnchanged(request.headers['if-none-match'], playlist.etag)) return reply.code(304).send();
  reply.header('content-type', PLAYLIST_TYPE);
  if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(playlist.plain);
  return reply.header('content-encoding', 'gzip').send(playlist.gzipped);
}

/** Media that never change under their name; a range of them for whoever asks for one. @returns how many bytes are sent. */
export function sendMedia(
  request: FastifyRequest,
  reply: FastifyReply,
  media: Uint8Array,
  cacheControl: string,
  type: string = MEDIA_TYPE,
): number {
  const bytes = media instanceof Buffer ? media : Buffer.from(media.buffer, media.byteOffset, media.byteLength);
  reply.headers({ ...OPEN_TO_ALL, 'content-type': type, 'cache-control': cacheControl, 'accept-ranges': 'bytes' });
  // what If-Range names cannot be known to be the same, so everything comes
  const { range: header } = request.headers;
  const range = header === undefined || 'if-range' in request.headers ? undefined : readRange(header, bytes.byteLength);
  if (range === 'unsatisfiable') {
    reply.code(416).header('content-range', `bytes */${bytes.byteLength}`).send();
    return 0;
  }
  if (range === undefined) {
    reply.send(bytes);
    return request.method === 'HEAD' ? 0 : bytes.byteLength;
  }
  reply
    .code(206)
    .header('content-range', `bytes ${range.from}-${range.to - 1}/${bytes.byteLength}`)
    .send(bytes.subarray(range.from, range.to));
  return request.method === 'HEAD' ? 0 : range.to - range.from;
}
