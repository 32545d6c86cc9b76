import { defineError } from '../core/runtime/errors.ts';

/** Another Plenary works in the same DATA_DIR. */
export const DataDirBusy = defineError<{ dataDir: string; pid: number }>('COMMAND_DATA_DIR_BUSY', {
  status: 409,
  retryable: true,
  message: ({ dataDir, pid }) => `another Plenary (process ${pid}) already works in ${dataDir}: stop it, or set DATA_DIR to another folder`,
});

/** DATA_DIR cannot be written. */
export const DataDirUnusable = defineError<{ dataDir: string; reason: string }>('COMMAND_DATA_DIR_UNUSABLE', {
  status: 500,
  retryable: false,
  message: ({ dataDir, reason }) => `cannot write to ${dataDir} (${reason}): set DATA_DIR to a folder this user can write to`,
});

/** A port is taken. */
export const PortTaken = defineError<{ setting: string; port: number }>('COMMAND_PORT_TAKEN', {
  status: 409,
  retryable: true,
  message: ({ setting, port }) => `port ${port} is taken by another program: stop it, or set ${setting} to another port`,
});

/** A port cannot be opened, for another reason than that it is taken. */
export const CannotListen = defineError<{ setting: string; port: number; reason: string }>('COMMAND_CANNOT_LISTEN', {
  status: 500,
  retryable: false,
  message: ({ setting, port, reason }) => `port ${port} cannot be opened (${reason}): set ${setting} or HOST to something else`,
});

/** The web server has no usable certificate. */
export const CertificateUnusable = defineError<{ certFile: string; reason: string }>('COMMAND_CERTIFICATE_UNUSABLE', {
  status: 500,
  retryable: false,
  message: ({ certFile, reason }) =>
    `the certificate ${certFile} cannot be used (${reason}): give PEM files that belong together, or leave TLS_CERT_FILE and TLS_KEY_FILE empty`,
});

/** The database in DATA_DIR cannot be opened. */
export const DatabaseUnusable = defineError<{ file: string; reason: string }>('COMMAND_DATABASE_UNUSABLE', {
  status: 500,
  retryable: false,
  message: ({ file, reason }) => `the database ${file} cannot be used (${reason}): put back a copy of it, or set DATABASE_URL`,
});

/** Words of the command line that make no sense. */
export const UsageError = defineError<{ sentence: string }>('COMMAND_USAGE', {
  status: 400,
  retryable: false,
  message: ({ sentence }) => `${sentence} (plenary help lists the commands)`,
});
