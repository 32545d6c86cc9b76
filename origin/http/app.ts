import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { CACHE } from './media-headers.ts';
import type { OriginMetrics } from './origin-metrics.ts';

/** The web server, whichever protocol it speaks. */
export type App = FastifyInstance;

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A request line and its headers have to come within this. */
const HEADERS_LIMIT_MS = 10_000;
/** Longer than the longest hold, so that a proxy's connection is not cut between two requests. */
const KEEP_ALIVE_MS = 65_000;
const MAX_BODY_BYTES = 64 * 1024;

/** A server without routes: HTTP/1.1, or HTTP/2 beside it when TLS files are given. */
export async function makeServer(tls: TlsFiles | undefined): Promise<App> {
  const common = { bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true, keepAliveTimeout: KEEP_ALIVE_MS } as const;
  if (tls === undefined) return fastify({ ...common, http: { headersTimeout: HEADERS_LIMIT_MS } });
  const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
  // fastify has a type for each protocol; our routes use what both have
  const server: unknown = fastify({ ...common, http2: true, https: { allowHTTP1: true, cert, key } });
  return server as App;
}

/** Errors as the house has them, counted requests, headers that every answer has. */
export function prepare(server: App, log: Log, metrics: OriginMetrics): void {
  server.setErrorHandler((error, request, reply) => {
    const known = error instanceof LiveError ? error : undefined;
    const status = known?.status ?? clientStatus(error) ?? 500;
    if (status === 500) log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    const body = known?.toPublic() ?? {
      code: status === 500 ? 'ORIGIN_INTERNAL' : 'ORIGIN_BAD_REQUEST',
      message: 'the request could not be answered',
      retryable: status === 500,
    };
    return reply.code(status).headers({ 'cache-control': CACHE.brief, 'access-control-allow-origin': '*' }).send(body);
  });
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .headers({ 'cache-control': CACHE.brief, 'access-control-allow-origin': '*' })
      .send({ code: 'ORIGIN_NOT_FOUND', message: 'there is nothing here', retryable: false }),
  );
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  server.addHook('onResponse', async (request, reply) => {
    metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) });
  });
}

/** fastify's own refusals (a body too large, a URL that cannot be decoded) carry a status below 500. */
function clientStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : undefined;
}
