/**
 * Coming in: what a visitor sees before he is in, how he comes in, what he holds afterwards. `GET /api/card/<slug>`,
 * `POST /api/join/<slug>`, `POST /api/renew`, `POST /api/rename`. Schema and type in one. `?lang=` asks for the language of a refusal's sentence; a refusal
 * that tells how long to wait (429) has the seconds in `Retry-After` too.
 */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { StreamId } from '../ids.ts';
import type { EventState } from './entries.ts';
import type { AccessKind, AgendaItem, EventSettings, RegistrationField } from './event.ts';
import type { EventId, TicketId } from './ids.ts';
import type { RoomRole } from './roles.ts';

const closed = { additionalProperties: false } as const;

/** An event from outside: public for everybody who has the link. */
export interface EventCard {
  readonly id: EventId;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly state: EventState;
  /** Whether visitors are taken in now. A registration is taken before the doors open, too. */
  readonly doors: 'not-yet' | 'open' | 'over';
  readonly access: AccessKind;
  readonly language: string;
  /** ISO 8601, UTC. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** Where the event is; a visitor's own zone is the browser's business. */
  readonly timeZone: string;
  readonly agenda: readonly AgendaItem[];
  /** `picture`: a path of this site. */
  readonly waitingRoom: { readonly message: string; readonly picture: string | null; readonly opensAtMs: number | null };
  readonly registration: { readonly fields: readonly RegistrationField[]; readonly isFull: boolean };
  readonly consent: { readonly text: string; readonly version: number };
  readonly branding: EventSettings['branding'];
  readonly ending: EventSettings['ending'];
  readonly nowMs: number;
}

/** What a visitor gives. Which of it is needed depends on the event's access; what is missing is said by the answer's code. */
export const JoinRequestShape = Type.Object(
  {
    /** How others see him. Needed for the room; without one the visitor watches and reads. */
    name: Type.Optional(Type.String({ maxLength: 200 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
    /** Of a token event, or from a registration. */
    token: Type.Optional(Type.String({ maxLength: 100 })),
    registration: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 1_000 }))),
    /** The version of the consent text that was agreed to. */
    consent: Type.Optional(Type.Integer({ minimum: 0 })),
    /** A ticket whose sessions are all in use (ROOM_TOO_MANY_SESSIONS): the oldest of them ends. */
    takeOver: Type.Optional(Type.Boolean()),
    lang: Type.Optional(Type.String({ pattern: '^[a-z]{2}$' })),
  },
  closed,
);
export type JoinRequest = Static<typeof JoinRequestShape>;

/** What lets a browser at the picture. */
export interface MediaGrant {
  /** Goes before `/live/…`, `/recordings/…` and `/api/streams/…`: `/v/<token>`, or empty where the event is open. */
  readonly prefix: string;
  /** Unix ms of the server's clock; null: does not end. Renew a good while before. */
  readonly expiresAtMs: number | null;
}

/** He is in. */
export interface Joined {
  /** For the socket and for renewals. */
  readonly ticket: string;
  /** Of the ticket. Unix ms of the server's clock. */
  readonly ticketExpiresAtMs: number;
  readonly you: { readonly id: TicketId; readonly name: string; readonly role: RoomRole };
  readonly event: { readonly id: EventId; readonly stream: StreamId; readonly state: EventState };
  readonly media: MediaGrant;
  /** To come in again later, on another device too: for registration and token events. Shown to its owner alone. */
  readonly token?: string;
  readonly nowMs: number;
}

const HeldTicket = Type.String({ minLength: 16, maxLength: 1_024 });

/** A session that goes on: answered with {@link Joined}, the same ticket and session under the name that the ticket has now. */
export const RenewRequestShape = Type.Object({ ticket: HeldTicket }, closed);

/**
 * The same ticket under another name: its votes, its questions and what it may do stay. Answered with {@link Joined}; the room knows the name once it
 * has got the new ticket (`renew` frame, or the next `hello`). What was said before stands under the name it was said under.
 */
export const RenameRequestShape = Type.Object({ ticket: HeldTicket, name: Type.String({ minLength: 1, maxLength: 200 }) }, closed);
