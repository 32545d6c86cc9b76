/** Branded names: a string or number that has been checked once and means one thing. */
type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** What viewers follow: the public name of a stream, in URLs. Matches {@link STREAM_ID_PATTERN}. Never a stream key. */
export type StreamId = Brand<string, 'StreamId'>;
/** One accepted publish: from the encoder's accept to its end. Opaque, URL-safe. */
export type SessionId = Brand<string, 'SessionId'>;
/** One recording: everything from a stream's opening to its end, across presenter drops. Opaque, URL-safe, random. */
export type RecordingId = Brand<string, 'RecordingId'>;
/** Media sequence number: a segment's number in its stream. Never reused, never goes down. */
export type Msn = Brand<number, 'Msn'>;
/** A rendition's name inside its stream: `source`, `720p`, `480p`, `360p`, `audio`. */
export type RenditionId = Brand<string, 'RenditionId'>;

/** Lower-case letters, digits and dashes; 1-64 characters; no dash at either end. */
export const STREAM_ID_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** What a rendition may be called. */
export const RENDITION_ID_PATTERN = /^[a-z0-9]{1,16}$/;
/** What session and recording ids look like. */
export const OPAQUE_ID_PATTERN = /^[A-Za-z0-9_-]{8,64}$/;

/** @returns the checked id, or undefined when `text` cannot be one. */
export function asStreamId(text: string): StreamId | undefined {
  return STREAM_ID_PATTERN.test(text) ? (text as StreamId) : undefined;
}

/** @returns the checked id, or undefined when `text` cannot be one. */
export function asRenditionId(text: string): RenditionId | undefined {
  return RENDITION_ID_PATTERN.test(text) ? (text as RenditionId) : undefined;
}

/** @returns the checked id, or undefined when `text` cannot be one. */
export function asRecordingId(text: string): RecordingId | undefined {
  return OPAQUE_ID_PATTERN.test(text) ? (text as RecordingId) : undefined;
}

/** @returns the checked id, or undefined when `text` cannot be one. */
export function asSessionId(text: string): SessionId | undefined {
  return OPAQUE_ID_PATTERN.test(text) ? (text as SessionId) : undefined;
}

/** @throws RangeError when `value` is not a whole number >= 0. */
export function asMsn(value: number): Msn {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a media sequence number: ${value}`);
  return value as Msn;
}
