/** Ingest as a process of its own: forked by supervisor.ts, gets its options as a message, ends with its parent. */
import { LiveError, errorMessage } from '../core/runtime/errors.ts';
import type { Log } from '../core/runtime/log.ts';
import { createLog } from '../core/runtime/log.ts';
import type { Ingest, IngestOptions } from './open-ingest.ts';
import { openIngest } from './open-ingest.ts';

/** From the parent: the options, and how much the log says. */
export interface IngestOrder {
  readonly options: IngestOptions;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** To the parent. */
export type IngestReply =
  | { readonly kind: 'ready'; readonly rtmpPort: number; readonly rtmpsPort: number | null; readonly feedUrl: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly status: number; readonly retryable: boolean }
  /** Every second, for as long as the event loop turns. */
  | { readonly kind: 'beat' };

const BEAT_MS = 1_000;

let ingest: Ingest | undefined;

function reply(message: IngestReply): void {
  if (process.connected) process.send?.(message);
}

async function stop(): Promise<void> {
  await ingest?.close();
  process.exit(0);
}

function failed(error: unknown): void {
  const expected = error instanceof LiveError ? error : undefined;
  reply({
    kind: 'failed',
    code: expected?.code ?? 'INGEST_FAILED',
    message: errorMessage(error),
    status: expected?.status ?? 500,
    retryable: expected?.retryable ?? true,
  });
  process.exitCode = 1;
  process.disconnect?.();
}

/** A bug, and the state is unknown after it: better a new process than this one. */
function dieOf(error: unknown, log: Log): void {
  log.fatal({ err: error }, 'ingest failed');
  process.exit(1);
}

process.once('message', (order: IngestOrder) => {
  const log = createLog({ name: 'ingest', level: order.logLevel });
  process.on('uncaughtException', (error) => dieOf(error, log));
  openIngest(order.options, log).then((opened) => {
    ingest = opened;
    reply({ kind: 'ready', rtmpPort: opened.rtmpPort, rtmpsPort: opened.rtmpsPort, feedUrl: opened.feedUrl });
    setInterval(() => reply({ kind: 'beat' }), BEAT_MS).unref();
  }, failed);
});
process.once('disconnect', () => void stop());
// a terminal and a service manager signal the whole group: the parent says when to stop, by letting go of the channel
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
