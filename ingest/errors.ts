import { defineError } from '../core/runtime/errors.ts';

/** The RTMP or the feed port cannot be had. */
export const IngestPortTaken = defineError<{ readonly setting: string; readonly port: number }>('INGEST_PORT_TAKEN', {
  status: 409,
  retryable: true,
  message: ({ setting, port }) => `port ${port} is taken by another program: stop it, or set ${setting} to another port`,
});

/** The ingest process could not begin. */
export const IngestFailed = defineError<{ readonly reason: string }>('INGEST_FAILED', {
  status: 500,
  retryable: false,
  message: ({ reason }) => reason,
});

/** keys.json is not what we wrote. */
export const KeysUnreadable = defineError<{ readonly file: string; readonly reason: string }>('INGEST_KEYS_UNREADABLE', {
  status: 500,
  retryable: false,
  message: ({ file, reason }) => `${file} cannot be read (${reason}): put back a copy, or remove it and create new keys`,
});

/** There is no key of this id. */
export const NoSuchKey = defineError<{ readonly id: string }>('INGEST_NO_SUCH_KEY', {
  status: 404,
  retryable: false,
  message: ({ id }) => `there is no key ${id}: plenary keys list shows them`,
});

/** A client sent bytes that are no RTMP, or more of them than it may. */
export const BadRtmp = defineError<{ readonly reason: string }>('INGEST_BAD_RTMP', {
  status: 400,
  retryable: false,
  message: ({ reason }) => `not valid RTMP: ${reason}`,
});
