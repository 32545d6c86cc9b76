import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { LiveError, errorMessage } from '../core/runtime/errors.ts';
import type { Log } from '../core/runtime/log.ts';
import { withTimeLimit } from '../core/runtime/time-limit.ts';
import { IngestFailed } from './errors.ts';
import type { IngestOptions } from './open-ingest.ts';
import type { IngestOrder, IngestReply } from './process.ts';

export interface SupervisedIngestOptions {
  readonly host: string;
  readonly rtmpPort: number;
  readonly rtmps: IngestOptions['rtmps'];
  readonly dataDir: string;
  /** The installation's; absent: the one in `dataDir`. */
  readonly secret?: string;
  readonly logLevel: IngestOrder['logLevel'];
  /** One that has not beaten for so many seconds hangs. */
  readonly maxMissedBeats?: number;
}

export interface SupervisedIngest {
  readonly rtmpPort: number;
  readonly rtmpsPort: number | null;
  readonly feedUrl: string;
  readonly feedToken: string;
  /** null while it is being started again. */
  pid(): number | null;
  /** What it counts, in Prometheus' text format; begins anew with every child. @throws while it is being started again. */
  metrics(): Promise<string>;
  close(): Promise<void>;
}

type Ready = Extract<IngestReply, { kind: 'ready' }>;

const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 3_000;
const METRICS_LIMIT_MS = 1_000;
const MIN_BACK_OFF_MS = 50;
const MAX_BACK_OFF_MS = 2_000;
/** One that lived this long did not fail at its start. */
const HEALTHY_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** It beats once a second. Missed looks are counted, not time: a machine that slept has missed one. */
const MAX_MISSED_BEATS = 10;

/**
 * Runs ingest as a child and starts it again, at the same ports, whenever it dies or hangs.
 * @throws what openIngest throws, and IngestFailed, when it cannot begin at all; later it is tried for as long as it takes.
 */
export async function superviseIngest(options: SupervisedIngestOptions, log: Log): Promise<SupervisedIngest> {
  const { logLevel, maxMissedBeats = MAX_MISSED_BEATS, ...others } = options;
  const feedToken = randomBytes(24).toString('base64url');
  const first = await startChild({ options: { ...others, feedPort: 0, feedToken }, logLevel });
  const { rtmpPort, rtmpsPort, feedUrl } = first.ready;
  const again: IngestOrder = {
    options: {
      ...others,
      rtmpPort,
      rtmps: others.rtmps === null || rtmpsPort === null ? null : { ...others.rtmps, port: rtmpsPort },
      feedPort: Number(new URL(feedUrl).port),
      feedToken,
    },
    logLevel,
  };
  const keeper = new Keeper(first.child, again, maxMissedBeats, log);
  return {
    ...{ rtmpPort, rtmpsPort, feedUrl, feedToken },
    pid: () => keeper.pid,
    metrics: () => askMetrics(feedUrl, feedToken),
    close: () => keeper.close(),
  };
}

async function askMetrics(feedUrl: string, feedToken: string): Promise<string> {
  const answer = await fetch(`${feedUrl}/feed/metrics`, {
    headers: { authorization: `Bearer ${feedToken}` },
    signal: AbortSignal.timeout(METRICS_LIMIT_MS),
  });
  if (!answer.ok) throw new IngestFailed({ reason: `it answered ${answer.status} when it was asked for its numbers` });
  return await answer.text();
}

/** Keeps one child alive. */
class Keeper {
  readonly #order: IngestOrder;
  readonly #maxMissedBeats: number;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #backOffMs = 0;
  #missedBeats = 0;
  #timer: NodeJS.Timeout | undefined;
  #starting: Promise<void> = Promise.resolve();
  /** Why the last start failed; the same reason is not told again. */
  #lastReason = '';
  readonly #look: NodeJS.Timeout;
  readonly #closing = new AbortController();

  constructor(child: ChildProcess, order: IngestOrder, maxMissedBeats: number, log: Log) {
    this.#order = order;
    this.#maxMissedBeats = maxMissedBeats;
    this.#log = log;
    this.#keep(child);
    this.#look = setInterval(() => this.#lookAtBeats(), LOOK_EVERY_MS);
    this.#look.unref();
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('it is being stopped'));
    clearTimeout(this.#timer);
    clearInterval(this.#look);
    await this.#starting;
    if (this.#child !== undefined) await stopChild(this.#child);
  }

  #keep(child: ChildProcess): void {
    const startedMs = performance.now();
    this.#child = child;
    this.#missedBeats = 0;
    child.on('message', () => {
      this.#missedBeats = 0;
    });
    const ended = (code: number | null, signal: NodeJS.Signals | null) => {
      this.#child = undefined;
      if (this.#closing.signal.aborted) return;
      this.#backOffMs = performance.now() - startedMs > HEALTHY_MS ? 0 : this.#nextBackOffMs();
      this.#log.error({ code, signal, againInMs: this.#backOffMs }, 'ingest died and is started again');
      this.#startLater();
    };
    if (hasEnded(child)) ended(child.exitCode, child.signalCode);
    else child.once('exit', ended);
  }

  #nextBackOffMs(): number {
    return Math.min(MAX_BACK_OFF_MS, this.#backOffMs * 2 + MIN_BACK_OFF_MS);
  }

  #startLater(): void {
    this.#timer = setTimeout(() => {
      this.#starting = this.#start();
    }, this.#backOffMs);
  }

  async #start(): Promise<void> {
    try {
      const { child } = await startChild(this.#order, this.#closing.signal);
      this.#lastReason = '';
      this.#log.info({ pid: child.pid }, 'ingest is there again');
      this.#keep(child);
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      const reason = errorMessage(error);
      if (reason !== this.#lastReason) this.#log.error({ reason }, 'ingest could not be started again and is tried until it can');
      this.#lastReason = reason;
      this.#backOffMs = this.#nextBackOffMs();
      this.#startLater();
    }
  }

  #lookAtBeats(): void {
    if (this.#child === undefined || ++this.#missedBeats <= this.#maxMissedBeats) return;
    this.#log.error({ pid: this.#child.pid }, 'ingest hangs and is killed');
    this.#missedBeats = 0;
    this.#child.kill('SIGKILL');
  }
}

/** @throws what openIngest throws, IngestFailed, and the signal's reason; the child is gone then. */
async function startChild(order: IngestOrder, signal?: AbortSignal): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const child = fork(path.join(import.meta.dirname, 'process.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  // a message that could not be sent: the child has ended then, and its exit tells
  child.on('error', () => undefined);
  try {
    return { child, ready: await withTimeLimit(START_LIMIT_MS, signal, () => firstAnswer(child, order)) };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
}

function firstAnswer(child: ChildProcess, order: IngestOrder): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer: IngestReply) => (answer.kind === 'ready' ? resolve(answer) : reject(asError(answer))));
    child.once('error', (error) => reject(new IngestFailed({ reason: errorMessage(error) }, error)));
    child.once('exit', (code, signal) => reject(new IngestFailed({ reason: `it ended at once (${signal ?? code})` })));
    child.send(order);
  });
}

/** What went wrong in the child, as if it had been thrown here. */
function asError(answer: IngestReply): LiveError {
  if (answer.kind !== 'failed') return new IngestFailed({ reason: 'it did not say that it is ready' });
  const { code, message, status, retryable } = answer;
  return code === IngestFailed.code ? new IngestFailed({ reason: message }) : new LiveError(code, message, { status, retryable });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Asks it to end by letting go of the channel, and does not wait for ever. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    if (child.connected) child.disconnect();
    else child.kill('SIGKILL');
  });
}
