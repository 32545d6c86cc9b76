/** How the organisers' API says no: code, sentence in the asker's language, whether again may help; never a stack, a path or a secret. */
import type { FastifyError, FastifyRequest } from 'fastify';
import type { Language } from '../../core/contracts/room/event.ts';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { refusalError } from '../errors.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { languageOf } from '../sentences/sentences.ts';
import { browserLanguage } from './answers.ts';
import type { Api } from './api.ts';
import { callerIfAny } from './caller.ts';

const RETRY_AFTER_SECONDS = '2';

/** The language of the account, else the browser's first. */
export function languageFor(request: FastifyRequest): Language {
  return languageOf(callerIfAny(request)?.language ?? browserLanguage(request));
}

/** A rule's no, as what an edge throws. */
export function deny(request: FastifyRequest, refusal: Refusal): LiveError {
  return refusalError(refusal, languageFor(request));
}

/** What a rule allowed. @throws LiveError of its no. */
export function allowed<Verdict extends { readonly ok: true }>(request: FastifyRequest, verdict: Verdict | Refusal): Verdict {
  if (verdict.ok) return verdict;
  throw deny(request, verdict);
}

/** What was found. @throws LiveError ROOM_NOTHING_HERE */
export function found<T>(request: FastifyRequest, thing: T | undefined): T {
  if (thing === undefined) throw deny(request, refuse('ROOM_NOTHING_HERE'));
  return thing;
}

/** Answers the errors of this scope's routes, and what no route takes. */
export function answerErrors(api: Api, log: Log): void {
  api.setErrorHandler((error: FastifyError, request, reply) => {
    const answer = asLiveError(error, request);
    if (answer.status === 500) log.error({ err: error, route: request.routeOptions.url ?? 'none' }, 'a request failed');
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    return reply.code(answer.status).send(answer.toPublic());
  });
  api.setNotFoundHandler((request, reply) => {
    const answer = deny(request, refuse('ROOM_NOTHING_HERE'));
    return reply.code(answer.status).send(answer.toPublic());
  });
}

function asLiveError(error: FastifyError | LiveError, request: FastifyRequest): LiveError {
  if (error instanceof LiveError) return error.code === 'ROOM_STORE_AWAY' ? deny(request, refuse('ROOM_STORE_AWAY')) : error;
  if (error.validation !== undefined) return deny(request, refuse('ROOM_BAD_REQUEST', { where: whereOf(error) }));
  if (error.statusCode === 413) return deny(request, refuse('ROOM_FRAME_TOO_LARGE', { max: request.routeOptions.bodyLimit ?? 0 }));
  const isTheirs = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return deny(request, isTheirs ? refuse('ROOM_BAD_REQUEST', { where: 'body' }) : refuse('ROOM_INTERNAL'));
}

/** The part of the request that is not as it should be; of what was sent only the names of our own fields are repeated. */
function whereOf({ validation, validationContext }: FastifyError): string {
  const at = validation?.[0]?.instancePath ?? '';
  return `${validationContext ?? 'body'}${at}`.replaceAll('/', '.').slice(0, 200);
}
