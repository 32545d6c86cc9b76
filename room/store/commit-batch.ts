import type { Audience, EntryBody, FeedEntry, TalkRules } from '../../core/contracts/room/entries.ts';
import type { RoomView } from '../../core/contracts/room/frames.ts';
import type { EventId, PollId, Position, QuestionId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';

type EntryRow = Schema['entries'];

/** Whose words an entry holds and what it repeats, where the body does not say so itself. */
export interface EntryFacts {
  /** Also of an anonymous question: an erase must find it. */
  readonly author?: TicketId;
  readonly target?: number;
}

/** The room as its locked row has it. */
export interface LockedRoom {
  readonly event: EventId;
  readonly tenant: TenantId;
  readonly epoch: Position['epoch'];
  readonly lastOffset: number;
  readonly rules: TalkRules;
  readonly pinned: RoomView['pinned'];
}

/**
 * What one transaction adds. Rows that come in great numbers are gathered and written together; whoever reads tables that an earlier op of the
 * batch may have written calls {@link CommitBatch.flush} first.
 */
export class CommitBatch {
  readonly db: Db;
  readonly event: EventId;
  readonly tenant: TenantId;
  /** Unix ms. */
  readonly nowMs: number;
  readonly #entries: FeedEntry[] = [];
  readonly #epoch: Position['epoch'];
  #offset: number;
  #rules: TalkRules;
  #pinned: RoomView['pinned'];
  #isRoomChanged = false;
  #entryRows: EntryRow[] = [];
  #held: Schema['heldMessages'][] = [];
  #questions: Schema['questions'][] = [];
  readonly #ballots = new Map<string, Schema['ballots']>();
  readonly #upvotes = new Map<string, { readonly row: Schema['upvotes']; readonly on: boolean }>();

  constructor(db: Db, room: LockedRoom, nowMs: number) {
    this.db = db;
    this.event = room.event;
    this.tenant = room.tenant;
    this.nowMs = nowMs;
    this.#epoch = room.epoch;
    this.#offset = room.lastOffset;
    this.#rules = room.rules;
    this.#pinned = room.pinned;
  }

  get entries(): readonly FeedEntry[] {
    return this.#entries;
  }

  get position(): Position {
    return { epoch: this.#epoch, offset: this.#offset };
  }

  get rules(): TalkRules {
    return this.#rules;
  }

  get pinned(): RoomView['pinned'] {
    return this.#pinned;
  }

  setRules(rules: TalkRules): void {
    this.#rules = rules;
    this.#isRoomChanged = true;
  }

  setPinned(pinned: RoomView['pinned']): void {
    this.#pinned = pinned;
    this.#isRoomChanged = true;
  }

  /** The next entry of the feed. @returns its offset. */
  add(audience: Audience, body: EntryBody, facts: EntryFacts = {}): number {
    const entry: FeedEntry = { offset: ++this.#offset, atMs: this.nowMs, audience, body };
    this.#entries.push(entry);
    this.#entryRows.push({
      ...{ event: this.event, tenant: this.tenant, feedOffset: entry.offset, atMs: entry.atMs, audience, kind: body.kind },
      author: facts.author ?? authorOf(body),
      clientId: 'id' in body ? body.id : null,
      target: facts.target ?? null,
      body: JSON.stringify(body),
    });
    this.#isRoomChanged = true;
    return entry.offset;
  }

  /** The text of an entry is gone: from its row, and by a new entry from everywhere else. */
  async takeAway(offset: number): Promise<number> {
    const added = this.add('all', { kind: 'removed', target: offset });
    await this.flush();
    await this.db
      .updateTable('entries')
      .set(BLANK)
      .where('tenant', '=', this.tenant)
      .where('event', '=', this.event)
      .where('feedOffset', '=', offset)
      .execute();
    return added;
  }

  addHeld(row: Omit<Schema['heldMessages'], 'event' | 'tenant'>): void {
    this.#held.push({ ...row, event: this.event, tenant: this.tenant });
  }

  addQuestion(row: Omit<Schema['questions'], 'event' | 'tenant'>): void {
    this.#questions.push({ ...row, event: this.event, tenant: this.tenant });
  }

  /** The last choice of a voter counts. */
  putBallot(row: Omit<Schema['ballots'], 'event' | 'tenant'>): void {
    this.#ballots.set(ballotKey(row.poll, row.voter), { ...row, event: this.event, tenant: this.tenant });
  }

  hasPutBallot(poll: PollId, voter: TicketId): boolean {
    return this.#ballots.has(ballotKey(poll, voter));
  }

  putUpvote(question: QuestionId, voter: TicketId, on: boolean): void {
    this.#upvotes.set(`${question} ${voter}`, { row: { question, voter, event: this.event, tenant: this.tenant }, on });
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    const { db } = this;
    if (this.#entryRows.length > 0) await db.insertInto('entries').values(this.#entryRows.splice(0)).execute();
    if (this.#held.length > 0) await db.insertInto('heldMessages').values(this.#held.splice(0)).execute();
    if (this.#questions.length > 0) await db.insertInto('questions').values(this.#questions.splice(0)).execute();
    await this.#flushBallots();
    await this.#flushUpvotes();
  }

  /** Writes all, and where the feed ends now. */
  async finish(): Promise<void> {
    await this.flush();
    if (!this.#isRoomChanged) return;
    await this.db
      .updateTable('rooms')
      .set({
        lastOffset: this.#offset,
        rules: JSON.stringify(this.#rules),
        pinned: this.#pinned === null ? null : JSON.stringify(this.#pinned),
      })
      .where('tenant', '=', this.tenant)
      .where('event', '=', this.event)
      .execute();
  }

  async #flushBallots(): Promise<void> {
    const rows = [...this.#ballots.values()];
    this.#ballots.clear();
    if (rows.length === 0) return;
    await this.db
      .insertInto('ballots')
      .values(rows)
      .onConflict((on) =>
        on.columns(['poll', 'voter']).doUpdateSet((eb) => ({ choice: eb.ref('excluded.choice'), atMs: eb.ref('excluded.atMs') })),
      )
      .execute();
  }

  async #flushUpvotes(): Promise<void> {
    const all = [...this.#upvotes.values()];
    this.#upvotes.clear();
    const added = all.filter(({ on }) => on).map(({ row }) => row);
    if (added.length > 0)
      await this.db
        .insertInto('upvotes')
        .values(added)
        .onConflict((on) => on.columns(['question', 'voter']).doNothing())
        .execute();
    for (const { row, on } of all) {
      if (!on)
        await this.db
          .deleteFrom('upvotes')
          .where('tenant', '=', row.tenant)
          .where('question', '=', row.question)
          .where('voter', '=', row.voter)
          .execute();
    }
  }
}

/** What is left of an entry whose text is gone. */
export const BLANK = { kind: 'blank' as const, author: null, clientId: null, target: null, body: '{"kind":"blank"}' };

/** One vote a person a poll. */
export function ballotKey(poll: PollId, voter: string): string {
  return `${poll} ${voter}`;
}

function authorOf(body: EntryBody): TicketId | null {
  if (body.kind === 'pin') return body.message?.author.id ?? null;
  return 'author' in body ? body.author.id : null;
}
