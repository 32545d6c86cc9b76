import { availableParallelism } from 'node:os';
import type { FeedEvent, PublishSlot } from '../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../core/contracts/ids.ts';
import type { HeldSlatesAnswer } from '../core/contracts/room/internal.ts';
import type { LeaseKeeper } from '../core/ports/lease.ts';
import type { MediaLog } from '../core/ports/media-log.ts';
import type { Clock } from '../core/runtime/clock.ts';
import { systemClock } from '../core/runtime/clock.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Metrics } from '../core/runtime/metrics.ts';
import type { FoundFfmpeg } from './ffmpeg/find-ffmpeg.ts';
import type { FeedAddress } from './job/feed-client.ts';
import { followFeedEvents } from './job/feed-client.ts';
import type { GuardLimits } from './job/guard-limits.ts';
import { HeldSlates } from './job/held-slates.ts';
import { Journal } from './job/journal.ts';
import { mergeNumbers, readLastNumbers } from './job/last-numbers.ts';
import type { Slate } from './job/slate.ts';
import type { JobStatus } from './job/stream-job.ts';
import { StreamJob } from './job/stream-job.ts';
import { transcoderMetrics } from './job/transcoder-metrics.ts';
import type { Preview } from './preview/open-preview.ts';
import { openPreview } from './preview/open-preview.ts';

export interface TranscoderOptions {
  readonly feed: FeedAddress;
  readonly mediaLog: MediaLog;
  readonly leases: LeaseKeeper;
  readonly dataDir: string;
  readonly ffmpeg: FoundFfmpeg;
  /** May still be in work. */
  readonly slate: Promise<Slate>;
  /** Asks the room of which streams a host holds the slate. Absent: of none. */
  readonly heldSlates?: (signal: AbortSignal) => Promise<HeldSlatesAnswer>;
  readonly partTargetMs: number;
  readonly graceMs: number;
  readonly maxRungs: number | undefined;
  /** Processor cores that may be used; undefined: all of them. */
  readonly cores?: number;
  /** What an encoder is held to, where it differs from the usual. */
  readonly guardLimits?: Partial<GuardLimits>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
}

export interface Transcoder {
  /** Ends a stream's recording now; nothing happens when none is open. */
  endRecording(stream: StreamId): Promise<void>;
  /** Asks now of which streams the slate is held, and shows it. Never rejects: without an answer what was known goes on. */
  askSlates(): Promise<void>;
  /** What each stream is doing that has a job here. */
  status(): readonly JobStatus[];
  /** What the presenter of a stream sends at this moment, until `signal`. @returns why not, where there is none. */
  preview(stream: StreamId, signal: AbortSignal): Promise<Preview | 'nothing-sent' | 'too-many'>;
  /** ffmpeg's process ids, by stream. */
  ffmpegPids(): ReadonlyMap<StreamId, number>;
  /** Whether ingest's events are being followed. */
  isConnected(): boolean;
  /** Open recordings go on at the next start. */
  close(): Promise<void>;
}

const LEASE_TTL_MS = 5_000;
const LEASE_RETRY_MS = 500;
/** After ingest has come back it tells its live sessions at once; what it has not told by then is over. */
const RESYNC_MS = 300;
/** Each is read from ingest once more. */
const MAX_PREVIEWS = 12;

/** One job for each stream that publishes or whose recording is open. @throws SlateFailed */
export async function openTranscoder(options: TranscoderOptions): Promise<Transcoder> {
  const { log, leases, dataDir, ffmpeg } = options;
  const clock = options.clock ?? systemClock;
  const aborter = new AbortController();
  const slate = await options.slate;
  const cores = options.cores ?? availableParallelism();
  log.info({ ffmpeg: ffmpeg.path, version: ffmpeg.version, cores }, 'transcoder is ready');
  const jobs = new Map<StreamId, Promise<StreamJob>>();
  const open = new Map<StreamId, StreamJob>();
  const status = (): readonly JobStatus[] => [...open.values()].map((job) => job.status);
  const metrics = transcoderMetrics(options.metrics, status);
  let connected = false;
  const held = new HeldSlates({
    ...{ clock, log, ask: options.heldSlates ?? (() => Promise.resolve({ streams: [] })) },
    onAnswer: () => {
      for (const [stream, job] of open) job.holdSlate(held.has(stream));
    },
  });
  // before anything is shown
  await held.ask();

  const makeJob = async (stream: StreamId): Promise<StreamJob> => {
    let lease = await leases.acquire(stream, `transcoder-${process.pid}`, LEASE_TTL_MS);
    while (lease === undefined) {
      await new Promise((resolve) => {
        setTimeout(resolve, LEASE_RETRY_MS);
      });
      aborter.signal.throwIfAborted();
      lease = await leases.acquire(stream, `transcoder-${process.pid}`, LEASE_TTL_MS);
    }
    const journal = new Journal(dataDir, stream);
    const job = new StreamJob({
      ...options,
      stream,
      lease,
      journal,
      state: mergeNumbers(await journal.load(), await readLastNumbers(options.mediaLog, stream, clock)),
      ffmpegPath: ffmpeg.path,
      slate,
      cores,
      clock,
      log: log.child({ stream }),
      metrics,
    });
    open.set(stream, job);
    job.holdSlate(held.has(stream));
    if (lease.lost.aborted) giveUp(stream, job);
    else lease.lost.addEventListener('abort', () => giveUp(stream, job), { once: true });
    return job;
  };
  /** Somebody else may have the stream: this job stops, and another one waits for the lease. */
  const giveUp = (stream: StreamId, job: StreamJob): void => {
    if (open.get(stream) !== job) return;
    log.warn({ stream }, 'the lease was lost: this process no longer transcodes the stream');
    open.delete(stream);
    jobs.delete(stream);
    const tryAgain = (): void => {
      if (aborter.signal.aborted) return;
      withJob(stream, (next) => {
        for (const [session, facts] of live) if (facts.stream === stream) next.onAccepted(session, facts.slot);
      });
    };
    job.close(undefined).then(tryAgain, (error: unknown) => log.error({ err: error, stream }, 'the job did not end well'));
  };
  const jobOf = (stream: StreamId): Promise<StreamJob> => {
    let job = jobs.get(stream);
    if (job === undefined) {
      job = makeJob(stream);
      jobs.set(stream, job);
    }
    return job;
  };
  const withJob = (stream: StreamId, act: (job: StreamJob) => void): void => {
    jobOf(stream).then(act, (error: unknown) => {
      jobs.delete(stream);
      if (!aborter.signal.aborted) log.error({ err: error, stream }, 'the job could not begin');
    });
  };

  let live = new Map<SessionId, { readonly stream: StreamId; readonly slot: PublishSlot }>();
  let resync: NodeJS.Timeout | undefined;
  let previews = 0;
  const onEvent = (event: FeedEvent): void => {
    switch (event.kind) {
      case 'accepted':
        live.set(event.session, { stream: event.stream, slot: event.slot });
        withJob(event.stream, (job) => job.onAccepted(event.session, event.slot));
        break;
      case 'ended':
        live.delete(event.session);
        withJob(event.stream, (job) => job.onEnded(event.session));
        break;
      case 'idle':
      case 'resumed':
        withJob(event.stream, (job) => job.onIdle(event.session, event.kind === 'idle'));
        break;
      case 'refused':
        log.warn({ stream: event.stream, code: event.code, sentence: event.sentence }, 'a publisher was refused');
        break;
      case 'beat':
        break;
    }
  };
  const following = followFeedEvents({
    address: options.feed,
    log,
    signal: aborter.signal,
    onConnected: () => {
      connected = true;
      live = new Map();
      clearTimeout(resync);
      resync = setTimeout(() => {
        for (const job of open.values()) job.keepOnly(new Set(live.keys()));
      }, RESYNC_MS);
    },
    onEvent,
  });
  for (const stream of await Journal.streams(dataDir)) {
    const { recording } = await new Journal(dataDir, stream).load();
    if (recording !== null) await jobOf(stream);
  }

  return {
    endRecording: async (stream) => {
      const job = open.get(stream);
      if (job === undefined) return;
      open.delete(stream);
      jobs.delete(stream);
      await job.close('ended-by-host');
    },
    askSlates: () => held.ask(),
    status,
    preview: async (stream, signal) => {
      const sessions = [...live].filter(([, facts]) => facts.stream === stream);
      const [session] = sessions.find(([, { slot }]) => slot === 'primary') ?? sessions[0] ?? [];
      if (session === undefined) return 'nothing-sent';
      if (previews >= MAX_PREVIEWS) return 'too-many';
      previews += 1;
      const preview = await openPreview(options.feed, session, AbortSignal.any([signal, aborter.signal]));
      if (preview === undefined) previews -= 1;
      else preview.bytes.once('close', () => (previews -= 1));
      return preview ?? 'nothing-sent';
    },
    ffmpegPids: () =>
      new Map([...open].flatMap(([stream, job]) => (job.ffmpegPid === undefined ? [] : [[stream, job.ffmpegPid] as const]))),
    isConnected: () => connected,
    close: async () => {
      aborter.abort();
      clearTimeout(resync);
      held.close();
      await following;
      const all = await Promise.allSettled(jobs.values());
      await Promise.all(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close(undefined)] : [])));
    },
  };
}
