import type { Logger } from 'pino';
import { pino } from 'pino';

export type Log = Logger;

/** Field names that never reach a log, at the top and one level down (pino's `*` covers one level). */
const SECRET_FIELDS = [
  'key',
  'streamKey',
  'token',
  'password',
  'secret',
  'secretAccessKey',
  'accessKeyId',
  'authorization',
  'cookie',
  'credentials',
];

export interface LogOptions {
  readonly name: string;
  readonly level?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Where lines go; standard output when left out. */
  readonly destination?: { write(line: string): void };
}

/** The one root logger of a process, made in main; children by `log.child({ part, stream })`. */
export function createLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A logger that says nothing, for tests and for tools. */
export const silentLog: Log = pino({ level: 'silent' });
