import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Log } from '../core/runtime/log.ts';
import { IngestFailed, IngestPortTaken } from './errors.ts';
import type { IngestOptions } from './open-ingest.ts';
import type { IngestOrder, IngestReply } from './process.ts';

export interface SupervisedIngestOptions {
  readonly host: string;
  readonly rtmpPort: number;
  readonly rtmps: IngestOptions['rtmps'];
  readonly dataDir: string;
  readonly logLevel: IngestOrder['logLevel'];
}

export interface SupervisedIngest {
  readonly rtmpPort: number;
  readonly rtmpsPort: number | null;
  readonly feedUrl: string;
  readonly feedToken: string;
  /** null while it is being started again. */
  pid(): number | null;
  close(): Promise<void>;
}

const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 3_000;
const MAX_BACK_OFF_MS = 2_000;
/** One that lived this long did not fail at its start. */
const HEALTHY_MS = 10_000;

/**
 * Runs ingest as a child and starts it again, at the same ports, whenever it dies.
 * @throws IngestPortTaken, IngestFailed when it cannot begin at all.
 */
export async function superviseIngest(options: SupervisedIngestOptions, log: Log): Promise<SupervisedIngest> {
  const feedToken = randomBytes(24).toString('base64url');
  let wanted: IngestOptions = { ...options, feedPort: 0, feedToken };
  let child: ChildProcess | undefined;
  let isClosing = false;
  let backOffMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = async (): Promise<Extract<IngestReply, { kind: 'ready' }>> => {
    const forked = fork(path.join(import.meta.dirname, 'process.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child = forked;
    const startedMs = performance.now();
    forked.once('exit', (code, signal) => {
      if (child === forked) child = undefined;
      if (isClosing || wanted.feedPort === 0) return;
      backOffMs = performance.now() - startedMs > HEALTHY_MS ? 0 : Math.min(MAX_BACK_OFF_MS, backOffMs * 2 + 50);
      log.error({ code, signal, againInMs: backOffMs }, 'ingest died and is started again');
      timer = setTimeout(() => {
        start().catch((error: unknown) => log.error({ err: error }, 'ingest could not be started again'));
      }, backOffMs);
    });
    const order: IngestOrder = { options: wanted, logLevel: options.logLevel };
    const answer = await new Promise<IngestReply>((resolve, reject) => {
      const limit = setTimeout(() => reject(new IngestFailed({ reason: 'ingest did not begin in time' })), START_LIMIT_MS);
      const settle = (act: () => void) => {
        clearTimeout(limit);
        act();
      };
      forked.once('message', (message: IngestReply) => settle(() => resolve(message)));
      forked.once('error', (error) => settle(() => reject(error)));
      forked.once('exit', () => settle(() => reject(new IngestFailed({ reason: 'ingest ended while it began' }))));
      forked.send(order);
    });
    if (answer.kind === 'ready') return answer;
    throw answer.code === IngestPortTaken.code
      ? new IngestPortTaken({
          setting: answer.message.includes('RTMPS_PORT') ? 'RTMPS_PORT' : 'RTMP_PORT',
          port: Number(/port (\d+)/.exec(answer.message)?.[1] ?? 0),
        })
      : new IngestFailed({ reason: answer.message });
  };

  const ready = await start();
  wanted = {
    ...wanted,
    rtmpPort: ready.rtmpPort,
    rtmps: wanted.rtmps === null || ready.rtmpsPort === null ? null : { ...wanted.rtmps, port: ready.rtmpsPort },
    feedPort: Number(new URL(ready.feedUrl).port),
  };
  return {
    rtmpPort: ready.rtmpPort,
    rtmpsPort: ready.rtmpsPort,
    feedUrl: ready.feedUrl,
    feedToken,
    pid: () => child?.pid ?? null,
    close: async () => {
      isClosing = true;
      clearTimeout(timer);
      const last = child;
      if (last === undefined || last.exitCode !== null) return;
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => last.kill('SIGKILL'), STOP_LIMIT_MS);
        last.once('exit', () => {
          clearTimeout(force);
          resolve();
        });
        if (last.connected) last.disconnect();
        else last.kill('SIGKILL');
      });
    },
  };
}
