import type { FastifyReply, FastifyRequest } from 'fastify';
import { CACHE, OPEN_TO_ALL, PLAYLIST_TYPE } from './media-headers.ts';
import { acceptsGzip, isUnchanged, readRange } from './negotiate.ts';
import type { OriginMetrics } from './origin-metrics.ts';

/** A playlist in the forms it may be sent in. */
export interface SendablePlaylist {
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

/** How a playlist may be cached. `age`: seconds that the answer has spent in caches: here 0. */
export interface PlaylistCache {
  readonly cacheControl: string;
  readonly age?: '0';
}

export interface MediaCache {
  readonly cacheControl: string;
  readonly type: string;
}

/** Parts, segments and init sections. */
const IMMUTABLE_MEDIA: MediaCache = { cacheControl: CACHE.forever, type: 'video/mp4' };

const COMMON = flat({ ...OPEN_TO_ALL, 'x-content-type-options': 'nosniff' });

/**
 * Writes answers past the framework, straight to the response: its own way of sending costs more than the answer itself, and one part
 * releases thousands of them. Counts what it sends.
 */
export class MediaSender {
  readonly #metrics: OriginMetrics;
  /** Header lists of playlists that are still around, by how they are sent. */
  readonly #prepared = new WeakMap<SendablePlaylist, Map<string, readonly string[]>>();

  constructor(metrics: OriginMetrics) {
    this.#metrics = metrics;
  }

  /** Gzip for whoever takes it (6.2.1), 304 for whoever has it. */
  playlist(request: FastifyRequest, reply: FastifyReply, playlist: SendablePlaylist, cache: PlaylistCache): void {
    if (isUnchanged(request.headers['if-none-match'], playlist.etag)) {
      this.#send(request, reply, 304, this.#playlistHeaders(playlist, cache, 'none'));
      return;
    }
    const isPacked = acceptsGzip(request.headers['accept-encoding']);
    this.#send(
      request,
      reply,
      200,
      this.#playlistHeaders(playlist, cache, isPacked ? 'gzip' : 'plain'),
      isPacked ? playlist.gzipped : playlist.plain,
    );
  }

  /** Bytes that never change under their name, or a range of them. `kind` is what they are counted as. */
  media(request: FastifyRequest, reply: FastifyReply, kind: string, media: Uint8Array, cache: MediaCache = IMMUTABLE_MEDIA): void {
    const size = media.byteLength;
    const headers = [...COMMON, 'content-type', cache.type, 'cache-control', cache.cacheControl, 'accept-ranges', 'bytes'];
    // what If-Range names cannot be known to be the same, so everything comes
    const range = 'if-range' in request.headers ? undefined : readRange(request.headers.range, size);
    if (range === 'unsatisfiable') {
      this.#send(request, reply, 416, [...headers, 'content-range', `bytes */${size}`, 'content-length', '0']);
      return;
    }
    const { from, to } = range ?? { from: 0, to: size };
    headers.push('content-length', String(to - from));
    if (range !== undefined) headers.push('content-range', `bytes ${from}-${to - 1}/${size}`);
    const body = Buffer.from(media.buffer, media.byteOffset + from, to - from);
    if (request.method !== 'HEAD') this.#metrics.bytes.inc({ kind }, body.byteLength);
    this.#send(request, reply, range === undefined ? 200 : 206, headers, body);
  }

  #playlistHeaders(playlist: SendablePlaylist, { cacheControl, age }: PlaylistCache, form: 'plain' | 'gzip' | 'none'): readonly string[] {
    const byUse = this.#prepared.get(playlist) ?? new Map<string, readonly string[]>();
    this.#prepared.set(playlist, byUse);
    const use = `${form} ${cacheControl}`;
    const known = byUse.get(use);
    if (known !== undefined) return known;
    const headers = [...COMMON, 'cache-control', cacheControl, 'etag', playlist.etag, 'vary', 'accept-encoding'];
    if (age !== undefined) headers.push('age', age);
    if (form !== 'none') headers.push('content-type', PLAYLIST_TYPE, 'content-length', String(playlist[BODY_OF[form]].byteLength));
    if (form === 'gzip') headers.push('content-encoding', 'gzip');
    byUse.set(use, headers);
    return headers;
  }

  #send(request: FastifyRequest, reply: FastifyReply, status: number, headers: readonly string[], body?: Buffer): void {
    this.#metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: String(status) });
    const { raw } = reply.hijack();
    // a client that went meanwhile gets nothing
    if (raw.destroyed) return;
    raw.writeHead(status, headers as string[]);
    raw.end(body);
  }
}

const BODY_OF = { plain: 'plain', gzip: 'gzipped' } as const;

/** Names and values in turns, as `writeHead` takes them. */
function flat(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flat();
}
