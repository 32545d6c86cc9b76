import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PublicError } from '../../core/runtime/errors.ts';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { Closing, NothingHere } from '../errors.ts';
import { CACHE, OPEN_TO_ALL } from './media-headers.ts';
import type { OriginMetrics } from './origin-metrics.ts';

const RETRY_AFTER_SECONDS = '1';

interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: PublicError;
}

interface RawResponse {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: string): unknown;
}

/** Errors of this scope's routes as the house answers them: code, sentence, nothing else. Logged where they are bugs, counted always. */
export function answerErrors(scope: FastifyInstance, log: Log, metrics: OriginMetrics): void {
  scope.setErrorHandler((error, request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (statusOf(error) === 500) log.error({ err: error, route }, 'a request failed');
    if (error instanceof LiveError && error.code === Closing.code && request.raw.httpVersionMajor === 1)
      reply.header('connection', 'close');
    metrics.requests.inc({ route, status: String(statusOf(error)) });
    return answer(reply, error);
  });
}

/** Whatever no route takes. */
export function answerUnknown(app: FastifyInstance, metrics: OriginMetrics): void {
  app.setNotFoundHandler((_request, reply) => {
    metrics.requests.inc({ route: 'none', status: '404' });
    return answer(reply, new NothingHere({}));
  });
}

/** For addresses that the framework refuses before any route. */
export function answerRaw(response: RawResponse, error: unknown): void {
  const { status, headers, body } = answerTo(error);
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function answer(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, headers, body } = answerTo(error);
  return reply.code(status).headers(headers).send(body);
}

/** Nothing of an error that we did not expect reaches the caller. */
function answerTo(error: unknown): ErrorAnswer {
  const status = statusOf(error);
  return {
    status,
    headers: {
      ...OPEN_TO_ALL,
      'cache-control': CACHE.brief,
      'x-content-type-options': 'nosniff',
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

/** The framework's own refusals (a body too large, an address that cannot be decoded) carry a status below 500. */
function statusOf(error: unknown): number {
  if (error instanceof LiveError) return error.status;
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return 500;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
}
