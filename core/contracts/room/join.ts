/**
 * Coming in: what a visitor sees before he is in, how he comes in, what he holds afterwards. `GET /api/card/<slug>`,
 * `POST /api/join/<slug>`, `POST /api/renew`. Schema and type in one.
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
  readonly access: AccessKind;
  readonly language: string;
  /** ISO 8601, UTC. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** Where the event is; a visitor's own zone is the browser's business. */
  readonly timeZone: string;
  readonly agenda: readonly AgendaItem[];
  readonly waitingRoom: { readonly message: string; readonly opensAtMs: number | null };
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

export const RenewRequestShape = Type.Object({ ticket: Type.String({ minLength: 16, maxLength: 1_024 }) }, closed);
