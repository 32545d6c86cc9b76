import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import { type Feedback, FeedbackShape } from '../../core/contracts/room/feedback.ts';
import { JoinRequestShape, RenameRequestShape, RenewRequestShape } from '../../core/contracts/room/join.ts';
import { watchUrl } from '../../core/contracts/urls.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { Log } from '../../core/runtime/log.ts';
import { calendarText } from '../event/calendar.ts';
import type { takeFeedback } from '../feedback/take-feedback.ts';
import type { Joining } from '../joining/joining.ts';
import { readSentAway, writeSentAway } from '../joining/sent-away.ts';
import { refuse } from '../refusals.ts';
import { addressKey } from '../socket/addresses.ts';
import { judgeOrigin } from '../socket/origin-check.ts';
import { answerErrors, languageFor, sendRefusal } from './answers.ts';

export interface VisitorRoutes {
  readonly joining: Joining;
  /** Keeps what a visitor thinks. */
  readonly feedback: (given: Feedback) => ReturnType<typeof takeFeedback>;
  /** Origins of our own pages, besides the host itself. */
  readonly ownOrigins: readonly string[];
  /** As people type it, for links: `https://webcast.example`. */
  readonly publicUrl: string;
  readonly log: Log;
}

/** A registration form with its answers, at most. */
const BODY_LIMIT = 64 * 1024;
const joinShape = Compile(JoinRequestShape);
const renewShape = Compile(RenewRequestShape);
const feedbackShape = Compile(FeedbackShape);
const renameShape = Compile(RenameRequestShape);

/**
 * `GET /api/card/<slug>`, `GET /api/card/<slug>/calendar.ics`, `POST /api/join/<slug>`, `POST /api/renew`,
 * `POST /api/rename`, `POST /api/feedback`: what a visitor needs before and while he is in. A fastify plugin.
 */
export async function visitorRoutes(app: FastifyInstance, { joining, feedback, ownOrigins, publicUrl, log }: VisitorRoutes): Promise<void> {
  const isSecure = publicUrl.startsWith('https:');
  const sentAway = (request: FastifyRequest): readonly TicketId[] => readSentAway(request.headers.cookie, isSecure);
  answerErrors(app, log);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // a page of somebody else does not join for its visitors; the ticket it would get is theirs
    if (judgeOrigin(request.headers.origin, request.headers.host, ownOrigins) !== 'own')
      await sendRefusal(request, reply, refuse('ROOM_NOT_ALLOWED'));
  });

  app.get<{ Params: { readonly slug: string } }>('/api/card/:slug', async (request, reply) => {
    const answer = await joining.card(request.params.slug);
    return answer.ok ? reply.send(answer.card) : sendRefusal(request, reply, answer);
  });

  app.get<{ Params: { readonly slug: string } }>('/api/card/:slug/calendar.ics', async (request, reply) => {
    const answer = await joining.card(request.params.slug);
    if (!answer.ok) return sendRefusal(request, reply, answer);
    const { id, slug, title, description, startsAt, endsAt, nowMs } = answer.card;
    if (startsAt === null) return sendRefusal(request, reply, refuse('ROOM_EVENT_NEEDS_START'));
    const url = `${publicUrl.replace(/\/$/, '')}${watchUrl(slug as StreamId)}`;
    const times = { startsAtMs: Date.parse(startsAt), endsAtMs: endsAt === null ? null : Date.parse(endsAt) };
    const text = calendarText({ uid: `${id}@${new URL(publicUrl).hostname}`, title, description, url, ...times }, nowMs);
    return reply
      .headers({ 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': `attachment; filename="${slug}.ics"` })
      .send(text);
  });

  app.post<{ Params: { readonly slug: string } }>('/api/join/:slug', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { body } = request;
    if (!joinShape.Check(body)) return sendRefusal(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const answer = await joining.join(request.params.slug, body, { ...visitorOf(request), sentAway: sentAway(request) });
    return answer.ok ? reply.send(answer.joined) : sendRefusal(request, reply, answer);
  });

  app.post('/api/renew', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { body } = request;
    if (!renewShape.Check(body)) return sendRefusal(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const answer = await joining.renew(body.ticket);
    if (answer.ok) return reply.send(answer.joined);
    const person = answer.code === 'ROOM_BANNED' ? joining.personOf(body.ticket) : undefined;
    if (person !== undefined) reply.header('set-cookie', writeSentAway(sentAway(request), person, isSecure));
    return sendRefusal(request, reply, answer);
  });

  app.post('/api/feedback', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { body } = request;
    if (!feedbackShape.Check(body)) return sendRefusal(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const answer = await feedback(body);
    return answer.ok ? reply.code(204).send() : sendRefusal(request, reply, answer);
  });

  app.post('/api/rename', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { body } = request;
    if (!renameShape.Check(body)) return sendRefusal(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const answer = await joining.rename(body.ticket, body.name);
    return answer.ok ? reply.send(answer.joined) : sendRefusal(request, reply, answer);
  });
}

function visitorOf(request: FastifyRequest) {
  return { place: addressKey(request.ip), language: languageFor(request) };
}
