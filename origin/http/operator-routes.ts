import type { StreamId } from '../../core/contracts/ids.ts';
import { watchUrl } from '../../core/contracts/urls.ts';
import type { Health } from '../../core/runtime/health.ts';
import type { Metrics } from '../../core/runtime/metrics.ts';
import type { App } from './app.ts';
import { CACHE } from './media-headers.ts';

export interface OperatorRoutes {
  readonly health: Health;
  /** Of the whole process. */
  readonly allMetrics: Metrics;
  readonly frontStream: StreamId | undefined;
}

/** What operations look at: `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics`. */
export function addOperatorRoutes(app: App, options: OperatorRoutes): void {
  const { health, allMetrics, frontStream } = options;
  app.get('/healthz', async (_request, reply) => {
    const report = await health.healthz();
    return reply
      .code(report.ok ? 200 : 503)
      .header('cache-control', CACHE.never)
      .send(report);
  });
  app.get('/readyz', async (_request, reply) => {
    const report = await health.readyz();
    return reply
      .code(report.ok ? 200 : 503)
      .header('cache-control', CACHE.never)
      .send(report);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.headers({ 'content-type': allMetrics.contentType, 'cache-control': CACHE.never }).send(await allMetrics.text()),
  );
  app.get('/', async (_request, reply) => {
    if (frontStream === undefined) return reply.callNotFound();
    return reply.header('cache-control', 'no-cache').redirect(watchUrl(frontStream), 302);
  });
}
