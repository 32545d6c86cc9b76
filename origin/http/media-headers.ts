/** The headers of the cache table and of rule 17. */

export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

/** Cache-Control; any CDN obeys. */
export const CACHE = {
  /** Parts, segments, init sections: their names are never used again. */
  forever: 'public, max-age=31536000, immutable',
  /** 4xx and 5xx, and what changes all the time. */
  brief: 'public, max-age=1',
  never: 'no-store',
} as const;

/** A playlist that was asked for by `_HLS_msn`: that address's content is "at least that version". */
export const blockingCache = (targetDurationSeconds: number): string => `public, max-age=${targetDurationSeconds * 6}`;
/** The multivariant playlist: half a target duration, and never none. */
export const multivariantCache = (targetDurationSeconds: number): string =>
  `public, max-age=${Math.max(1, Math.floor(targetDurationSeconds / 2))}`;

/** Any site may play it and time it; no request of a player needs a preflight. */
export const OPEN_TO_ALL = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Age, Date',
  'timing-allow-origin': '*',
} as const;
