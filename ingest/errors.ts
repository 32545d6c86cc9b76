import { defineError } from '../core/runtime/errors.ts';

/** The RTMP port cannot be had. */
export const IngestPortTaken = defineError<{ readonly setting: string; readonly port: number }>('INGEST_PORT_TAKEN', {
  status: 409,
  retryable: true,
  message: ({ setting, port }) => `port ${port} is taken by another program: stop it, or set ${setting} to another port`,
});

/** The RTMP port cannot be opened, for another reason than that it is taken. */
export const CannotListen = defineError<{ readonly setting: string; readonly port: number; readonly reason: string }>(
  'INGEST_CANNOT_LISTEN',
  {
    status: 500,
    retryable: false,
    message: ({ setting, port, reason }) => `port ${port} cannot be opened (${reason}): set ${setting} or HOST to something else`,
  },
);

/** RTMPS has no usable certificate. */
export const CertificateUnusable = defineError<{ readonly problem: string; readonly reason: string }>('INGEST_CERTIFICATE_UNUSABLE', {
  status: 500,
  retryable: false,
  message: ({ problem, reason }) => `${problem} (${reason}): give PEM files that belong together, or leave RTMPS_PORT empty`,
});

/** The ingest process could not begin. */
export const IngestFailed = defineError<{ readonly reason: string }>('INGEST_FAILED', {
  status: 500,
  retryable: true,
  message: ({ reason }) => `ingest could not start: ${reason}`,
});

/** keys.json is not what we wrote. */
export const KeysUnreadable = defineError<{ readonly file: string; readonly reason: string }>('INGEST_KEYS_UNREADABLE', {
  status: 500,
  retryable: false,
  message: ({ file, reason }) => `${file} cannot be read (${reason}): put back a copy, or remove it and create new keys`,
});

/** keys.json cannot be changed. */
export const KeysUnwritable = defineError<{ readonly file: string; readonly reason: string }>('INGEST_KEYS_UNWRITABLE', {
  status: 500,
  retryable: true,
  message: ({ file, reason }) => `${file} cannot be written (${reason}): the keys are as they were`,
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
