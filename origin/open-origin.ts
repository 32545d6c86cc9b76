import type { StreamId } from '../core/contracts/ids.ts';
import type { MediaLog } from '../core/ports/media-log.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';
import type { SigningKeys } from '../core/grants/secrets.ts';
import type { Clock } from '../core/runtime/clock.ts';
import { systemClock } from '../core/runtime/clock.ts';
import type { Health } from '../core/runtime/health.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Metrics } from '../core/runtime/metrics.ts';
import type { AccessBook } from './access/access-book.ts';
import { GRANT_PREFIX, Guard } from './access/guard.ts';
import type { App, TlsFiles } from './http/app.ts';
import { makeServer } from './http/app.ts';
import { answerUnknown } from './http/errors-as-answers.ts';
import { MediaSender } from './http/media-reply.ts';
import { mediaRoutes } from './http/media-routes.ts';
import type { OriginMetrics } from './http/origin-metrics.ts';
import { originMetrics } from './http/origin-metrics.ts';
import { siteRoutes } from './http/site-routes.ts';
import { StoredMedia } from './http/stored-media.ts';
import { Holding } from './live/holding.ts';
import { StreamDirectory } from './live/stream-directory.ts';

export interface OriginOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly mediaLog: MediaLog;
  readonly store: ObjectStore;
  /** The folder of the built watch page. */
  readonly pageDir: string;
  /** That of the built studio; undefined: there is none here. */
  readonly studioDir?: string | undefined;
  /** Which streams there are and who may see them. */
  readonly access: AccessBook;
  /** What media tokens are signed with; undefined: there are none. */
  readonly mediaKeys?: SigningKeys;
  /** Others' routes on the same port: the room's socket and API. They stand before `listen`. */
  readonly guests?: (app: App) => Promise<void>;
  /** The stream that `/` leads to. */
  readonly frontStream: StreamId | undefined;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock?: Clock;
}

export interface Origin {
  readonly port: number;
  /** Whoever waits is told to ask again, answers under way end (up to two seconds), then the sockets are closed. */
  close(): Promise<void>;
}

const DRAIN_MS = 2_000;

/** Serves everything that a viewer fetches. @throws what the system says when the port cannot be had (EADDRINUSE). */
export async function openOrigin(options: OriginOptions): Promise<Origin> {
  const { app, close } = await assembleOrigin(options);
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await close();
    throw error;
  }
  const address = app.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : options.port, close };
}

/** Everything but the port: what {@link openOrigin} listens with, and tests ask without a socket. */
export async function assembleOrigin(
  options: Omit<OriginOptions, 'host' | 'port'>,
): Promise<{ readonly app: App; readonly close: () => Promise<void> }> {
  const { log, mediaLog, store } = options;
  const clock = options.clock ?? systemClock;
  const holding = new Holding(clock);
  const stored = new StoredMedia({ store, clock, log });
  const metrics: OriginMetrics = originMetrics(options.metrics, {
    held: () => holding.held,
    streams: () => [...directory.all()].length,
    windowBytes: () => [...directory.all()].reduce((sum, stream) => sum + stream.keptBytes, 0),
    storedBytes: () => stored.keptBytes,
  });
  const directory = new StreamDirectory({
    mediaLog,
    clock,
    log,
    changed: (window) => holding.changed(window),
    onPart: (part) => metrics.partLag.observe(Math.max(0, clock.nowMs() - part.inputAtMs) / 1000),
  });
  const server = await makeServer(options.tls);
  const { app } = server;
  const close = async (): Promise<void> => {
    holding.drain();
    await server.close(DRAIN_MS);
    await directory.close();
  };
  answerUnknown(app, metrics);
  const guard = new Guard({ access: options.access, mediaKeys: options.mediaKeys, clock });
  const media = { guard, directory, holding, sender: new MediaSender(metrics), stored, metrics, log };
  await app.register(mediaRoutes, media);
  await app.register(mediaRoutes, { ...media, prefix: GRANT_PREFIX });
  await app.register(siteRoutes, { ...options, guard, directory, clock, allMetrics: options.metrics, metrics, log });
  await options.guests?.(app);
  return { app, close };
}
