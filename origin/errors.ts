import { defineError } from '../core/runtime/errors.ts';

/** Nothing is known under this name. */
export const NoSuchStream = defineError<{ readonly stream: string }>('ORIGIN_NO_SUCH_STREAM', {
  status: 404,
  retryable: true,
  message: ({ stream }) => `nothing is on air under ${stream}`,
});

/** The stream has nothing of this name, or has it no more. */
export const NoSuchMedia = defineError<Record<string, never>>('ORIGIN_NO_SUCH_MEDIA', {
  status: 404,
  retryable: true,
  message: () => 'there is no such media, or it has left the live window',
});

/** The picture is for those who have joined. */
export const GrantNeeded = defineError<Record<string, never>>('ORIGIN_GRANT_NEEDED', {
  status: 403,
  retryable: false,
  message: () => 'this stream is for those who have joined its event',
});

/** The token in the path is nobody's, of another stream, or was taken back. */
export const GrantInvalid = defineError<Record<string, never>>('ORIGIN_GRANT_INVALID', {
  status: 403,
  retryable: false,
  message: () => 'this link to the picture is not valid (any more): join the event again',
});

/** The token in the path has ended; a new one can be had. */
export const GrantExpired = defineError<Record<string, never>>('ORIGIN_GRANT_EXPIRED', {
  status: 403,
  retryable: true,
  message: () => 'this link to the picture has ended: renew it',
});

/** No route leads there. */
export const NothingHere = defineError<Record<string, never>>('ORIGIN_NOT_FOUND', {
  status: 404,
  retryable: false,
  message: () => 'there is nothing here',
});

/** A delivery directive that makes no sense (rfc8216bis 6.2.5.2). */
export const BadDirective = defineError<{ readonly reason: string }>('ORIGIN_BAD_DIRECTIVE', {
  status: 400,
  retryable: false,
  message: ({ reason }) => `a delivery directive cannot be answered: ${reason}`,
});

/** What was waited for did not come. */
export const HeldTooLong = defineError<{ readonly seconds: number }>('ORIGIN_HELD_TOO_LONG', {
  status: 503,
  retryable: true,
  message: ({ seconds }) => `nothing new came within ${seconds} s: ask again`,
});

/** More requests wait than this machine should hold. */
export const TooManyHeld = defineError<Record<string, never>>('ORIGIN_TOO_MANY_HELD', {
  status: 503,
  retryable: true,
  message: () => 'too many requests are waiting: try again in a moment',
});

/** This process stops; another one, or the next one, has the answer. */
export const Closing = defineError<Record<string, never>>('ORIGIN_CLOSING', {
  status: 503,
  retryable: true,
  message: () => 'the server is being restarted: ask again',
});

/** Recordings and posters come from the object store, and it does not answer. */
export const StoreAway = defineError<Record<string, never>>('ORIGIN_STORE_AWAY', {
  status: 503,
  retryable: true,
  message: () => 'recordings cannot be reached at the moment: try again soon',
});
