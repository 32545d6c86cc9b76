/** For tests and benches: a room's truth in memory, honest about order, repetition and refusals, with faults that a test can set. */
import type { EntryBody, FeedEntry, PollNumbers, PollView, QuestionView, TalkRules } from '../../core/contracts/room/entries.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { Choice, RoomView } from '../../core/contracts/room/frames.ts';
import type { Epoch, EventId, PollId, Position, QuestionId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import { StoreAway } from '../errors.ts';
import { refuse } from '../refusals.ts';
import { applyPlainly } from './plain-rules.ts';
import type { Committed, Op, Outcome, RoomEdge, RoomSettings, RoomSnapshot, RoomStore } from './room-store.ts';
import { MAX_OPS } from './room-store.ts';

/** well; away: refuses at once; hung: never answers; deaf: commits and then does not say so. */
export type StoreHealth = 'well' | 'away' | 'hung' | 'deaf';

const { layout: _, words: __, strikes: ___, ...RULES } = DEFAULT_EVENT_SETTINGS.room;
const TENANT = 'a0000000-0000-7000-8000-000000000000' as TenantId;

interface RoomRows {
  epoch: Epoch;
  entries: FeedEntry[];
  view: RoomView;
  readonly done: Map<string, Outcome>;
  readonly ballots: Map<PollId, Map<TicketId, Choice>>;
  readonly upvotes: Map<QuestionId, Set<TicketId>>;
  readonly muted: Map<TicketId, number>;
  readonly revoked: Set<TicketId>;
  settings: RoomSettings;
}

/** One database: give each node a {@link RoomStoreFake.connection} of it. */
export class RoomStoreFake {
  readonly #rooms = new Map<EventId, RoomRows>();
  /** Time that every answer takes. */
  latencyMs = 0;
  /** What was asked, for tests that count. */
  readonly asked = { open: 0, commit: 0, read: 0, edge: 0, settings: 0, tally: 0, voters: 0, questions: 0 };

  /** @param rules on top of those of a new event. */
  addEvent(event: EventId, epoch: string, rules: Partial<TalkRules> = {}): void {
    const view: RoomView = {
      state: 'live',
      rules: { ...RULES, ...rules },
      firstLayout: 'picture-chat',
      pinned: null,
      polls: [],
      questions: [],
      cues: [],
      held: [],
    };
    this.#rooms.set(event, {
      ...{
        epoch: epoch as Epoch,
        entries: [],
        view,
        done: new Map(),
        ballots: new Map(),
        upvotes: new Map(),
        muted: new Map(),
        revoked: new Set(),
        settings: { words: [], strikes: 3, embedOrigins: [], settingsAtMs: 1 },
      },
    });
  }

  /** The rows of an event, to compare with what people were told. */
  rows(event: EventId): { readonly entries: readonly FeedEntry[]; readonly ballots: ReadonlyMap<PollId, ReadonlyMap<TicketId, Choice>> } {
    const rows = this.#rows(event);
    return { entries: rows.entries, ballots: rows.ballots };
  }

  /** The history of an event is lost from an offset on: it begins another life. */
  loseHistory(event: EventId, epoch: string, keep: number): void {
    const rows = this.#rows(event);
    rows.epoch = epoch as Epoch;
    rows.entries = rows.entries.slice(0, keep);
    rows.done.clear();
  }

  /** The organiser has changed something. */
  changeSettings(event: EventId, change: Partial<RoomSettings>): void {
    const rows = this.#rows(event);
    rows.settings = { ...rows.settings, ...change, settingsAtMs: rows.settings.settingsAtMs + 1 };
  }

  /** One node's way to it. `health` is asked at each question. */
  connection(health: () => StoreHealth = () => 'well'): RoomStore {
    const ask = async <T>(what: keyof RoomStoreFake['asked'], event: EventId, answer: (rows: RoomRows) => T, none: T): Promise<T> => {
      this.asked[what]++;
      const state = health();
      if (state === 'hung') return new Promise<T>(() => undefined);
      if (state === 'away') throw new StoreAway({});
      if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
      const rows = this.#rooms.get(event);
      const value = rows === undefined ? none : answer(rows);
      if (state === 'deaf') throw new StoreAway({});
      return value;
    };
    return {
      open: (event) => ask('open', event, (rows) => snapshotOf(event, rows), undefined),
      commit: (event, ops, nowMs) =>
        ask<Committed>('commit', event, (rows) => commit(rows, ops, nowMs), {
          outcomes: [],
          entries: [],
          position: { epoch: '' as Epoch, offset: 0 },
        }),
      read: (event, after, limit) => ask('read', event, ({ entries }) => entries.slice(after, after + limit), []),
      edge: (event) =>
        ask<RoomEdge | undefined>('edge', event, (rows) => ({ ...positionOf(rows), settingsAtMs: rows.settings.settingsAtMs }), undefined),
      settings: (event) => ask<RoomSettings | undefined>('settings', event, ({ settings }) => settings, undefined),
      tally: (event, polls) => ask('tally', event, (rows) => Object.fromEntries(polls.map((poll) => [poll, tally(rows, poll)])), {}),
      voters: (event, poll) => ask('voters', event, ({ ballots }) => [...(ballots.get(poll)?.keys() ?? [])], []),
      questions: (event, limit) =>
        ask('questions', event, (rows) => rows.view.questions.map((one) => withUpvotes(rows, one)).slice(-limit), []),
    };
  }

  #rows(event: EventId): RoomRows {
    const rows = this.#rooms.get(event);
    if (rows === undefined) throw new Error(`no such event: ${event}`);
    return rows;
  }
}

function positionOf({ epoch, entries }: RoomRows): Position {
  return { epoch, offset: entries.length };
}

function snapshotOf(event: EventId, rows: RoomRows): RoomSnapshot {
  return {
    ...{ event, tenant: TENANT, position: positionOf(rows), recent: rows.entries.slice(-10_000), ...rows.settings },
    view: { ...rows.view, questions: rows.view.questions.map((question) => withUpvotes(rows, question)) },
    muted: [...rows.muted].map(([person, untilMs]) => ({ person, untilMs })),
    revoked: [...rows.revoked],
  };
}

function withUpvotes(rows: RoomRows, question: QuestionView): QuestionView {
  return { ...question, upvotes: rows.upvotes.get(question.id)?.size ?? 0 };
}

function tally(rows: RoomRows, id: PollId): PollNumbers {
  const poll = rows.view.polls.find((one) => one.id === id);
  const ballots = [...(rows.ballots.get(id)?.values() ?? [])];
  const counts = (poll?.options ?? []).map(
    (_, option) => ballots.filter((choice) => 'options' in choice && choice.options.includes(option)).length,
  );
  return { voters: ballots.length, counts };
}

function commit(rows: RoomRows, ops: readonly Op[], nowMs: number): Committed {
  if (ops.length > MAX_OPS) throw new Error(`${ops.length} ops in one commit`);
  const added: FeedEntry[] = [];
  const add = (audience: FeedEntry['audience'], body: EntryBody): number => {
    const entry: FeedEntry = { offset: rows.entries.length + 1, atMs: nowMs, audience, body };
    rows.entries.push(entry);
    rows.view = applyPlainly(rows.view, entry);
    if (body.kind === 'removed') blank(rows, body.target);
    added.push(entry);
    return entry.offset;
  };
  const outcomes = ops.map((op) => {
    const key = `${'author' in op ? op.author.id : 'by' in op ? op.by.id : 'ticket' in op ? op.ticket : ''} ${op.id}`;
    const before = rows.done.get(key);
    if (before !== undefined) return before;
    const outcome = perform(rows, op, add);
    if (outcome.ok) rows.done.set(key, outcome);
    return outcome;
  });
  return { outcomes, entries: added, position: positionOf(rows) };
}

type Add = (audience: FeedEntry['audience'], body: EntryBody) => number;

function perform(rows: RoomRows, op: Op, add: Add): Outcome {
  switch (op.kind) {
    case 'message': {
      const { id, author, text, audience, isHeld } = op;
      if (isHeld) return { ok: true, offset: add('author', { kind: 'held', id, author, text }), isHeld };
      return {
        ok: true,
        offset: add(audience, { kind: 'message', id, author, text, ...(op.replyTo === undefined ? {} : { replyTo: op.replyTo }) }),
      };
    }
    case 'backstage':
      return { ok: true, offset: add('staff', { kind: 'backstage', id: op.id, author: op.author, text: op.text }) };
    case 'vote':
      return vote(rows, op);
    case 'question': {
      const { id, author, text, isAnonymous, isHeld } = op;
      const question: QuestionView = {
        ...{
          id: id as string as QuestionId,
          author: isAnonymous ? null : author,
          text,
          answer: null,
          isPinned: false,
          upvotes: 0,
          askedAtMs: 0,
        },
        state: isHeld ? 'held' : 'open',
      };
      add(isHeld ? 'staff' : 'all', { kind: 'question', question });
      return { ok: true, question: question.id };
    }
    case 'upvote': {
      const voters = rows.upvotes.get(op.question) ?? new Set();
      rows.upvotes.set(op.question, voters);
      if (op.on) voters.add(op.ticket);
      else voters.delete(op.ticket);
      return { ok: true };
    }
    case 'act':
      return act(rows, op, add);
    case 'settle':
      return changePoll(rows, op.poll, add, (poll) => ({ ...poll, state: 'closed', final: tally(rows, poll.id) }));
    case 'erase':
      if (op.leaves === true) {
        rows.revoked.add(op.person);
        add('staff', { kind: 'person', person: op.person, change: 'banned' });
      }
      return { ok: true, offset: add('all', { kind: 'person-removed', person: op.person }) };
    case 'notice':
      return { ok: true, offset: add(op.audience, op.body) };
  }
}

function vote(rows: RoomRows, { poll: id, ticket, choice }: Op & { readonly kind: 'vote' }): Outcome {
  const poll = rows.view.polls.find((one) => one.id === id);
  if (poll === undefined) return refuse('ROOM_NO_SUCH_POLL');
  if (poll.state !== 'open') return refuse('ROOM_POLL_CLOSED');
  const ballots = rows.ballots.get(id) ?? new Map<TicketId, Choice>();
  rows.ballots.set(id, ballots);
  if (ballots.has(ticket) && !poll.isChangeable) return refuse('ROOM_ALREADY_VOTED');
  ballots.set(ticket, choice);
  return { ok: true };
}

function act(rows: RoomRows, { act: one }: Op & { readonly kind: 'act' }, add: Add): Outcome {
  switch (one.act) {
    case 'rules':
      return { ok: true, offset: add('all', { kind: 'rules', rules: { ...rows.view.rules, ...(one.change as Partial<TalkRules>) } }) };
    case 'remove-message':
      return { ok: true, offset: add('all', { kind: 'removed', target: one.offset }) };
    case 'mute': {
      const person = one.person as TicketId;
      rows.muted.set(person, one.seconds);
      return { ok: true, offset: add('staff', { kind: 'person', person, change: 'muted', untilMs: one.seconds * 1_000 }) };
    }
    case 'ban':
    case 'unban': {
      const person = one.person as TicketId;
      if (one.act === 'ban') rows.revoked.add(person);
      else rows.revoked.delete(person);
      return { ok: true, offset: add('staff', { kind: 'person', person, change: one.act === 'ban' ? 'banned' : 'unbanned' }) };
    }
    case 'close-poll':
      return changePoll(rows, one.poll as PollId, add, (poll) => ({ ...poll, state: 'closed', closesAtMs: one.atMs ?? 0 }));
    default:
      throw new Error(`the fake store does not do ${one.act}`);
  }
}

function changePoll(rows: RoomRows, id: PollId, add: Add, change: (poll: PollView) => PollView): Outcome {
  const poll = rows.view.polls.find((one) => one.id === id);
  return poll === undefined ? refuse('ROOM_NO_SUCH_POLL') : { ok: true, offset: add('all', { kind: 'poll', poll: change(poll) }) };
}

function blank(rows: RoomRows, offset: number): void {
  rows.entries = rows.entries.map((entry) => (entry.offset === offset ? { ...entry, body: { kind: 'blank' } } : entry));
}
