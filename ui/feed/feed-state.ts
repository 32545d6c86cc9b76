/** What the page shows of the room, out of the frames that came: a reducer without I/O. */
import type { Author, FeedEntry, PollNumbers, Reaction } from '../../core/contracts/room/entries.ts';
import type { Batch, RoomView, Welcome } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId, Position, QuestionId } from '../../core/contracts/room/ids.ts';
import { applyEntry } from '../../core/contracts/room/room-view.ts';

/** Lines that are shown at most; the oldest go. */
export const MAX_LINES = 200;
/** Characters of a message that a reply shows of it. */
const QUOTE = 80;

/** A line of the chat. `key` is the same as long as it is the same line. */
export type Line =
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly offset: number;
      readonly author: Author;
      readonly text: string;
      readonly atMs: number;
      /** Others than the hosts and its author do not see it. */
      readonly isPrivate: boolean;
      /** What it answers to; its text is null when it is not here any more. */
      readonly reply: { readonly offset: number; readonly name: string | null; readonly text: string | null } | null;
    }
  /** More was missed than is kept. */
  | { readonly kind: 'missed'; readonly key: string }
  /** So many were left out so that people can read. */
  | { readonly kind: 'left-out'; readonly key: string; readonly count: number };

/** Something of one's own that is not in the feed yet. */
export interface OwnMessage {
  readonly id: ClientId;
  readonly text: string;
  readonly replyTo: number | null;
  /** pending: on its way; sent: committed, its echo is on its way; held: it waits for approval; refused: `why` says why. */
  readonly status: 'pending' | 'sent' | 'held' | 'refused';
  readonly why: string | null;
}

export interface FeedState {
  readonly at: Position | undefined;
  readonly you: Welcome['you'] | undefined;
  readonly view: RoomView | undefined;
  /** What happened up to here is in `view` already. */
  readonly viewAt: number;
  readonly lines: readonly Line[];
  readonly own: readonly OwnMessage[];
  readonly numbers: Readonly<Record<PollId, PollNumbers>>;
  readonly upvotes: Readonly<Record<QuestionId, number>>;
  readonly voted: readonly PollId[];
  /** Sums since we came. */
  readonly reactions: Readonly<Partial<Record<Reaction, number>>>;
  readonly viewers: number;
  readonly slowSeconds: number;
  /** To be added to our clock for the server's. */
  readonly clockOffsetMs: number;
}

export const EMPTY_FEED: FeedState = {
  ...{ at: undefined, you: undefined, view: undefined, viewAt: 0, lines: [], own: [], numbers: {}, upvotes: {}, voted: [] },
  ...{ reactions: {}, viewers: 0, slowSeconds: 0, clockOffsetMs: 0 },
};

/** We are in: what was shown goes on, or begins anew when the feed has another life, or after a marker when too much was missed. */
export function welcomed(before: FeedState, welcome: Welcome, nowMs: number): FeedState {
  const isSameFeed = before.at !== undefined && before.at.epoch === welcome.at.epoch;
  const isMissing = welcome.missedMore && before.lines.length > 0;
  const kept: readonly Line[] = isSameFeed ? before.lines : [];
  const start: FeedState = {
    ...before,
    at: welcome.at,
    you: welcome.you,
    view: welcome.view,
    viewAt: welcome.viewAt,
    lines: isMissing ? [...kept, { kind: 'missed', key: `missed-${welcome.at.epoch}-${welcome.at.offset}` }] : kept,
    numbers: welcome.numbers ?? {},
    upvotes: Object.fromEntries(welcome.view.questions.map(({ id, upvotes }) => [id, upvotes])),
    // Another name is another person: what he did is not known of this one.
    voted: union(before.you?.id === welcome.you.id ? before.voted : [], welcome.voted ?? []),
    viewers: welcome.viewers,
    slowSeconds: welcome.slowSeconds,
    clockOffsetMs: welcome.nowMs - nowMs,
  };
  return tidy(withEntries(start, welcome.entries, isSameFeed ? (before.at?.offset ?? 0) : 0));
}

/** @returns `hole` when something is missing between what we have and what came: it has to be fetched first. */
export function told(before: FeedState, batch: Batch): FeedState | 'hole' {
  const { at } = before;
  if (at === undefined || batch.from > at.offset) return 'hole';
  const after: FeedState = {
    ...withEntries(before, batch.entries, at.offset),
    at: { epoch: at.epoch, offset: Math.max(at.offset, batch.to) },
    viewers: batch.viewers ?? before.viewers,
    slowSeconds: batch.slowSeconds ?? before.slowSeconds,
    ...(batch.numbers === undefined ? {} : { numbers: { ...before.numbers, ...batch.numbers } }),
    ...(batch.upvotes === undefined ? {} : { upvotes: { ...before.upvotes, ...batch.upvotes } }),
    ...(batch.reactions === undefined ? {} : { reactions: summed(before.reactions, batch.reactions) }),
  };
  const isNew = batch.to > at.offset;
  return tidy(isNew && batch.sampledOut !== undefined && batch.sampledOut > 0 ? leftOut(after, batch.sampledOut, batch.to) : after);
}

/** Something of one's own is on its way. */
export function saying(before: FeedState, id: ClientId, text: string, replyTo: number | null): FeedState {
  return { ...before, own: [...before.own.filter((one) => one.id !== id), { id, text, replyTo, status: 'pending', why: null }] };
}

/** The server has answered to something of one's own. An echo may have come before: then it is in the feed, and not here. */
export function answered(before: FeedState, id: ClientId, status: 'sent' | 'held' | 'refused', why: string | null): FeedState {
  return { ...before, own: before.own.map((one) => (one.id === id ? { ...one, status, why } : one)) };
}

/** What was refused is put aside. */
export function forgotten(before: FeedState, id: ClientId): FeedState {
  return { ...before, own: before.own.filter((one) => one.id !== id) };
}

/** He has another name now. */
export function named(before: FeedState, name: string): FeedState {
  return before.you === undefined ? before : { ...before, you: { ...before.you, name } };
}

/** He has voted: known at once, and told to the server when we come back. */
export function votedIn(before: FeedState, poll: PollId): FeedState {
  return { ...before, voted: union(before.voted, [poll]) };
}

/** The votes of a poll: final, or as far as he may see them. */
export function numbersOf(state: FeedState, poll: PollId): PollNumbers | undefined {
  return state.view?.polls.find(({ id }) => id === poll)?.final ?? state.numbers[poll];
}

function withEntries(before: FeedState, entries: readonly FeedEntry[], after: number): FeedState {
  let state = before;
  for (const entry of entries) if (entry.offset > after) state = withEntry(state, entry);
  return state;
}

function withEntry(before: FeedState, entry: FeedEntry): FeedState {
  const view = before.view !== undefined && entry.offset > before.viewAt ? applyEntry(before.view, entry) : before.view;
  const state: FeedState = { ...before, view };
  const { body } = entry;
  switch (body.kind) {
    case 'message': {
      const own = body.author.id === state.you?.id ? state.own.filter(({ id }) => id !== body.id) : state.own;
      return { ...state, own, lines: [...state.lines, lineOf(entry, body, state.lines)] };
    }
    case 'removed':
      return { ...state, lines: without(state.lines, ({ offset }) => offset === body.target) };
    case 'person-removed':
      return { ...state, lines: without(state.lines, ({ author }) => author.id === body.person) };
    case 'held-done':
      return body.verdict === 'refused' ? forgotten(state, body.id) : state;
    case 'question':
      return { ...state, upvotes: { [body.question.id]: body.question.upvotes, ...state.upvotes } };
    default:
      return state;
  }
}

type MessageLine = Line & { readonly kind: 'message' };

function lineOf(entry: FeedEntry, body: FeedEntry['body'] & { readonly kind: 'message' }, lines: readonly Line[]): MessageLine {
  const { replyTo } = body;
  const target = replyTo === undefined ? undefined : lines.find((line) => line.kind === 'message' && line.offset === replyTo);
  const isThere = target?.kind === 'message';
  return {
    kind: 'message',
    key: String(entry.offset),
    offset: entry.offset,
    author: body.author,
    text: body.text,
    atMs: entry.atMs,
    isPrivate: entry.audience !== 'all',
    reply:
      replyTo === undefined
        ? null
        : { offset: replyTo, name: isThere ? target.author.name : null, text: isThere ? quoteOf(target.text) : null },
  };
}

function quoteOf(text: string): string {
  const characters = Array.from(text.replaceAll('\n', ' '));
  return characters.length > QUOTE ? `${characters.slice(0, QUOTE - 1).join('')}…` : characters.join('');
}

/** What is taken away is taken out of the replies to it, too. */
function without(lines: readonly Line[], isGone: (line: MessageLine) => boolean): readonly Line[] {
  const gone = new Set(
    lines.filter((line) => line.kind === 'message' && isGone(line)).map((line) => (line.kind === 'message' ? line.offset : 0)),
  );
  if (gone.size === 0) return lines;
  return lines
    .filter((line) => line.kind !== 'message' || !gone.has(line.offset))
    .map((line) =>
      line.kind === 'message' && line.reply !== null && gone.has(line.reply.offset)
        ? { ...line, reply: { offset: line.reply.offset, name: null, text: null } }
        : line,
    );
}

/** One line for all that were left out in a row. */
function leftOut(state: FeedState, count: number, to: number): FeedState {
  const last = state.lines.at(-1);
  const line: Line =
    last?.kind === 'left-out' ? { ...last, count: last.count + count } : { kind: 'left-out', key: `left-out-${to}`, count };
  return { ...state, lines: last?.kind === 'left-out' ? [...state.lines.slice(0, -1), line] : [...state.lines, line] };
}

function tidy(state: FeedState): FeedState {
  return state.lines.length <= MAX_LINES ? state : { ...state, lines: state.lines.slice(-MAX_LINES) };
}

function union<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return [...new Set([...one, ...other])];
}

function summed(
  before: Readonly<Partial<Record<Reaction, number>>>,
  added: Readonly<Partial<Record<Reaction, number>>>,
): Readonly<Partial<Record<Reaction, number>>> {
  const sums = { ...before };
  for (const [kind, count] of Object.entries(added) as [Reaction, number][]) sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}
