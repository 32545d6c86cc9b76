/** Ingest as a process of its own: forked by supervisor.ts, gets its options as a message, ends with its parent. */
import { LiveError, errorMessage } from '../core/runtime/errors.ts';
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
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

let ingest: Ingest | undefined;

function reply(message: IngestReply): void {
  process.send?.(message);
}

async function stop(): Promise<void> {
  await ingest?.close();
  process.exit(0);
}

process.once('message', (order: IngestOrder) => {
  const log = createLog({ name: 'ingest', level: order.logLevel });
  openIngest(order.options, log).then(
    (opened) => {
      ingest = opened;
      reply({ kind: 'ready', rtmpPort: opened.rtmpPort, rtmpsPort: opened.rtmpsPort, feedUrl: opened.feedUrl });
    },
    (error: unknown) => {
      reply({ kind: 'failed', code: error instanceof LiveError ? error.code : 'INGEST_FAILED', message: errorMessage(error) });
      process.exitCode = 1;
      process.disconnect?.();
    },
  );
});
process.once('disconnect', () => void stop());
// a terminal and a service manager signal the whole group: the parent says when to stop, by letting go of the channel
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
