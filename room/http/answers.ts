/** How everything of the room that speaks HTTP says no: a code, a sentence in the asker's language, whether again may help; never a stack, a path or a secret. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../core/contracts/room/event.ts';
import { LiveError } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { refusalError } from '../errors.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { languageOf } from '../sentences/sentences.ts';
import { callerIfAny } from './caller.ts';

const RETRY_AFTER_SECONDS = '2';

/** The browser's first language, as it says it; undefined: it says none. */
export function browserLanguage(request: FastifyRequest): string | undefined {
  return request.headers['accept-language']?.split(/[,;]/, 1)[0]?.trim();
}

/** The language of the account, else of the page (`lang` of the query), else the browser's first. */
export function languageFor(request: FastifyRequest): Language {
  const { lang } = request.query as { readonly lang?: unknown };
  return languageOf(callerIfAny(request)?.language ?? (typeof lang === 'string' ? lang : browserLanguage(request)));
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

/** Sends a refusal; `language`: when the asker said it otherwise than by {@link languageFor}. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  language: Language = languageFor(request),
): FastifyReply {
  const { seconds } = refusal.facts ?? {};
  const error = refusalError(refusal, language);
  if (error.status === 429 && seconds !== undefined) reply.header('retry-after', String(seconds));
  return sendError(reply, error);
}

/** Answers the errors of this scope's routes: ours as they are, the framework's as ours, anything else as a bug of which nothing leaves but that. */
export function answerErrors(scope: FastifyInstance, log: Log): void {
  scope.setErrorHandler((error, request, reply) => {
    const answer = asLiveError(error, request);
    if (answer.status === 500) log.error({ err: error, route: request.routeOptions.url ?? 'none' }, 'a request failed');
    return sendError(reply, answer);
  });
}

/** Answers what no route of this scope takes. */
export function answerUnknown(scope: FastifyInstance): void {
  scope.setNotFoundHandler((request, reply) => sendRefusal(request, reply, refuse('ROOM_NOTHING_HERE')));
}

function sendError(reply: FastifyReply, error: LiveError): FastifyReply {
  if (error.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply.code(error.status).header('cache-control', 'no-store').send(error.toPublic());
}

function asLiveError(error: unknown, request: FastifyRequest): LiveError {
  if (error instanceof LiveError) return error.code === 'ROOM_STORE_AWAY' ? deny(request, refuse('ROOM_STORE_AWAY')) : error;
  const { validation, validationContext, statusCode } = error as FrameworkError;
  if (validation !== undefined) return deny(request, refuse('ROOM_BAD_REQUEST', { where: whereOf(validation, validationContext) }));
  if (statusCode === 413) return deny(request, refuse('ROOM_FRAME_TOO_LARGE', { max: request.routeOptions.bodyLimit ?? 0 }));
  const isTheirs = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return deny(request, isTheirs ? refuse('ROOM_BAD_REQUEST', { where: 'body' }) : refuse('ROOM_INTERNAL'));
}

/** What fastify says of a request that it did not take. */
interface FrameworkError {
  readonly statusCode?: number;
  readonly validation?: readonly { readonly instancePath: string }[];
  readonly validationContext?: string;
}

/** The part of the request that is not as it should be; of what was sent only the names of our own fields are repeated. */
function whereOf(validation: readonly { readonly instancePath: string }[], context = 'body'): string {
  return `${context}${validation[0]?.instancePath ?? ''}`.replaceAll('/', '.').slice(0, 200);
}
