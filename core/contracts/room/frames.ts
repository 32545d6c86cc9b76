/**
 * The protocol of the room's socket: JSON texts, one frame each, at most 16 KiB from a client. The long-poll interface carries the
 * same frames (`POST /api/room/poll`, `POST /api/room/send`). Unknown keys and unknown kinds are refused.
 *
 * A client says `hello` first, within five seconds, with its ticket; the answer is `welcome`. What it sends afterwards carries an id of
 * its own making and is answered once by `ack` (it is committed) or `no` (it is not; `code` is for ever, `message` is for people).
 * Everything that happens to everybody comes in `batch` frames, one a tick at most.
 */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { ActShape } from './acts.ts';
import type {
  FeedEntry,
  PollNumbers,
  PollView,
  QuestionView,
  Reaction,
  TalkRules,
  Layout,
  Cue,
  EventState,
  Author,
  HeldMessage,
} from './entries.ts';
import { REACTIONS } from './entries.ts';
import type { ClientId, PollId, Position, QuestionId, TicketId } from './ids.ts';
import { IdText, OffsetNumber, PositionShape, ProgrammeMs } from './ids.ts';
import type { RoomRole } from './roles.ts';

const closed = { additionalProperties: false } as const;

/** Bytes of a frame from a client. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** What is voted: indexes of options, a value, or a text. */
export const ChoiceShape = Type.Union([
  Type.Object({ options: Type.Array(Type.Integer({ minimum: 0, maximum: 49 }), { minItems: 1, maxItems: 50, uniqueItems: true }) }, closed),
  Type.Object({ value: Type.Integer({ minimum: 0, maximum: 10 }) }, closed),
  Type.Object({ text: Type.String({ minLength: 1, maxLength: 4_000 }) }, closed),
]);
export type Choice = Static<typeof ChoiceShape>;

/** A ticket as a client holds it: signed, opaque. */
const TicketText = Type.String({ minLength: 16, maxLength: 1_024, pattern: '^[A-Za-z0-9._-]+$' });

export const HelloShape = Type.Object(
  {
    t: Type.Literal('hello'),
    ticket: TicketText,
    at: Type.Optional(PositionShape),
    /** Polls in which he has voted, as far as the client knows: he goes on getting the numbers that voters see. Believed only after the store was asked. */
    voted: Type.Optional(Type.Array(IdText, { maxItems: 20 })),
    lang: Type.Optional(Type.String({ pattern: '^[a-z]{2}$' })),
  },
  closed,
);
/** What a member sends; each is answered by `ack` or `no` with its id. Texts are measured again, in code points, by the rules. */
export const SendShape = Type.Union([
  Type.Object(
    { t: Type.Literal('say'), id: IdText, text: Type.String({ minLength: 1, maxLength: 4_000 }), replyTo: Type.Optional(OffsetNumber) },
    closed,
  ),
  Type.Object({ t: Type.Literal('backstage'), id: IdText, text: Type.String({ minLength: 1, maxLength: 4_000 }) }, closed),
  Type.Object({ t: Type.Literal('vote'), id: IdText, poll: IdText, choice: ChoiceShape, atMs: Type.Optional(ProgrammeMs) }, closed),
  Type.Object(
    { t: Type.Literal('ask'), id: IdText, text: Type.String({ minLength: 1, maxLength: 4_000 }), anonymous: Type.Optional(Type.Boolean()) },
    closed,
  ),
  Type.Object({ t: Type.Literal('upvote'), id: IdText, question: IdText, on: Type.Boolean() }, closed),
  Type.Object({ t: Type.Literal('act'), id: IdText, act: ActShape }, closed),
]);
/** Not answered, may be lost: summed per tick. */
export const ReactShape = Type.Object({ t: Type.Literal('react'), kind: Type.Enum([...REACTIONS]) }, closed);
/** A renewed ticket for a session that goes on. */
export const RenewShape = Type.Object({ t: Type.Literal('renew'), ticket: TicketText }, closed);

export const ClientFrameShape = Type.Union([HelloShape, SendShape, ReactShape, RenewShape]);

/** `POST /api/room/poll`: what has happened since `at`; held until something has, at most {@link POLL_HOLD_MS}. Without `at`, or when the place is gone, a `welcome`. */
export const PollRequestShape = Type.Object(
  {
    ticket: TicketText,
    at: Type.Optional(PositionShape),
    voted: HelloShape.properties.voted,
    lang: HelloShape.properties.lang,
  },
  closed,
);
export type PollRequest = Static<typeof PollRequestShape>;
/** `POST /api/room/send`: one frame; answered when it is committed or refused. */
export const SendRequestShape = Type.Object(
  { ticket: TicketText, frame: Type.Union([SendShape, ReactShape]), lang: HelloShape.properties.lang },
  closed,
);
export type SendRequest = Static<typeof SendRequestShape>;
/** The answer to both: frames as the socket would bring them, oldest first. An error is `{ code, message, retryable }` with its HTTP status. */
export interface RoomAnswer {
  readonly frames: readonly ServerFrame[];
}
export const POLL_HOLD_MS = 25_000;
export type Hello = Static<typeof HelloShape>;
export type Send = Static<typeof SendShape>;
export type ClientFrame = Static<typeof ClientFrameShape>;

/** The room as somebody who comes in finds it. A node keeps one with everything in it and shows each what he may see. */
export interface RoomView {
  readonly state: EventState;
  readonly rules: TalkRules;
  /** What viewers begin with, as it was set ahead: until a cue says otherwise. */
  readonly firstLayout: Layout;
  readonly pinned: { readonly offset: number; readonly author: Author; readonly text: string } | null;
  readonly polls: readonly PollView[];
  readonly questions: readonly QuestionView[];
  /** The newest few cues of each kind, by stage time: the last whose time has come for a viewer's own picture stands. */
  readonly cues: readonly StandingCue[];
  /** To the staff; empty for others. Oldest first. */
  readonly held: readonly HeldMessage[];
}

/** A cue and the offset of its entry. */
export interface StandingCue {
  readonly offset: number;
  readonly cue: Cue;
  readonly atMs: number;
}

/**
 * The answer to `hello`. It may come again at any moment when the history has begun another life (another epoch): the client forgets
 * what it has and takes this instead.
 */
export interface Welcome {
  readonly t: 'welcome';
  readonly you: { readonly id: TicketId; readonly name: string; readonly role: RoomRole };
  /** Where the feed is after `entries`. */
  readonly at: Position;
  readonly view: RoomView;
  /** What happened up to this offset is in `view` already; it may be after `at`, when much was missed. */
  readonly viewAt: number;
  /** What was missed since the position in `hello`; without one, the newest few. In order. */
  readonly entries: readonly FeedEntry[];
  /** More was missed than is kept (or the history had another life): `entries` begins after a hole. */
  readonly missedMore: boolean;
  /** Running results that he may see. */
  readonly numbers?: Readonly<Record<PollId, PollNumbers>>;
  /** Polls that are not settled, in which he has voted, as far as this node knows. */
  readonly voted?: readonly PollId[];
  /** What slow mode is now, with the load. */
  readonly slowSeconds: number;
  readonly nowMs: number;
  readonly viewers: number;
}

/** What happened since the frame before. `to` is where the feed is afterwards, even where entries were left out. */
export interface Batch {
  readonly t: 'batch';
  readonly from: number;
  readonly to: number;
  readonly entries: readonly FeedEntry[];
  /** Messages left out of `entries` so that people can read; they exist and can be asked for (`GET …/messages`). */
  readonly sampledOut?: number;
  readonly viewers?: number;
  readonly reactions?: Readonly<Partial<Record<Reaction, number>>>;
  /** Running results, at most once a second. */
  readonly numbers?: Readonly<Record<PollId, PollNumbers>>;
  readonly upvotes?: Readonly<Record<QuestionId, number>>;
  /** What slow mode is now, with the load. */
  readonly slowSeconds?: number;
}

export interface Ack {
  readonly t: 'ack';
  readonly id: ClientId;
  /** Where it stands in the feed, for what stands there. */
  readonly offset?: number;
  /** It waits for approval. */
  readonly held?: true;
  /** The id that a question got. */
  readonly question?: QuestionId;
}

/** Not done. `retryable`: the same frame may be sent again, after `waitMs` if there is one. */
export interface No {
  readonly t: 'no';
  readonly id: ClientId | null;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly waitMs?: number;
}

/** Before a close: what it means. */
export interface Bye {
  readonly t: 'bye';
  readonly code: string;
  readonly message: string;
  /** Come back after about so long (spread by the client); null: stay away. */
  readonly comeBackMs: number | null;
}

export type ServerFrame = Welcome | Batch | Ack | No | Bye;

/** Close codes of the socket. 44xx: stay away. 45xx: come back. */
export const CLOSE = {
  badFrame: 4400,
  badTicket: 4401,
  revoked: 4403,
  tooLarge: 4413,
  flood: 4429,
  tooManySessions: 4409,
  eventOver: 4410,
  slowReader: 4500,
  draining: 4501,
  ticketExpired: 4502,
  overloaded: 4503,
  helloTimeout: 4508,
} as const;
