import type { FastifyReply } from 'fastify';

export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

/** Cache-Control as the design's table has it; any CDN obeys. */
export const CACHE = {
  /** Parts, segments, init sections: their names are never used again. */
  forever: 'public, max-age=31536000, immutable',
  /** 4xx and 5xx, and what changes all the time. */
  brief: 'public, max-age=1',
  never: 'no-store',
} as const;

/** Bytes of a player's request: any site may play them and time them. */
export function sendMedia(reply: FastifyReply, bytes: Uint8Array, type: string, cacheControl: string): FastifyReply {
  return reply
    .headers({
      'content-type': type,
      'cache-control': cacheControl,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Age, Date',
      'timing-allow-origin': '*',
    })
    .send(bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
