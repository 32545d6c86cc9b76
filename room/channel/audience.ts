import type { PollNumbers } from '../../core/contracts/room/entries.ts';
import type { RoomView, Welcome } from '../../core/contracts/room/frames.ts';
import type { PollId, Position, TicketId } from '../../core/contracts/room/ids.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import type { Extras } from './batch-text.ts';
import { batchText, isEmptyExtras } from './batch-text.ts';
import type { History, Reader, Slice } from './history.ts';
import type { LiveNumbers } from './live-numbers.ts';
import type { Member } from './member.ts';
import type { SharedFrame } from './shared-frame.ts';
import { sharedFrame } from './shared-frame.ts';

/** The room as the audience needs it; asked anew each time. */
export interface Stage {
  readonly position: Position;
  readonly view: RoomView;
  readonly history: History;
}

export interface AudienceOptions {
  readonly stage: () => Stage;
  readonly live: LiveNumbers;
  readonly viewFor: (view: RoomView, role: RoomRole) => RoomView;
  readonly hasVotedIn: (ticket: TicketId, poll: PollId) => boolean;
  readonly sliceBytes: number;
  readonly firstEntries: number;
  readonly nowMs: () => number;
}

/** Entries for the staff alone that attendees need not hear of; then their position moves on, so that it stays among what is kept. */
const MAX_SILENT_ENTRIES = 1_000;
const MAX_SILENT_MS = 60_000;

/**
 * Everybody in a room on this node, and what they have been told. A tick makes one frame for each kind of reader and gives the same bytes to all of the
 * kind; who is behind, new or alone in what he sees gets a frame for himself, shared where several are at the same place.
 */
export class Audience {
  readonly #options: AudienceOptions;
  readonly #members = new Set<Member>();
  readonly #byTicket = new Map<TicketId, Set<Member>>();
  #viewers = 0;
  /** Those who must be looked at again though nothing happens: they had not read what they had, or missed more than a frame takes. */
  readonly #behind = new Set<Member>();
  /** How far ticks have told the feed: to the staff, and to attendees, who are not told that there is nothing for them. */
  #told: number;
  #toldAttendees: number;
  #toldAttendeesMs = 0;
  #view: RoomView;
  #viewAt: number;
  /** What several get, made once: until something changes. */
  readonly #made = new Map<string, SharedFrame>();
  readonly #rests = new Map<string, { readonly rest: Buffer; readonly at: number }>();
  #madeFor = '';

  constructor(options: AudienceOptions) {
    this.#options = options;
    const { position, view } = options.stage();
    this.#told = position.offset;
    this.#toldAttendees = position.offset;
    this.#view = view;
    this.#viewAt = position.offset;
    this.#toldAttendeesMs = options.nowMs();
  }

  /** Nothing of the feed so far is left to tell. */
  #startHere(): void {
    const { position, view } = this.#options.stage();
    this.#told = position.offset;
    this.#toldAttendees = position.offset;
    this.#view = view;
    this.#viewAt = position.offset;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Different people of the audience: the staff who look on are no viewers. */
  get viewers(): number {
    return this.#viewers;
  }

  /** The next tick has something to send, to all or to some. */
  get hasNews(): boolean {
    return this.#told < this.#options.stage().position.offset || this.#options.live.hasNews || this.#behind.size > 0;
  }

  [Symbol.iterator](): IterableIterator<Member> {
    return this.#members.values();
  }

  of(ticket: TicketId): ReadonlySet<Member> | undefined {
    return this.#byTicket.get(ticket);
  }

  add(member: Member): void {
    // While nobody was here, nobody was told anything.
    if (this.#members.size === 0) this.#startHere();
    this.#members.add(member);
    const same = this.#byTicket.get(member.claim.ticket);
    if (same !== undefined) same.add(member);
    else {
      this.#byTicket.set(member.claim.ticket, new Set([member]));
      if (member.claim.role === 'attendee') this.#viewers += 1;
    }
  }

  remove(member: Member): void {
    this.#members.delete(member);
    this.#behind.delete(member);
    const same = this.#byTicket.get(member.claim.ticket);
    same?.delete(member);
    if (same?.size !== 0 || !this.#byTicket.delete(member.claim.ticket)) return;
    if (member.claim.role === 'attendee') this.#viewers -= 1;
  }

  /** Says welcome, with what was missed since `since`; without a position, with the newest few. Sets where the member is. */
  welcome(member: Member, since: Position | undefined): void {
    const { stage, nowMs } = this.#options;
    const { position, history } = stage();
    this.#freshen();
    const isOtherLife = since !== undefined && since.epoch !== position.epoch;
    const from = since === undefined || isOtherLife ? undefined : since.offset;
    // He has been on a node that knows more than this one: nothing is missing, and the rest comes as it comes here.
    const isAhead = from !== undefined && from > this.#told;
    const isLost = from !== undefined && !isAhead && from < history.before;
    const { ticket, name, role } = member.claim;
    const you: Welcome['you'] = { id: ticket, name, role };
    const voted = this.#view.polls.filter(({ id }) => this.#options.hasVotedIn(ticket, id)).map(({ id }) => id);
    const start = from === undefined || isLost ? this.#firstFor(member, history) : Math.min(from, this.#told);
    const { rest, at } = this.#restFor(member, start, voted);
    member.at = isAhead ? from : at;
    this.#note(member);
    const head: Omit<Welcome, 'view' | 'viewAt' | 'entries' | 'viewers' | 'slowSeconds' | 'numbers'> = {
      t: 'welcome',
      you,
      at: { epoch: position.epoch, offset: member.at },
      missedMore: isOtherLife || isLost,
      nowMs: Math.floor(nowMs()),
      ...(voted.length > 0 ? { voted } : {}),
    };
    member.sink.tell(`${JSON.stringify(head).slice(0, -1)},`, rest);
  }

  /** What comes next does not follow from what was told (the history has another life, or went on too far): everybody begins anew. */
  reset(): void {
    this.#startHere();
    this.#madeFor = '';
    for (const member of this.#members) {
      if (!member.sink.isPull) this.#begin(member);
      else member.sink.wake();
    }
  }

  /** Those whom a database that forgot has left in the future begin anew. */
  recall(edge: number): void {
    for (const member of this.#members) if (!member.sink.isPull && member.at > edge && member.at > this.#told) this.#begin(member);
  }

  /** Tells everybody what has happened since the tick before. */
  tick(): void {
    const { stage, live, sliceBytes } = this.#options;
    const { position, view, history } = stage();
    const from = this.#told;
    if (this.#toldAttendees < history.before) {
      this.reset();
      return;
    }
    const to = history.slice(from, position.offset, 'staff', sliceBytes)?.to ?? position.offset;
    const news = live.take(view);
    const forStaff = this.#compose(history.slice(from, to, 'staff', Infinity), news.staff);
    const attendeesFrom = this.#toldAttendees;
    const common = history.slice(attendeesFrom, to, 'attendee', Infinity);
    const nowMs = this.#options.nowMs();
    const mayBeSilent = to - attendeesFrom < MAX_SILENT_ENTRIES && nowMs - this.#toldAttendeesMs < MAX_SILENT_MS;
    const forAttendees = this.#compose(common, news.attendee, mayBeSilent);
    const own = this.#ownFrames(history, attendeesFrom, to, news.attendee);
    this.#told = to;
    if (forAttendees !== undefined) {
      this.#toldAttendees = to;
      this.#toldAttendeesMs = nowMs;
    }
    this.#view = view;
    this.#viewAt = position.offset;
    this.#freshen();
    if (forStaff === undefined && forAttendees === undefined && own.size === 0 && news.voters.size === 0) {
      for (const member of [...this.#behind]) this.#catchUp(member, history);
      return;
    }
    for (const member of this.#members) {
      const frame = member.isStaff ? forStaff : (own.get(member.claim.ticket) ?? forAttendees);
      const isWhereOthersAre = member.at === (member.isStaff ? from : attendeesFrom) && !member.isBehind;
      if (member.sink.isPull) member.sink.wake();
      else if (!isWhereOthersAre) {
        if (frame !== undefined || this.#behind.has(member)) this.#catchUp(member, history);
      } else if (!member.sink.isReady()) this.#leaveBehind(member);
      else {
        if (frame !== undefined) {
          member.sink.share(frame);
          member.at = to;
        }
        if (!member.isStaff) this.#tellVoter(member, news.voters);
      }
    }
  }

  /**
   * For who asks by himself: what came after where he is, as one frame; `news` says whether something changed besides. undefined: he must begin anew,
   * with a welcome.
   */
  pull(member: Member, since: Position): SharedFrame | undefined {
    const { position, history } = this.#options.stage();
    this.#freshen();
    if (since.epoch !== position.epoch || since.offset < history.before) return undefined;
    member.at = since.offset;
    return this.#recovery(member, history);
  }

  /** Something that he may see has changed: he gets everything as it is now with the next tick. */
  refresh(member: Member): void {
    if (member.sink.isPull) member.sink.wake();
    else this.#leaveBehind(member);
  }

  /** Whether there is something after a position for who asks by himself. */
  hasAfter(since: Position): boolean {
    return since.epoch !== this.#options.stage().position.epoch || since.offset < this.#told;
  }

  #begin(member: Member): void {
    member.isBehind = false;
    this.welcome(member, { epoch: '' as Position['epoch'], offset: 0 });
  }

  /** How far somebody of the member's kind has been told the feed. */
  #toldTo(member: Member): number {
    return member.isStaff ? this.#told : this.#toldAttendees;
  }

  #leaveBehind(member: Member): void {
    member.isBehind = true;
    this.#behind.add(member);
  }

  #note(member: Member): void {
    if (member.isBehind || member.at < this.#toldTo(member)) this.#behind.add(member);
    else this.#behind.delete(member);
  }

  #tellVoter(member: Member, voters: ReadonlyMap<PollId, PollNumbers>): void {
    for (const [poll, numbers] of voters) {
      if (this.#options.hasVotedIn(member.claim.ticket, poll)) member.sink.share(this.#numbersFrame(member, poll, numbers));
    }
  }

  #catchUp(member: Member, history: History): void {
    if (!member.sink.isReady()) {
      this.#leaveBehind(member);
      return;
    }
    const frame = this.#recovery(member, history);
    if (frame === undefined) this.#begin(member);
    else {
      member.sink.share(frame);
      this.#note(member);
    }
  }

  /** What came after where the member is, and moves him on. undefined: more was missed than is kept. */
  #recovery(member: Member, history: History): SharedFrame | undefined {
    // Who is ahead of the others gets no entries, but learns what has changed besides.
    const told = this.#told;
    const from = Math.min(member.at, told);
    const reader = history.readerOf(member.isStaff, member.claim.ticket, from);
    const slice = history.slice(from, told, reader, this.#options.sliceBytes);
    if (slice === undefined) return undefined;
    const { at } = member;
    member.at = Math.max(at, slice.to);
    member.isBehind = false;
    const isAll = slice.to === told;
    const voted = isAll ? this.#votedKey(member) : '';
    return this.#share(`${reader} ${from} ${at > told ? at : ''} ${voted}`, () => {
      const { ticket } = member.claim;
      const extras = isAll ? this.#options.live.all(this.#view, member.isStaff, (poll) => this.#options.hasVotedIn(ticket, poll)) : {};
      return sharedFrame(batchText(at > told ? { ...slice, from: at, to: at } : slice, extras));
    });
  }

  #restFor(member: Member, from: number, voted: readonly PollId[]): { readonly rest: Buffer; readonly at: number } {
    const { history } = this.#options.stage();
    const reader = history.readerOf(member.isStaff, member.claim.ticket, from);
    const key = `${reader} ${member.claim.role} ${from} ${voted.join()}`;
    const made = this.#rests.get(key);
    if (made !== undefined) return made;
    const told = this.#told;
    const slice = history.slice(from, told, reader, this.#options.sliceBytes) ?? { from, to: told, entries: [], sampledOut: 0 };
    const extras = this.#options.live.all(this.#view, member.isStaff, (poll) => voted.includes(poll));
    const view = this.#options.viewFor(this.#view, member.claim.role);
    const questions = view.questions.map((question) => ({ ...question, upvotes: this.#options.live.upvotesOf(question) }));
    const { upvotes: _, ...live } = extras;
    const end = JSON.stringify({ view: { ...view, questions }, viewAt: this.#viewAt, ...live } satisfies Partial<Welcome>);
    const rest = Buffer.from(`"entries":[${slice.entries.join(',')}],${end.slice(1)}`);
    const fresh = { rest, at: slice.to };
    this.#rests.set(key, fresh);
    return fresh;
  }

  #firstFor(member: Member, history: History): number {
    const reader: Reader = member.isStaff ? 'staff' : 'attendee';
    return Math.min(history.beforeNewest(this.#options.firstEntries, reader), this.#told);
  }

  /** undefined: there is nothing to tell; `mayBeSilent` where a stretch without entries need not be told either. */
  #compose(slice: Slice | undefined, extras: Extras, mayBeSilent = false): SharedFrame | undefined {
    if (slice === undefined) return undefined;
    const isEmpty = mayBeSilent ? slice.entries.length === 0 && slice.sampledOut === 0 : slice.from === slice.to;
    return isEmpty && isEmptyExtras(extras) ? undefined : sharedFrame(batchText(slice, extras));
  }

  /** Those who wrote something that others are not shown see it all the same. */
  #ownFrames(history: History, from: number, to: number, extras: Extras): ReadonlyMap<TicketId, SharedFrame> {
    const frames = new Map<TicketId, SharedFrame>();
    for (const author of history.authorsLeftOut(from, to)) {
      if (!this.#byTicket.has(author)) continue;
      const frame = this.#compose(history.slice(from, to, author, Infinity), extras);
      if (frame !== undefined) frames.set(author, frame);
    }
    return frames;
  }

  #numbersFrame(member: Member, poll: PollId, numbers: PollNumbers): SharedFrame {
    const { at } = member;
    return this.#share(`numbers ${poll} ${at}`, () =>
      sharedFrame(batchText({ from: at, to: at, entries: [], sampledOut: 0 }, { numbers: { [poll]: numbers } })),
    );
  }

  #votedKey(member: Member): string {
    if (member.isStaff) return 'all';
    const { ticket } = member.claim;
    return this.#view.polls
      .filter(({ id }) => this.#options.hasVotedIn(ticket, id))
      .map(({ id }) => id)
      .join();
  }

  #share(key: string, make: () => SharedFrame): SharedFrame {
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const fresh = make();
    this.#made.set(key, fresh);
    return fresh;
  }

  /** Lets go of what was made for another state of the room. */
  #freshen(): void {
    const { position, history } = this.#options.stage();
    const now = `${position.epoch} ${this.#told} ${this.#toldAttendees} ${history.edits} ${this.#options.live.version}`;
    if (now === this.#madeFor) return;
    this.#made.clear();
    this.#rests.clear();
    this.#madeFor = now;
  }
}
