import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { answerRaw } from './errors-as-answers.ts';

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
const MAX_PARAMETER_LENGTH = 400;

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
    // a media token is a parameter of the path
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
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
