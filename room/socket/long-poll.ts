import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import type { No, PollRequest, SendRequest } from '../../core/contracts/room/frames.ts';
import { MAX_FRAME_BYTES, POLL_HOLD_MS, PollRequestShape, SendRequestShape } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId, Position } from '../../core/contracts/room/ids.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { ackOf, noOf } from '../channel/answers.ts';
import { Member } from '../channel/member.ts';
import { answerErrors, sendRefusal } from '../http/answers.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { languageOf } from '../sentences/sentences.ts';
import type { Door } from './door.ts';
import type { SocketLimits } from './limits.ts';
import { judgeOrigin } from './origin-check.ts';
import { answerBody, PollSession } from './poll-session.ts';
import { TokenBucket } from './token-bucket.ts';

/** Who has not asked for so long has gone. */
const GONE_MS = 15_000;
const SWEEP_MS = 1_000;

export interface LongPollOptions {
  readonly door: Door;
  readonly limits: SocketLimits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly ownOrigins: readonly string[];
  /** How long an answer is held when nothing happens. */
  readonly holdMs?: number;
}

const pollShape = Compile(PollRequestShape);
const sendShape = Compile(SendRequestShape);

/** `POST /api/room/poll` and `/send`: the room for networks that let no WebSocket through. A fastify plugin. */
export class LongPoll {
  readonly #options: LongPollOptions;
  readonly #sessions = new Map<string, PollSession>();
  readonly #buckets = new Map<string, { readonly bucket: TokenBucket; usedMs: number }>();
  #cancelSweep: () => void = () => undefined;
  #isDraining = false;

  constructor(options: LongPollOptions) {
    this.#options = options;
    this.#scheduleSweep();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Registers the routes. */
  readonly plugin = async (app: FastifyInstance): Promise<void> => {
    const bodyLimit = MAX_FRAME_BYTES + 2_048;
    answerErrors(app, this.#options.log);
    app.post('/api/room/poll', { bodyLimit }, async (request, reply) => this.#poll(request, reply));
    app.post('/api/room/send', { bodyLimit }, async (request, reply) => this.#send(request, reply));
    app.addHook('preClose', () => this.close());
  };

  /** Everybody is told to come back, each at his own time; nobody is taken in any more. */
  drain(): void {
    this.#isDraining = true;
    const { random, limits } = this.#options;
    for (const session of this.#sessions.values()) {
      session.end({ refusal: refuse('ROOM_DRAINING'), comeBackMs: Math.round(random() * limits.comeBackMs) });
      this.#depart(session);
    }
  }

  close(): void {
    this.drain();
    this.#cancelSweep();
    this.#sessions.clear();
  }

  async #poll(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { body } = request;
    if (!pollShape.Check(body)) return this.#refuse(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const checked = await this.#enter(request, body);
    if (!checked.ok) return this.#refuse(request, reply, checked, body.lang);
    const { session, claim, isNew } = checked;
    if (session.isEnded) {
      this.#sessions.delete(keyOf(claim));
      return this.#answer(reply, answerBody(session.takeOutbox()));
    }
    const { room, member } = session;
    if (room === undefined || member === undefined) return this.#refuse(request, reply, refuse('ROOM_OVERLOADED'), body.lang);
    if (!isNew && claim.expiresAtMs !== member.claim.expiresAtMs) {
      const refusal = room.renew(member, claim);
      if (refusal !== undefined) return this.#refuse(request, reply, refusal, body.lang);
    }
    if (!isNew && body.at === undefined) room.welcomeAgain(member, undefined);
    const abandon = () => session.abandon();
    reply.raw.once('close', abandon);
    const answer = await session.ask((body.at ?? room.position) as Position);
    reply.raw.off('close', abandon);
    if (session.isEnded) this.#sessions.delete(keyOf(claim));
    return this.#answer(reply, answer);
  }

  async #send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { body } = request;
    if (!sendShape.Check(body)) return this.#refuse(request, reply, refuse('ROOM_BAD_REQUEST', { where: 'body' }));
    const { frame, lang }: SendRequest = body;
    const checked = this.#options.door.check(body.ticket);
    if (!checked.ok) return this.#refuse(request, reply, checked, lang);
    const { claim } = checked;
    const opened = await this.#options.door.open(claim, this.#foreignOrigin(request));
    if (!opened.ok) return this.#refuse(request, reply, opened, lang);
    if (frame.t === 'react') {
      const member = this.#sessions.get(keyOf(claim))?.member;
      if (member !== undefined && this.#take(claim)) opened.room.react(member, frame.kind);
      return this.#answer(reply, answerBody([]));
    }
    const id = frame.id as ClientId;
    const language = languageOf(lang);
    if (!this.#take(claim))
      return this.#answer(reply, answerBody([JSON.stringify(noOf(id, refuse('ROOM_TOO_FAST', { seconds: 1 }), language) satisfies No)]));
    const { ticket, name, role } = claim;
    const outcome = await opened.room.speak({ id: ticket, name, role }, frame);
    return this.#answer(reply, answerBody([JSON.stringify(outcome.ok ? ackOf(id, outcome) : noOf(id, outcome, language))]));
  }

  /** The session that asks: the one that there is, or a new one that has been welcomed. */
  async #enter(
    request: FastifyRequest,
    body: PollRequest,
  ): Promise<{ readonly ok: true; readonly session: PollSession; readonly claim: TicketClaim; readonly isNew: boolean } | Refusal> {
    const { door, clock, limits, holdMs = POLL_HOLD_MS } = this.#options;
    const checked = door.check(body.ticket);
    if (!checked.ok) return checked;
    const { claim } = checked;
    const known = this.#sessions.get(keyOf(claim));
    if (known !== undefined && (known.isEnded || known.member?.isGone === false)) return { ok: true, session: known, claim, isNew: false };
    if (this.#isDraining) return refuse('ROOM_DRAINING');
    if (this.#sessions.size >= limits.connections) return refuse('ROOM_OVERLOADED');
    const opened = await door.open(claim, this.#foreignOrigin(request));
    if (!opened.ok) return opened;
    const language = languageOf(body.lang);
    const session = new PollSession({ clock, holdMs, language });
    const voted = (body.voted ?? []).map((poll) => poll as PollId);
    session.room = opened.room;
    const member = opened.room.enter({ claim, sink: session, language, since: body.at as Position | undefined, voted });
    if (!(member instanceof Member)) return member;
    session.member = member;
    this.#sessions.set(keyOf(claim), session);
    return { ok: true, session, claim, isNew: true };
  }

  #foreignOrigin(request: FastifyRequest): string | undefined {
    const { origin, host } = request.headers;
    return judgeOrigin(origin, host, this.#options.ownOrigins) === 'own' ? undefined : (origin ?? 'null');
  }

  #take(claim: TicketClaim): boolean {
    const { clock, limits } = this.#options;
    const nowMs = clock.monotonicMs();
    const known = this.#buckets.get(claim.ticket) ?? { bucket: new TokenBucket(limits.sendsAtOnce, nowMs), usedMs: nowMs };
    this.#buckets.set(claim.ticket, known);
    known.usedMs = nowMs;
    return known.bucket.take(limits.sendsPerSecond, limits.sendsAtOnce, nowMs);
  }

  #answer(reply: FastifyReply, body: Buffer): FastifyReply {
    return reply.header('Cache-Control', 'no-store').type('application/json; charset=utf-8').send(body);
  }

  #refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, lang?: string): FastifyReply {
    return sendRefusal(request, reply, refusal, lang === undefined ? undefined : languageOf(lang));
  }

  #depart(session: PollSession): void {
    if (session.member !== undefined) session.room?.leave(session.member);
  }

  #scheduleSweep(): void {
    const { clock } = this.#options;
    this.#cancelSweep = clock.after(SWEEP_MS, () => {
      const nowMs = clock.monotonicMs();
      for (const [key, session] of this.#sessions) {
        if (session.isWaiting || nowMs - session.seenMs < GONE_MS) continue;
        this.#depart(session);
        this.#sessions.delete(key);
      }
      for (const [ticket, { usedMs }] of this.#buckets) if (nowMs - usedMs > GONE_MS) this.#buckets.delete(ticket);
      this.#scheduleSweep();
    });
  }
}

function keyOf({ event, ticket, session }: TicketClaim): string {
  return `${event} ${ticket} ${session}`;
}
