import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import type { PublicError } from '../../core/runtime/errors.ts';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { Closing } from '../errors.ts';
import { CACHE, OPEN_TO_ALL } from './media-headers.ts';
import type { OriginMetrics } from './origin-metrics.ts';

/** The web server, whichever protocol it speaks. */
export type App = FastifyInstance;

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A request line and its headers have to come within this, */
const HEADERS_LIMIT_MS = 10_000;
/** and a whole request within this. */
const REQUEST_LIMIT_MS = 30_000;
const LIMITS_CHECKED_EVERY_MS = 5_000;
/** A connection on which nothing moves, in either direction, for so long is cut; longer than the longest hold. */
const SILENCE_LIMIT_MS = 60_000;
/** Longer than what proxies keep, so that a proxy's connection is not cut between two requests. */
const KEEP_ALIVE_MS = 65_000;
const MAX_BODY_BYTES = 64 * 1024;
const RETRY_AFTER_SECONDS = '1';

export interface WebServer {
  readonly app: App;
  /** Lets answers under way end, up to `withinMs`; then every connection is cut, those of readers that never read too. */
  close(withinMs: number): Promise<void>;
}

/** A server without routes: HTTP/1.1, or HTTP/2 beside it when TLS files are given. */
export async function makeServer(tls: TlsFiles | undefined): Promise<WebServer> {
  const app = await makeApp(tls);
  const connections = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return {
    app,
    close: async (withinMs) => {
      const cut = setTimeout(() => {
        for (const socket of connections) socket.destroy();
      }, withinMs);
      await app.close();
      clearTimeout(cut);
    },
  };
}

async function makeApp(tls: TlsFiles | undefined): Promise<App> {
  const common = {
    bodyLimit: MAX_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    connectionTimeout: SILENCE_LIMIT_MS,
  } as const;
  if (tls === undefined) {
    return fastify({
      ...common,
      http: { headersTimeout: HEADERS_LIMIT_MS, connectionsCheckingInterval: LIMITS_CHECKED_EVERY_MS },
      frameworkErrors: (error, _request, reply) => answerRaw(reply.hijack().raw, error),
    });
  }
  const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
  // fastify has a type for each protocol; our routes use what both have
  const app: unknown = fastify({
    ...common,
    http2: true,
    https: { allowHTTP1: true, cert, key },
    frameworkErrors: (error, _request, reply) => answerRaw(reply.hijack().raw, error),
  });
  return app as App;
}

/** Errors as the house has them, counted requests, headers that every answer has. Before any route. */
export function prepare(app: App, log: Log, metrics: OriginMetrics): void {
  app.setErrorHandler((error, request, reply) => {
    if (statusOf(error) === 500) log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    if (error instanceof LiveError && error.code === Closing.code && request.raw.httpVersionMajor === 1)
      reply.header('connection', 'close');
    const { status, headers, body } = answerTo(error);
    return reply.code(status).headers(headers).send(body);
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .headers({ ...OPEN_TO_ALL, 'cache-control': CACHE.brief })
      .send({ code: 'ORIGIN_NOT_FOUND', message: 'there is nothing here', retryable: false }),
  );
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) });
    done();
  });
}

interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: PublicError;
}

/** Nothing of an error that we did not expect reaches the caller. */
function answerTo(error: unknown): ErrorAnswer {
  const status = statusOf(error);
  return {
    status,
    headers: {
      ...OPEN_TO_ALL,
      'cache-control': CACHE.brief,
      ...(status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    },
    body:
      error instanceof LiveError
        ? error.toPublic()
        : {
            code: status === 500 ? 'ORIGIN_INTERNAL' : 'ORIGIN_BAD_REQUEST',
            message: 'the request could not be answered',
            retryable: status === 500,
          },
  };
}

interface RawResponse {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: string): unknown;
}

/** For addresses that fastify refuses before any route. */
function answerRaw(response: RawResponse, error: unknown): void {
  const { status, headers, body } = answerTo(error);
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** fastify's own refusals (a body too large, an address that cannot be decoded) carry a status below 500. */
function statusOf(error: unknown): number {
  if (error instanceof LiveError) return error.status;
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return 500;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
}
