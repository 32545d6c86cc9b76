import type { Audience, Author, EntryBody, FeedEntry, PollNumbers, QuestionView } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Choice, RoomView } from '../../core/contracts/room/frames.ts';
import type { ClientId, EventId, PollId, Position, QuestionId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Refusal } from '../refusals.ts';

/** Something that a member or the staff wants, already allowed by the rules as far as a node knows; the store has the last word. */
export type Op =
  | {
      readonly kind: 'message';
      readonly id: ClientId;
      readonly author: Author;
      readonly text: string;
      readonly replyTo?: number;
      readonly audience: Audience;
      readonly isHeld: boolean;
    }
  | { readonly kind: 'backstage'; readonly id: ClientId; readonly author: Author; readonly text: string }
  /** `atMs`: when the voter voted, on the stage's clock. */
  | {
      readonly kind: 'vote';
      readonly id: ClientId;
      readonly ticket: TicketId;
      readonly poll: PollId;
      readonly choice: Choice;
      readonly atMs: number;
    }
  | {
      readonly kind: 'question';
      readonly id: ClientId;
      readonly author: Author;
      readonly text: string;
      readonly isAnonymous: boolean;
      readonly isHeld: boolean;
    }
  | { readonly kind: 'upvote'; readonly id: ClientId; readonly ticket: TicketId; readonly question: QuestionId; readonly on: boolean }
  /** `atMs`: the stage-clock time that the entry carries. `mute`, `ban` and `unban` add a `person` entry, by which every node learns of it. Written to the audit log in the same transaction. */
  | { readonly kind: 'act'; readonly id: ClientId; readonly by: Author; readonly act: Act; readonly atMs: number }
  /**
   * A poll whose last ballot that counts has had its time to arrive (`closesAtMs` + LATE_BALLOT_MS of room/poll) gets its end: closed if it was not,
   * the final numbers and a test's right answers told. Any node may ask; the first does it, the others add nothing.
   */
  | { readonly kind: 'settle'; readonly id: ClientId; readonly poll: PollId }
  /** Takes away everything that a person said and his name, from the rows too (GDPR art. 17); the audit log keeps that it was done. `leaves`: his ticket is worth nothing any more. */
  | { readonly kind: 'erase'; readonly id: ClientId; readonly by: Author; readonly person: TicketId; readonly leaves?: true }
  /** The event's state was changed elsewhere (the API); tells the room. */
  | { readonly kind: 'notice'; readonly id: ClientId; readonly audience: Audience; readonly body: EntryBody };

/** What became of an op. The same id of the same person again has the same outcome and adds nothing; what was refused is judged anew. */
export type Outcome = { readonly ok: true; readonly offset?: number; readonly question?: QuestionId; readonly isHeld?: true } | Refusal;

export interface Committed {
  /** One for each op, in order. */
  readonly outcomes: readonly Outcome[];
  /** The entries that the transaction added, in order; the feed ends with the last of them. */
  readonly entries: readonly FeedEntry[];
  readonly position: Position;
}

/** What of an event's settings a node goes by besides the rules of the talk, which are in the feed. */
export interface RoomSettings {
  /** The organiser's word list, and uses of it until a person is muted. */
  readonly words: readonly string[];
  readonly strikes: number;
  /** Pages of other hosts that may open the room's socket (settings.embedOrigins). */
  readonly embedOrigins: readonly string[];
  /** Which settings they are: another number after each change. */
  readonly settingsAtMs: number;
}

/** Where a feed ends, and which settings hold. */
export interface RoomEdge extends Position {
  readonly settingsAtMs: number;
}

/** What a node needs to open a room. */
export interface RoomSnapshot extends RoomSettings {
  readonly event: EventId;
  readonly tenant: TenantId;
  readonly position: Position;
  readonly view: RoomView;
  /** Newest last; at most 10,000 and 15 minutes. */
  readonly recent: readonly FeedEntry[];
  readonly muted: readonly { readonly person: TicketId; readonly untilMs: number }[];
  readonly revoked: readonly TicketId[];
}

/** A room's truth: a database. Every op of one `commit` is committed together, or none is and it throws. */
export interface RoomStore {
  /** undefined: there is no such event. */
  open(event: EventId): Promise<RoomSnapshot | undefined>;
  /**
   * Commits in order, in one transaction of at most {@link MAX_OPS}; offsets go on without a hole, also with other nodes at work.
   * @throws StoreAway (room/errors.ts) when the database cannot be reached: nothing was committed as far as anybody may be told; the same ops may be sent again.
   */
  commit(event: EventId, ops: readonly Op[], nowMs: number): Promise<Committed>;
  /** Entries after an offset, in order, at most `limit`; removed texts are blank. */
  read(event: EventId, after: number, limit: number): Promise<readonly FeedEntry[]>;
  /** Where the feed ends now, and whether the settings are others: to notice what no hint told. */
  edge(event: EventId): Promise<RoomEdge | undefined>;
  /** As they are now. undefined: there is no such event any more. */
  settings(event: EventId): Promise<RoomSettings | undefined>;
  /** The count over the stored ballots: the truth of a poll. */
  tally(event: EventId, polls: readonly PollId[]): Promise<Readonly<Record<PollId, PollNumbers>>>;
  /** Who has voted in a poll: the numbers of a poll whose results come after voting go to them alone. */
  voters(event: EventId, poll: PollId): Promise<readonly TicketId[]>;
  /** With upvotes; for somebody who comes in late. */
  questions(event: EventId, limit: number): Promise<readonly QuestionView[]>;
}

/** Who acts when nobody does: a mute after too many listed words, a poll whose time is over. */
export const SYSTEM: Author = { id: '00000000-0000-7000-8000-000000000000' as TicketId, name: '', role: 'host' };

/** Most ops of one commit. */
export const MAX_OPS = 500;
