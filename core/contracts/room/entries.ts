/**
 * The feed of a room: what everybody gets, in one order, with no hole. Entries are made by the database (an entry exists when its
 * transaction is committed) and never change, but for a removed message, whose text is blanked in its place.
 */
import type { ClientId, PollId, QuestionId, TicketId } from './ids.ts';
import type { RoomRole } from './roles.ts';

/** Somebody as others see him. */
export interface Author {
  readonly id: TicketId;
  readonly name: string;
  readonly role: RoomRole;
}

export const CHAT_MODES = ['off', 'hosts', 'everyone', 'approve'] as const;
/** off; to the hosts only; everyone to everyone; everyone, each message approved first. */
export type ChatMode = (typeof CHAT_MODES)[number];

export const LAYOUTS = ['picture', 'picture-chat', 'slides'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const REACTIONS = ['like', 'applause', 'laugh', 'wow', 'love'] as const;
export type Reaction = (typeof REACTIONS)[number];

/** What the host sets for the talk, at any moment. */
export interface TalkRules {
  readonly chat: ChatMode;
  /** 0-120. Tightens by itself with the load; the effective value is told in `welcome` and `batch`. */
  readonly slowSeconds: number;
  readonly links: boolean;
  readonly reactions: boolean;
  readonly questions: boolean;
  /** Questions are seen by the staff first. */
  readonly moderateQuestions: boolean;
  readonly anonymousQuestions: boolean;
  /** Messages a second shown to an attendee; 0: all. */
  readonly readablePerSecond: number;
}

export const POLL_KINDS = ['single', 'multiple', 'text', 'rating', 'nps'] as const;
export type PollKind = (typeof POLL_KINDS)[number];
export type PollState = 'draft' | 'open' | 'closed' | 'archived';
export const RESULTS_WHEN = ['hidden', 'after-voting', 'always'] as const;
/** When attendees see the numbers. */
export type ResultsWhen = (typeof RESULTS_WHEN)[number];

/** Votes a choice: index of the option (single, multiple), value (rating 1-5, nps 0-10); how often a text was given is not told. */
export interface PollNumbers {
  readonly voters: number;
  readonly counts: readonly number[];
}

/** A poll as attendees see it: without the right answers until it is closed. */
export interface PollView {
  readonly id: PollId;
  readonly kind: PollKind;
  readonly question: string;
  readonly options: readonly string[];
  readonly state: PollState;
  readonly isTest: boolean;
  readonly isChangeable: boolean;
  readonly results: ResultsWhen;
  /** Most options one may choose (multiple). */
  readonly maxChoices: number;
  /** On the stage's clock, Unix ms. */
  readonly openedAtMs: number | null;
  readonly closesAtMs: number | null;
  /** Of a settled test: nobody whose own picture is behind learns the answer while he may still vote. */
  readonly correct?: readonly number[];
  /** Of a settled poll (closed, and the last ballot that counts has had its time to arrive) whose results may be seen. */
  readonly final?: PollNumbers;
}

export type QuestionState = 'held' | 'open' | 'answered' | 'answered-live' | 'dismissed';

export interface QuestionView {
  readonly id: QuestionId;
  /** null: anonymous. */
  readonly author: Author | null;
  readonly text: string;
  readonly state: QuestionState;
  readonly answer: string | null;
  readonly isPinned: boolean;
  readonly upvotes: number;
  readonly askedAtMs: number;
}

export const EVENT_STATES = ['draft', 'scheduled', 'live', 'ended', 'published'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** Something of the show, tied to the stage's clock. */
export type Cue =
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'banner'; readonly text: string; readonly url: string | null }
  | { readonly kind: 'banner-off' }
  | { readonly kind: 'redirect'; readonly url: string };

/** A message that waits for approval; the staff see it. */
export interface HeldMessage {
  readonly id: ClientId;
  readonly author: Author;
  readonly text: string;
  readonly replyTo?: number;
}

export type EntryBody =
  | { readonly kind: 'message'; readonly id: ClientId; readonly author: Author; readonly text: string; readonly replyTo?: number }
  /** A held message is shown (then the message follows as an entry of its own) or refused. To the staff. */
  | ({ readonly kind: 'held' } & HeldMessage)
  | { readonly kind: 'held-done'; readonly id: ClientId; readonly verdict: 'approved' | 'refused' }
  /** The text of this offset is gone, everywhere. */
  | { readonly kind: 'removed'; readonly target: number }
  /** Everything that this person said is gone. */
  | { readonly kind: 'person-removed'; readonly person: TicketId }
  /**
   * What somebody may do has changed. To the staff, and how every node learns of it though a hint was lost: `banned` closes his sockets,
   * `muted` until then he says nothing (`untilMs` 0: he may speak again).
   */
  | { readonly kind: 'person'; readonly person: TicketId; readonly change: 'banned' | 'unbanned' }
  | { readonly kind: 'person'; readonly person: TicketId; readonly change: 'muted'; readonly untilMs: number }
  | { readonly kind: 'blank' }
  | { readonly kind: 'pin'; readonly message: { readonly offset: number; readonly author: Author; readonly text: string } | null }
  | { readonly kind: 'rules'; readonly rules: TalkRules }
  | { readonly kind: 'poll'; readonly poll: PollView }
  | { readonly kind: 'question'; readonly question: QuestionView }
  | { readonly kind: 'question-gone'; readonly question: QuestionId }
  | { readonly kind: 'cue'; readonly cue: Cue; readonly atMs: number }
  /** What viewers begin with is another: how it looks as long as no cue says otherwise. */
  | { readonly kind: 'first-layout'; readonly layout: Layout }
  /** The cue of this offset is taken back: whoever's picture is not there yet never sees it, for the others it ends now. */
  | { readonly kind: 'cue-undone'; readonly target: number }
  | { readonly kind: 'event'; readonly state: EventState }
  /** A cue of the plan is another than before, new or gone: who shows the plan asks for it. To the staff. */
  | { readonly kind: 'plan'; readonly cue: string }
  /** Staff talk among themselves. */
  | { readonly kind: 'backstage'; readonly id: ClientId; readonly author: Author; readonly text: string };

export type EntryKind = EntryBody['kind'];

export const ROOM_AUDIENCES = ['all', 'staff', 'author'] as const;
/** `staff`: hosts, moderators, presenters; `author`: they and the one who wrote it. */
export type Audience = (typeof ROOM_AUDIENCES)[number];

export interface FeedEntry {
  readonly offset: number;
  /** Server's wall clock at commit, Unix ms. */
  readonly atMs: number;
  readonly audience: Audience;
  readonly body: EntryBody;
}
