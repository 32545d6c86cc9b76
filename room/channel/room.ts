import type { Author, FeedEntry, Reaction } from '../../core/contracts/room/entries.ts';
import type { Language } from '../../core/contracts/room/event.ts';
import type { Ack, No, Send } from '../../core/contracts/room/frames.ts';
import type { ClientId, EventId, PollId, Position } from '../../core/contracts/room/ids.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import type { Bus } from '../../core/ports/bus.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { ackOf, noOf } from './answers.ts';
import { Audience } from './audience.ts';
import { BatchWriter } from './batch-writer.ts';
import { entryHints } from './hints.ts';
import type { ChannelLimits } from './limits.ts';
import { LiveNumbers } from './live-numbers.ts';
import type { Farewell, Sink } from './member.ts';
import { Member } from './member.ts';
import { People } from './people.ts';
import { RecentOutcomes } from './recent-outcomes.ts';
import { RoomFeed } from './room-feed.ts';
import { RoomPulse } from './room-pulse.ts';
import type { Committed, Op, Outcome, RoomSettings, RoomSnapshot, RoomStore } from './room-store.ts';
import type { RoomFacts, RoomRules } from './rules.ts';
import { Sessions } from './sessions.ts';
import type { SharedFrame } from './shared-frame.ts';
import { Wire } from './wire.ts';

/** How the load of the last seconds is measured. */
const LOAD_MS = 5_000;
const REMEMBERED_OUTCOMES = 20_000;

export interface RoomOptions {
  /** Names this node among those behind one Bus. */
  readonly node: string;
  readonly store: RoomStore;
  readonly bus: Bus;
  readonly rules: RoomRules;
  readonly limits: ChannelLimits;
  readonly clock: Clock;
  readonly random: () => number;
  /** UUIDv7. */
  readonly newId: () => ClientId;
  readonly log: Log;
  /** Somebody has come or gone: attendance is somebody else's to write down. */
  readonly onPresence?: (event: EventId, claim: TicketClaim, isHere: boolean) => void;
}

export interface Entering {
  readonly claim: TicketClaim;
  readonly sink: Sink;
  readonly language: Language;
  /** Where he was, if he was here before. */
  readonly since: Position | undefined;
  /** Polls in which he says he has voted. */
  readonly voted: readonly PollId[];
}

/** A room on this node: its people, its feed, its numbers; and the other nodes it meets over the Bus and the database. */
export class Room {
  readonly event: EventId;
  readonly #options: RoomOptions;
  readonly #feed: RoomFeed;
  readonly #people = new People();
  readonly #live = new LiveNumbers();
  readonly #audience: Audience;
  readonly #sessions = new Sessions();
  readonly #outcomes = new RecentOutcomes(REMEMBERED_OUTCOMES);
  readonly #writer: BatchWriter;
  readonly #pulse: RoomPulse;
  readonly #wire: Wire;
  #settings: RoomSettings;
  #isReadingSettings = false;
  #messageTimes: number[] = [];
  #lastTickMs = -Infinity;
  #isTickTimed = false;
  #emptySinceMs: number;
  #voterClaims = new Map<PollId, Set<Member>>();
  readonly #settled = new Set<PollId>();
  readonly #settling = new Set<PollId>();
  #isClosed = false;

  /** @returns undefined when there is no such event. @throws StoreAway, TimeLimitError */
  static async open(event: EventId, options: RoomOptions): Promise<Room | undefined> {
    const { store, limits } = options;
    const snapshot = await withTimeLimit(limits.storeMs, undefined, () => store.open(event));
    if (snapshot === undefined) return undefined;
    const room = new Room(snapshot, options);
    await room.#loadVoters(room.#openPolls());
    return room;
  }

  private constructor(snapshot: RoomSnapshot, options: RoomOptions) {
    const { store, rules, limits, clock, random, node } = options;
    const { event } = snapshot;
    const log = options.log.child({ event });
    this.event = event;
    this.#options = { ...options, log };
    this.#settings = settingsOf(snapshot);
    this.#emptySinceMs = clock.monotonicMs();
    this.#begin(snapshot);
    this.#feed = new RoomFeed({
      ...{ event, snapshot, store, rules, limits, clock, random, log },
      onEntries: (entries) => this.#takeIn(entries),
      onReset: (fresh) => this.#reset(fresh),
      onEdge: ({ offset, settingsAtMs }) => {
        this.#audience.recall(offset);
        if (settingsAtMs !== this.#settings.settingsAtMs) void this.#readSettings();
      },
    });
    this.#audience = new Audience({
      stage: () => this.#feed,
      live: this.#live,
      viewFor: (view, role) => rules.viewFor(view, role),
      hasVotedIn: (ticket, poll) => this.#people.hasVotedIn(ticket, poll),
      sliceBytes: limits.sliceBytes,
      firstEntries: limits.firstEntries,
      nowMs: () => clock.nowMs(),
    });
    this.#writer = new BatchWriter({
      ...{ limits, clock, random, log },
      commit: (ops) => store.commit(event, ops, Math.floor(clock.nowMs())),
      onCommitted: (committed, ops) => this.#onCommitted(committed, ops),
    });
    this.#wire = new Wire({
      ...{ node, event, bus: options.bus, clock, log },
      onHint: (hint) => {
        if (hint.k === 'entries') this.#feed.offer(hint.epoch, hint.entries);
        else if (hint.k === 'edge') this.#feed.hear(hint.at);
        else if (hint.k === 'pulse') this.#pulse.hear(hint);
        else if (hint.k === 'look') void this.#feed.check();
        else for (const note of hint.notes) this.#letGo(this.#sessions.hear(note), tooManySessions());
      },
    });
    this.#pulse = new RoomPulse({
      ...{ node, event, store, live: this.#live, limits, clock, log },
      viewers: () => this.#audience.viewers,
      isAttended: () => this.#audience.size > 0,
      openPolls: () => this.#openPolls(),
      publish: (hint) => this.#wire.say(hint),
      onNews: () => this.#timeTick(),
      onPulse: () => this.#onPulse(),
    });
    this.#pulse.recount();
  }

  get size(): number {
    return this.#audience.size;
  }

  get viewers(): number {
    return this.#pulse.viewers();
  }

  get position(): Position {
    return this.#feed.position;
  }

  get embedOrigins(): readonly string[] {
    return this.#settings.embedOrigins;
  }

  /** Nobody has been here for long, and nothing waits to be written. */
  isIdle(): boolean {
    const { clock, limits } = this.#options;
    return this.#audience.size === 0 && this.#writer.size === 0 && clock.monotonicMs() - this.#emptySinceMs >= limits.emptyMs;
  }

  /** Says welcome. The session that was here before under the same name, and those that are too many, are told and let go. */
  enter({ claim, sink, language, since, voted }: Entering): Member | Refusal {
    if (this.#isClosed) return refuse('ROOM_DRAINING');
    if (this.#people.isRevoked(claim.ticket)) return refuse('ROOM_BANNED');
    const member = new Member(claim, language, sink, 0);
    const others = this.#sessions.enter(member);
    this.#audience.add(member);
    this.#letGo(others, tooManySessions(claim.maxSessions));
    if (claim.maxSessions > 0) this.#wire.note([claim.ticket, claim.session, true]);
    if (since !== undefined && since.epoch === this.position.epoch && since.offset > this.position.offset) this.#feed.hear(since);
    this.#live.setViewers(this.#pulse.viewers());
    this.#audience.welcome(member, since);
    for (const poll of voted) this.#claimVote(member, poll);
    this.#timeTick();
    this.#options.onPresence?.(this.event, claim, true);
    return member;
  }

  /** He has gone: his connection is closed. Once is enough. */
  leave(member: Member): void {
    if (member.isGone) return;
    member.isGone = true;
    const { claim } = member;
    this.#audience.remove(member);
    this.#sessions.leave(member);
    if (claim.maxSessions > 0) this.#wire.note([claim.ticket, claim.session, false]);
    if (this.#audience.size === 0) this.#emptySinceMs = this.#options.clock.monotonicMs();
    this.#options.onPresence?.(this.event, claim, false);
  }

  /** A renewed ticket for a session that goes on. */
  renew(member: Member, claim: TicketClaim): Refusal | undefined {
    const { event, ticket, session, role } = member.claim;
    if (claim.event !== event || claim.ticket !== ticket || claim.session !== session || claim.role !== role)
      return refuse('ROOM_TICKET_INVALID');
    if (this.#people.isRevoked(ticket)) return refuse('ROOM_BANNED');
    member.claim = claim;
    return undefined;
  }

  /** What a member wants; answered once it is committed, or refused. Never throws. */
  async answer(member: Member, send: Send): Promise<Ack | No> {
    const { ticket, name, role } = member.claim;
    const outcome = await this.speak({ id: ticket, name, role }, send);
    const id = send.id as ClientId;
    return outcome.ok ? ackOf(id, outcome) : noOf(id, outcome, member.language);
  }

  /** The same for somebody who is not in the room (the API). Never throws. */
  async speak(author: Author, send: Send): Promise<Outcome> {
    const { rules, clock } = this.#options;
    const id = send.id as ClientId;
    const done = this.#outcomes.get(author.id, id);
    if (done !== undefined) return done;
    if (this.#people.isRevoked(author.id)) return refuse('ROOM_BANNED');
    const nowMs = Math.floor(clock.nowMs());
    const before = this.#people.talkOf(author.id);
    const speaker = { author, mutedUntilMs: this.#people.mutedUntilMs(author.id, nowMs), talk: before };
    const { answer, talk, also } = rules.decide(send, speaker, this.#facts(nowMs));
    if (talk !== undefined) this.#people.setTalk(author.id, talk);
    for (const op of also ?? []) void this.submit(op);
    if (!answer.ok) return answer;
    const outcome = await this.submit(answer.op);
    if (outcome.ok) this.#outcomes.set(author.id, id, outcome);
    // What was not said does not count as said.
    else if (talk !== undefined && this.#people.talkOf(author.id) === talk) this.#people.setTalk(author.id, before);
    return outcome;
  }

  /** An op that is decided already. Never throws. */
  submit(op: Op): Promise<Outcome> {
    return this.#isClosed ? Promise.resolve(refuse('ROOM_DRAINING')) : this.#writer.submit(op);
  }

  /** Others have changed something of the event in a transaction of their own (the API): what they added to the feed, and perhaps the settings. */
  hear({ entries, position }: Pick<Committed, 'entries' | 'position'>): void {
    this.#feed.offer(position.epoch, entries);
    void this.#feed.check();
  }

  /** Not answered; summed. */
  react(member: Member, kind: Reaction): void {
    const nowMs = this.#options.clock.nowMs();
    const { reactions } = this.#feed.view.rules;
    if (reactions && this.#people.mutedUntilMs(member.claim.ticket, nowMs) === 0) this.#pulse.reacted(kind);
  }

  /** For who asks by himself: what came after a position; undefined: he must begin anew ({@link welcomeAgain}). */
  pull(member: Member, since: Position): SharedFrame | undefined {
    return this.#audience.pull(member, since);
  }

  hasAfter(since: Position): boolean {
    return this.#audience.hasAfter(since);
  }

  welcomeAgain(member: Member, since: Position | undefined): void {
    this.#audience.welcome(member, since);
  }

  /** Everybody here, and their way out. */
  members(): IterableIterator<Member> {
    return this.#audience[Symbol.iterator]();
  }

  /** What was accepted is committed and answered first, as long as the store is there. */
  async close(farewell: Farewell): Promise<void> {
    const { clock, limits } = this.#options;
    const deadlineMs = clock.monotonicMs() + limits.tryMs;
    this.#isClosed = true;
    while (this.#writer.size > 0 && clock.monotonicMs() < deadlineMs) {
      await new Promise<void>((resolve) => {
        clock.after(limits.collectMs, resolve);
      });
    }
    this.#letGo([...this.#audience], farewell);
    this.#feed.close();
    this.#pulse.close();
    await this.#wire.close();
  }

  #begin(snapshot: RoomSnapshot): void {
    this.#settings = settingsOf(snapshot);
    this.#people.reset(snapshot);
    this.#outcomes.takeIn(snapshot.recent);
    this.#live.knowQuestions(snapshot.view.questions);
    for (const { id, final } of snapshot.view.polls) if (final !== undefined) this.#settled.add(id);
  }

  #reset(snapshot: RoomSnapshot): void {
    this.#live.reset();
    this.#settled.clear();
    this.#begin(snapshot);
    this.#letGo(
      [...this.#audience].filter(({ claim }) => this.#people.isRevoked(claim.ticket)),
      { refusal: refuse('ROOM_BANNED'), comeBackMs: null },
    );
    this.#audience.reset();
    this.#pulse.recount();
    void this.#loadVoters(this.#openPolls());
  }

  #onCommitted({ entries, position, outcomes }: Committed, ops: readonly Op[]): void {
    ops.forEach((op, index) => {
      if (op.kind === 'vote') this.#onVote(op, outcomes[index]);
      if (op.kind === 'upvote' && outcomes[index]?.ok === true) this.#pulse.upvoted();
    });
    for (const payload of entryHints(this.#options.node, position.epoch, entries)) this.#wire.sayText(payload);
    this.#feed.offer(position.epoch, entries);
    this.#feed.hear(position);
  }

  #onVote(op: Op & { readonly kind: 'vote' }, outcome: Outcome | undefined): void {
    if (outcome === undefined) return;
    if (outcome.ok) this.#pulse.voted(op.poll);
    if (outcome.ok || outcome.code === 'ROOM_ALREADY_VOTED') this.#people.addVoters(op.poll, [op.ticket]);
  }

  #takeIn(entries: readonly FeedEntry[]): void {
    this.#outcomes.takeIn(entries);
    const nowMs = this.#options.clock.monotonicMs();
    for (const { body } of entries) {
      if (body.kind === 'message') this.#messageTimes.push(nowMs);
      if (body.kind === 'question') this.#live.knowQuestions([body.question]);
      if (body.kind === 'poll' && body.poll.final !== undefined) {
        this.#settled.add(body.poll.id);
        this.#live.forgetPoll(body.poll.id);
      }
    }
    for (const ticket of this.#people.takeIn(entries)) {
      this.#letGo([...(this.#audience.of(ticket) ?? [])], { refusal: refuse('ROOM_BANNED'), comeBackMs: null });
    }
    this.#timeTick();
  }

  #letGo(members: readonly Member[], farewell: Farewell): void {
    for (const member of members) {
      this.leave(member);
      member.sink.end(farewell);
    }
  }

  /** At once when nothing was sent for a tick, else when the tick is over. */
  #timeTick(): void {
    if (this.#isTickTimed || this.#isClosed || this.#audience.size === 0 || !this.#audience.hasNews) return;
    const { clock, limits } = this.#options;
    this.#isTickTimed = true;
    const dueMs = Math.max(0, this.#lastTickMs + limits.tickMs - clock.monotonicMs());
    clock.after(dueMs, () => {
      this.#isTickTimed = false;
      if (this.#isClosed) return;
      this.#lastTickMs = clock.monotonicMs();
      this.#audience.tick();
      this.#timeTick();
    });
  }

  #onPulse(): void {
    const { rules, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#messageTimes = this.#messageTimes.filter((atMs) => atMs > nowMs - LOAD_MS);
    this.#live.setSlowSeconds(rules.slowSeconds(this.#feed.view.rules, (this.#messageTimes.length * 1_000) / LOAD_MS));
    const wallMs = clock.nowMs();
    const expired = [...this.#audience].filter(({ claim }) => claim.expiresAtMs <= wallMs);
    this.#letGo(expired, { refusal: refuse('ROOM_TICKET_EXPIRED'), comeBackMs: 0 });
    this.#settleDue(Math.floor(wallMs));
    void this.#askVoters();
    this.#timeTick();
  }

  #settleDue(nowMs: number): void {
    for (const poll of this.#options.rules.due(this.#feed.view, nowMs)) {
      if (this.#settled.has(poll) || this.#settling.has(poll)) continue;
      this.#settling.add(poll);
      void this.submit({ kind: 'settle', id: this.#options.newId(), poll }).then((outcome) => {
        this.#settling.delete(poll);
        if (outcome.ok) this.#settled.add(poll);
      });
    }
  }

  #facts(nowMs: number): RoomFacts {
    const { history } = this.#feed;
    return {
      view: this.#feed.view,
      slowSeconds: this.#live.slowSeconds,
      words: this.#settings.words,
      strikes: this.#settings.strikes,
      messageAt: (offset) => {
        const kept = history.at(offset);
        if (kept === undefined) return offset <= history.before ? 'unknown' : 'gone';
        return kept.isMessage ? 'there' : 'gone';
      },
      nowMs,
    };
  }

  #openPolls(): readonly PollId[] {
    return this.#feed.view.polls.filter(({ state }) => state === 'open').map(({ id }) => id);
  }

  #claimVote(member: Member, poll: PollId): void {
    if (this.#people.hasVotedIn(member.claim.ticket, poll) || !this.#feed.view.polls.some(({ id }) => id === poll)) return;
    const claims = this.#voterClaims.get(poll) ?? new Set();
    this.#voterClaims.set(poll, claims.add(member));
  }

  /** Some say that they have voted, which this node does not know: it asks who has, once for all of them. */
  async #askVoters(): Promise<void> {
    if (this.#voterClaims.size === 0) return;
    const claims = this.#voterClaims;
    this.#voterClaims = new Map();
    await this.#loadVoters([...claims.keys()]);
    for (const members of claims.values()) for (const member of members) if (!member.isGone) this.#audience.refresh(member);
    this.#timeTick();
  }

  /** When the store is away the next look at the edge asks again. */
  async #readSettings(): Promise<void> {
    const { store, limits, log } = this.#options;
    if (this.#isReadingSettings) return;
    this.#isReadingSettings = true;
    try {
      const settings = await withTimeLimit(limits.storeMs, undefined, () => store.settings(this.event));
      if (settings !== undefined) this.#settings = settings;
    } catch (error) {
      log.warn({ err: error }, 'the settings could not be read: the room goes by those it has');
    } finally {
      this.#isReadingSettings = false;
    }
  }

  /** Who has voted; when the store is away it is known later, from what people say. */
  async #loadVoters(polls: readonly PollId[]): Promise<void> {
    const { store, limits, log } = this.#options;
    try {
      for (const poll of polls) {
        this.#people.addVoters(poll, await withTimeLimit(limits.storeMs, undefined, () => store.voters(this.event, poll)));
      }
      this.#people.forgetVoters((poll) => this.#settled.has(poll));
    } catch (error) {
      log.warn({ err: error }, 'who has voted could not be read');
    }
  }
}

function settingsOf({ words, strikes, embedOrigins, settingsAtMs }: RoomSettings): RoomSettings {
  return { words, strikes, embedOrigins, settingsAtMs };
}

function tooManySessions(max = 1): Farewell {
  return { refusal: refuse('ROOM_TOO_MANY_SESSIONS', { max }), comeBackMs: null };
}
