import type { Logger } from 'pino';
import { pino } from 'pino';

export type Log = Logger;

/** Field names that never reach a log, down to three levels (pino's `*` covers one level each). */
const SECRET_FIELDS = [
  'key',
  'streamKey',
  'token',
  'password',
  'secret',
  'secretAccessKey',
  'accessKeyId',
  'sessionToken',
  'authorization',
  'cookie',
  'credentials',
];
const HIDDEN = '[redacted]';

/** Secrets that came inside a text (an address, a library's message): what is before them stays. */
const SECRET_TEXTS: readonly RegExp[] = [
  // rtmp://host/app/KEY: the key is what encoders put last
  /(rtmps?:\/\/[^/\s"\\]+\/[^/\s"\\]+\/)[^\s"\\]+/gi,
  // user:password@host; a line of JSON has no bare space or quote in an address
  /(:\/\/)[^/\s"\\@]+@/g,
  /(\bBearer )[\w.~+/=-]+/gi,
  /(\b(?:X-Amz-(?:Signature|Credential|Security-Token)|token|key)=)[^&\s"\\]+/gi,
  // /v/<token>/ is how a viewer's grant travels
  /(\/v\/)[\w.~-]{16,}(?=\/)/g,
];

export interface LogOptions {
  readonly name: string;
  readonly level?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Where lines go; standard output when left out. */
  readonly destination?: { write(line: string): void };
}

/** What a log shows of an error: a closed list. Libraries hang whole requests, headers included, on theirs. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: unknown;
}

/** An error of errors of errors is told this far. */
const MAX_CAUSES = 5;

function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const described: LoggedError = {
    type: error.name,
    message: error.message,
    ...('code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: describeCause(error.cause, depth + 1) }),
  };
  return described;
}

function describeCause(cause: unknown, depth: number): unknown {
  return cause instanceof Error ? describeError(cause, depth) : String(cause);
}

function scrub(line: string): string {
  return SECRET_TEXTS.reduce((text, pattern) => text.replace(pattern, (_match, before: string) => before + HIDDEN), line);
}

/** The one root logger of a process, made in main; children by `log.child({ part, stream })`. */
export function createLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: HIDDEN },
    serializers: { err: (error: unknown) => describeError(error), error: (error: unknown) => describeError(error) },
    hooks: { streamWrite: scrub },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A logger that says nothing, for tests and for tools. */
export const silentLog: Log = pino({ level: 'silent' });
