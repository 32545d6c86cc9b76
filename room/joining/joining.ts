import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EventCard, Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { checkName } from '../chat/name.ts';
import { admitArrivals } from '../db/arrivals.ts';
import type { Database } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { findEventBySlug } from '../db/events.ts';
import { findEvent } from '../db/find-event.ts';
import { newId } from '../db/new-id.ts';
import { countRegistrations, register } from '../db/registrations.ts';
import { TryLimit } from '../people/try-limit.ts';
import { renewTicketSession, startTicketSession } from '../db/ticket-sessions.ts';
import { changeTicket, findTicketByToken, getTicket, isAnyRevoked } from '../db/tickets.ts';
import type { Ticket } from '../db/tickets.ts';
import { enqueueDeliveries } from '../db/webhooks.ts';
import { registrationAdded } from '../outside/happenings.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { ArrivalWriter } from './arrival-writer.ts';
import { cardOf } from './card.ts';
import { checkConsent, checkOpen } from './entry-rules.ts';
import { EventBook } from './event-book.ts';
import type { GrantKeys } from './grants.ts';
import { grantTo, RENEWABLE_MS } from './grants.ts';
import { checkAnswers } from './registration.ts';

export interface JoiningOptions {
  readonly database: Database;
  readonly keys: GrantKeys;
  /** Whether it is the event's password; takes its time. */
  readonly isPassword: (password: string, hash: string) => Promise<boolean>;
  readonly clock: Clock;
}

/** Where somebody asks from: an address, for guesses. */
export interface Visitor {
  readonly place: string;
  readonly language: string;
  /** Who was banned in his browser, whichever event it was (sent-away.ts). */
  readonly sentAway?: readonly TicketId[];
}

type JoinAnswer = { readonly ok: true; readonly joined: Joined } | Refusal;

/** Sessions of a ticket that has a limit, at once. */
const MAX_SESSIONS = 2;
/** Guesses of a password or token from one place within the window; bounded in places. */
const GUESSES = 10;
/** Names of one ticket within the same window. */
const RENAMINGS = 10;
const GUESS_WINDOW_MS = 5 * 60_000;
const MAX_PLACES = 10_000;
/** A session that was not renewed for so long is over. */
const SESSION_ALIVE_MS = 10 * 60_000;

/** How visitors come in, whichever way the event lets them. Every answer is a grant or a refusal with a code. */
export class Joining {
  readonly #options: JoiningOptions;
  readonly #events: EventBook<EventRecord>;
  readonly #arrivals: ArrivalWriter;
  readonly #renamings = new TryLimit({ most: RENAMINGS, windowMs: GUESS_WINDOW_MS, maxPlaces: MAX_PLACES });
  readonly #guesses = new TryLimit({ most: GUESSES, windowMs: GUESS_WINDOW_MS, maxPlaces: MAX_PLACES });

  constructor(options: JoiningOptions) {
    const { database, clock } = options;
    this.#options = options;
    this.#events = new EventBook((slug) => database.read((db) => findEventBySlug(db, slug)), clock);
    this.#arrivals = new ArrivalWriter({
      clock,
      write: (arrivals) => database.write((db) => admitArrivals(db, arrivals, this.#nowMs())),
    });
  }

  /** What anybody with the link may know. A draft is not there. @throws StoreAway */
  async card(slug: string): Promise<{ readonly ok: true; readonly card: EventCard } | Refusal> {
    const event = await this.#events.find(slug);
    if (event === undefined || event.state === 'draft') return refuse('ROOM_NO_SUCH_EVENT');
    const isCounted = event.access === 'registration' && event.settings.registration.capacity !== null;
    const registered = isCounted ? await this.#options.database.read((db) => countRegistrations(db, event.tenant, event.id)) : 0;
    return { ok: true, card: cardOf(event, registered, this.#options.clock.nowMs()) };
  }

  /** Lets somebody in, or says why not. @throws StoreAway */
  async join(slug: string, request: JoinRequest, visitor: Visitor): Promise<JoinAnswer> {
    const event = await this.#events.find(slug);
    if (event === undefined) return refuse('ROOM_NO_SUCH_EVENT');
    const open = checkOpen(event, this.#options.clock.nowMs());
    // a registration is taken before the doors open
    if (!open.ok && !(open.code === 'ROOM_EVENT_NOT_OPEN' && event.access === 'registration')) return open;
    const named = request.name === undefined || request.name.trim() === '' ? { ok: true as const, name: '' } : checkName(request.name);
    if (!named.ok) return named;
    // whoever shows a code of his own is who he says, whoever sat at this browser before
    if (request.token === undefined && (await this.#isSentAway(event, visitor))) return refuse('ROOM_BANNED');
    switch (event.access) {
      case 'open':
      case 'password':
        return this.#joinAsAnybody(event, request, named.name, visitor);
      case 'token':
        return this.#joinWithToken(event, request, named.name, visitor);
      case 'registration':
        return request.token === undefined
          ? this.#joinByRegistering(event, request, visitor, open)
          : this.#joinWithToken(event, request, named.name, visitor);
    }
  }

  /** A fresh ticket and grant for a session that goes on, under the name that the ticket has by now. @throws StoreAway */
  renew(ticket: string): Promise<JoinAnswer> {
    return this.#goOn(ticket);
  }

  /** Whose ticket it is, if we made it. */
  personOf(ticket: string): TicketId | undefined {
    const { keys, clock } = this.#options;
    return verifyTicket(ticket, keys.ticket, clock.nowMs()).claim?.ticket;
  }

  /** The same, under another name from now on. @throws StoreAway */
  async rename(ticket: string, wanted: string): Promise<JoinAnswer> {
    const named = checkName(wanted);
    return named.ok ? this.#goOn(ticket, named.name) : named;
  }

  async #goOn(ticket: string, newName?: string): Promise<JoinAnswer> {
    const { database, keys, clock } = this.#options;
    const verdict = verifyTicket(ticket, keys.ticket, clock.nowMs());
    if (!verdict.ok && (verdict.claim === undefined || verdict.claim.expiresAtMs < clock.nowMs() - RENEWABLE_MS)) {
      return refuse(verdict.reason === 'expired' ? 'ROOM_TICKET_EXPIRED' : 'ROOM_TICKET_INVALID');
    }
    const { claim } = verdict;
    if (claim === undefined) return refuse('ROOM_TICKET_INVALID');
    const waitMs = newName === undefined ? 0 : this.#renamings.take(claim.ticket, clock.monotonicMs());
    if (waitMs > 0) return refuse('ROOM_TOO_FAST', { seconds: Math.ceil(waitMs / 1_000) });
    const { event: id, ticket: held, role, session, maxSessions } = claim;
    const found = await database.write(async (db) => {
      const event = await findEvent(db, id);
      const goesOn = event === undefined ? undefined : await renewTicketSession(db, event.tenant, session, this.#nowMs());
      if (event === undefined || goesOn?.ticket !== held) return refuse('ROOM_TICKET_INVALID');
      if (goesOn.out === 'ticket' || (goesOn.out === 'session' && maxSessions === 0)) return refuse('ROOM_BANNED');
      // not sent away: another window of his took the place
      if (goesOn.out === 'session') return refuse('ROOM_TOO_MANY_SESSIONS', { max: maxSessions });
      const open = checkOpen(event, clock.nowMs());
      if (!open.ok && open.code !== 'ROOM_EVENT_NOT_OPEN') return open;
      const name = newName ?? goesOn.name;
      if (name !== goesOn.name) await changeTicket(db, event.tenant, id, held, { name });
      return { ok: true as const, event, name };
    });
    return found.ok ? this.#granted(found.event, { event: id, ticket: held, name: found.name, role, session, maxSessions }) : found;
  }

  async #isSentAway({ tenant, id }: EventRecord, { sentAway = [] }: Visitor): Promise<boolean> {
    return sentAway.length > 0 && this.#options.database.read((db) => isAnyRevoked(db, tenant, id, sentAway));
  }

  async #joinAsAnybody(event: EventRecord, request: JoinRequest, name: string, visitor: Visitor): Promise<JoinAnswer> {
    const consent = checkConsent(event, request.consent);
    if (!consent.ok) return consent;
    if (event.access === 'password') {
      const verdict = await this.#checkPassword(event, request.password ?? '', visitor);
      if (!verdict.ok) return verdict;
    }
    const ticket = newId(this.#options.clock.nowMs()) as TicketId;
    const session = randomUUID();
    const { tenant, id } = event;
    const kind = event.access === 'password' ? 'password' : 'open';
    const isAdmitted = await this.#arrivals.admit({ tenant, event: id, ticket, session, kind, name });
    if (!isAdmitted) return refuse('ROOM_OVERLOADED');
    return this.#granted(event, { event: id, ticket, name, role: 'attendee', session, maxSessions: 0 });
  }

  async #checkPassword(event: EventRecord, password: string, visitor: Visitor): Promise<{ readonly ok: true } | Refusal> {
    // nothing given is no guess: the page asks what is needed
    if (password === '') return refuse('ROOM_PASSWORD_WRONG');
    const guess = this.#guess(event, visitor);
    if (!guess.ok) return guess;
    if (event.passwordHash === null || !(await this.#options.isPassword(password, event.passwordHash)))
      return refuse('ROOM_PASSWORD_WRONG');
    guess.wasRight();
    return { ok: true };
  }

  /** Takes one of the place's tries. */
  #guess(event: EventRecord, { place }: Visitor): { readonly ok: true; readonly wasRight: () => void } | Refusal {
    const key = `${event.id} ${place}`;
    const waitMs = this.#guesses.take(key, this.#options.clock.monotonicMs());
    if (waitMs > 0) return refuse('ROOM_TOO_FAST', { seconds: Math.ceil(waitMs / 1_000) });
    return { ok: true, wasRight: () => this.#guesses.giveBack(key) };
  }

  async #joinWithToken(event: EventRecord, request: JoinRequest, name: string, visitor: Visitor): Promise<JoinAnswer> {
    const { token = '' } = request;
    if (token === '') return refuse('ROOM_TICKET_INVALID');
    const guess = this.#guess(event, visitor);
    if (!guess.ok) return guess;
    const open = checkOpen(event, this.#options.clock.nowMs());
    if (!open.ok) return open;
    const { tenant, id } = event;
    const ticket = await this.#options.database.read((db) => findTicketByToken(db, tenant, id, tokenHash(token)));
    if (ticket === undefined) return refuse('ROOM_TICKET_INVALID');
    guess.wasRight();
    if (ticket.revokedAtMs !== null) return refuse('ROOM_BANNED');
    // whoever registered has agreed then
    const consent = ticket.kind === 'registration' ? ({ ok: true } as const) : checkConsent(event, request.consent);
    if (!consent.ok) return consent;
    return this.#enter(event, ticket, name, request.takeOver === true);
  }

  async #joinByRegistering(
    event: EventRecord,
    request: JoinRequest,
    visitor: Visitor,
    open: { readonly ok: true } | Refusal,
  ): Promise<JoinAnswer> {
    const answers = checkAnswers(event.settings.registration.fields, request.registration ?? {});
    if (!answers.ok) return answers;
    const { checked } = answers;
    const consent = checkConsent(event, request.consent);
    if (!consent.ok) return consent;
    const named = checkName(checked.name);
    if (!named.ok) return named;
    const token = randomBytes(16).toString('base64url');
    const { tenant, id } = event;
    const made = await this.#options.database.write(async (db) => {
      const registered = await register(
        db,
        {
          ...{ tenant, event: id, name: named.name, email: checked.email, answers: checked.answers },
          ...{
            consentVersion: request.consent ?? null,
            language: visitor.language,
            tokenHash: tokenHash(token),
            maxSessions: MAX_SESSIONS,
          },
        },
        this.#nowMs(),
      );
      if (!registered.ok) return registered;
      // an address that is known comes in with its own token, which nobody but its owner has
      if (registered.isKnown) return refuse('ROOM_TICKET_INVALID');
      await enqueueDeliveries(db, tenant, registrationAdded(event, registered.registration.id, this.#nowMs()), this.#nowMs());
      const ticket = await getTicket(db, tenant, id, registered.registration.ticket);
      return ticket === undefined ? refuse('ROOM_TICKET_INVALID') : { ok: true as const, ticket };
    });
    if (!made.ok) return made;
    const entered = await this.#enter(event, made.ticket, '', false);
    if (!entered.ok) return entered;
    // before the doors open he has a token and waits
    return open.ok || open.code === 'ROOM_EVENT_NOT_OPEN' ? { ok: true, joined: { ...entered.joined, token } } : open;
  }

  /** One more session of a ticket that somebody holds. `takesOver`: the oldest beyond its limit are out; else there is no room for it. */
  async #enter(event: EventRecord, ticket: Ticket, wantedName: string, takesOver: boolean): Promise<JoinAnswer> {
    const { tenant, id } = event;
    const session = randomUUID();
    const name = wantedName === '' ? ticket.name : wantedName;
    const { maxSessions } = ticket;
    const isIn = await this.#options.database.write(async (db) => {
      const nowMs = this.#nowMs();
      const started = await startTicketSession(
        db,
        { session, tenant, event: id, ticket: ticket.id },
        { maxSessions, aliveSinceMs: nowMs - SESSION_ALIVE_MS, takesOver },
        nowMs,
      );
      if (started && name !== ticket.name) await changeTicket(db, tenant, id, ticket.id, { name });
      return started;
    });
    if (!isIn) return refuse('ROOM_TOO_MANY_SESSIONS', { max: maxSessions });
    return this.#granted(event, { event: id, ticket: ticket.id, name, role: ticket.role, session, maxSessions });
  }

  #granted(event: EventRecord, claim: Parameters<typeof grantTo>[1]): JoinAnswer {
    return { ok: true, joined: grantTo(event, claim, this.#options.keys, this.#options.clock.nowMs()) };
  }

  #nowMs(): number {
    return Math.floor(this.#options.clock.nowMs());
  }
}

/** How a token is kept. 128 random bits need no salt. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
