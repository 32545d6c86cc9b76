/** Where things are on the public HTTP server. Paths from the site's root. */
import type { RecordingId, RenditionId, StreamId } from './ids.ts';

/** Low-latency live: the multivariant playlist. */
export const liveUrl = (stream: StreamId): string => `/live/${stream}/index.m3u8`;
/** Low-latency live: a media playlist; parts, segments and init sections are its siblings. */
export const liveMediaUrl = (stream: StreamId, rendition: RenditionId): string => `/live/${stream}/${rendition}/index.m3u8`;
/** The recording, straight from the object store: multivariant playlist; media under `<rendition>/`. */
export const recordingUrl = (stream: StreamId, recording: RecordingId): string => `/recordings/${stream}/${recording}/index.m3u8`;
/** The newest thumbnail of the live picture, a JPEG. */
export const posterUrl = (stream: StreamId): string => `/live/${stream}/poster.jpg`;
/** The watch page. */
export const watchUrl = (stream: StreamId): string => `/watch/${stream}`;
/** {@link import('./stream-status.ts').StreamStatus}. */
export const statusUrl = (stream: StreamId): string => `/api/streams/${stream}`;
/** A picture that an organiser has sent; `name`: a hash and `.png`, `.jpg` or `.webp`. */
export const pictureUrl = (name: string): string => `/pictures/${name}`;

/** Keys in the object store. */
export const storeKeys = {
  /** Of everything that was recorded of a stream. */
  recordingsPrefix: (stream: StreamId): string => `recordings/${stream}/`,
  recordingPrefix: (stream: StreamId, recording: RecordingId): string => `recordings/${stream}/${recording}/`,
  multivariant: (stream: StreamId, recording: RecordingId): string => `recordings/${stream}/${recording}/index.m3u8`,
  mediaPlaylist: (stream: StreamId, recording: RecordingId, rendition: RenditionId): string =>
    `recordings/${stream}/${recording}/${rendition}/index.m3u8`,
  media: (stream: StreamId, recording: RecordingId, rendition: RenditionId, name: string): string =>
    `recordings/${stream}/${recording}/${rendition}/${name}`,
  /** {@link import('./newest-recording.ts').NewestRecording}; goes with the recordings. */
  newest: (stream: StreamId): string => `recordings/${stream}/newest.json`,
  poster: (stream: StreamId): string => `posters/${stream}.jpg`,
} as const;
