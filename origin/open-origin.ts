import type { StreamId } from '../core/contracts/ids.ts';
import type { MediaLog } from '../core/ports/media-log.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';
import type { Clock } from '../core/runtime/clock.ts';
import { systemClock } from '../core/runtime/clock.ts';
import type { Health } from '../core/runtime/health.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Metrics } from '../core/runtime/metrics.ts';
import type { TlsFiles } from './http/app.ts';
import { makeServer, prepare } from './http/app.ts';
import { addLiveRoutes } from './http/live-routes.ts';
import { originMetrics } from './http/origin-metrics.ts';
import { addPageRoutes } from './http/page-routes.ts';
import { addRecordingRoutes } from './http/recording-routes.ts';
import { addOperatorRoutes } from './http/operator-routes.ts';
import { Holding } from './live/holding.ts';
import { StreamDirectory } from './live/stream-directory.ts';

export interface OriginOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly mediaLog: MediaLog;
  readonly store: ObjectStore;
  readonly pageDir: string;
  readonly titleOf: (stream: StreamId) => string | undefined;
  /** The stream that `/` leads to. */
  readonly frontStream: StreamId | undefined;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock?: Clock;
}

export interface Origin {
  readonly port: number;
  /** Held requests are answered, then the sockets are closed. */
  close(): Promise<void>;
}

/** Serves everything that a viewer fetches. @throws what the system says when the port cannot be had (EADDRINUSE). */
export async function openOrigin(options: OriginOptions): Promise<Origin> {
  const { log, mediaLog, store, metrics } = options;
  const clock = options.clock ?? systemClock;
  const holding = new Holding(clock);
  const counted = originMetrics(metrics, holding);
  const directory = new StreamDirectory(mediaLog, log);
  const server = await makeServer(options.tls);
  prepare(server, log, counted);
  addLiveRoutes(server, { directory, holding, metrics: counted });
  addRecordingRoutes(server, { store, metrics: counted });
  addPageRoutes(server, { ...options, directory, clock });
  addOperatorRoutes(server, { ...options });
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    await directory.close();
    throw error;
  }
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: async () => {
      await directory.close();
      await server.close();
    },
  };
}
