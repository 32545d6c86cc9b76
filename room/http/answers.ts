/** How the room's HTTP interfaces say no: a code, a sentence in the reader's language, whether trying again may help. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../core/contracts/room/event.ts';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { refusalError } from '../errors.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { languageOf } from '../sentences/sentences.ts';

/** The browser's first language, as it says it; undefined: it says none. */
export function browserLanguage(request: FastifyRequest): string | undefined {
  return request.headers['accept-language']?.split(/[,;]/, 1)[0]?.trim();
}

/** The language of the page (`lang` of the query), else the browser's first. */
export function languageFor(request: FastifyRequest): Language {
  const { lang } = request.query as { readonly lang?: unknown };
  return languageOf(typeof lang === 'string' ? lang : browserLanguage(request));
}

/** Sends a refusal. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendError(reply, refusalError(refusal, languageFor(request)));
}

/** Errors of this scope's routes; nothing of one that we did not expect reaches the caller. */
export function answerErrors(scope: FastifyInstance, log: Log): void {
  scope.setErrorHandler((error, request, reply) => {
    if (error instanceof LiveError) {
      return sendError(reply, error.code === 'ROOM_STORE_AWAY' ? refusalError(refuse('ROOM_STORE_AWAY'), languageFor(request)) : error);
    }
    const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
    if (status >= 400 && status < 500) return sendRefusal(request, reply, refuse('ROOM_BAD_FRAME'));
    log.error({ err: error, route: request.routeOptions.url ?? 'none' }, 'a request failed');
    return sendError(reply, refusalError(refuse('ROOM_OVERLOADED'), languageFor(request)));
  });
}

function sendError(reply: FastifyReply, error: LiveError): FastifyReply {
  if (error.status === 503) reply.header('retry-after', '2');
  return reply.code(error.status).header('cache-control', 'no-store').send(error.toPublic());
}
