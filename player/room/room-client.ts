/** The room as the panel uses it: what is there, as signals, and what one may do. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Reaction } from '../../core/contracts/room/entries.ts';
import type { Ack, Choice, No, Send, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId, QuestionId } from '../../core/contracts/room/ids.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { Entrance } from './entrance.ts';
import { answered, EMPTY_FEED, type FeedState, forgotten, named, saying, told, votedIn, welcomed } from '../../ui/feed/feed-state.ts';
import { browserTimers, type Timers } from '../../ui/feed/timers.ts';
import { type LinkState, Transport, type TransportOptions } from '../../ui/feed/transport.ts';

/** What became of something. `message` is the server's sentence; null: it was never sent, too much waits already. */
export type Verdict = { readonly ok: true; readonly isHeld: boolean } | { readonly ok: false; readonly message: string | null };

export interface RoomClientOptions {
  readonly origin: string;
  readonly language: string;
  readonly joined: Joined;
  /** The same ticket under this name. */
  readonly rename: (name: string) => Promise<Entrance>;
  /** A ticket that is good for longer; it is renewed in time elsewhere ({@link RoomClient.take}), and asked for here when it has run out. */
  readonly renew: () => Promise<Entrance>;
  readonly timers?: Timers;
  readonly more?: Partial<TransportOptions>;
}

export class RoomClient {
  readonly #options: RoomClientOptions;
  readonly #timers: Timers;
  readonly #transport: Transport;
  readonly #feed = signal<FeedState>(EMPTY_FEED);
  readonly #link = signal<LinkState>({ kind: 'connecting' });
  readonly #name = signal('');
  readonly #quietUntilMs = signal(0);
  readonly #upvoted = signal<ReadonlySet<QuestionId>>(new Set());
  #joined: Joined;

  constructor(options: RoomClientOptions) {
    this.#options = options;
    this.#timers = options.timers ?? browserTimers;
    this.#joined = options.joined;
    this.#name.value = options.joined.you.name;
    this.#transport = new Transport({
      origin: options.origin,
      greeting: () => ({
        ticket: this.#joined.ticket,
        lang: options.language,
        at: this.#feed.peek().at,
        voted: this.#feed.peek().voted,
      }),
      renewTicket: () => this.#renew(),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => {
        this.#link.value = state;
      },
      timers: this.#timers,
      ...options.more,
    });
  }

  get feed(): ReadonlySignal<FeedState> {
    return this.#feed;
  }

  get link(): ReadonlySignal<LinkState> {
    return this.#link;
  }

  /** Empty: he has to say it before he speaks. */
  get name(): ReadonlySignal<string> {
    return this.#name;
  }

  /** Slow mode: until then he cannot write. Our clock, Unix ms. */
  get quietUntilMs(): ReadonlySignal<number> {
    return this.#quietUntilMs;
  }

  /** Questions that he has upvoted here. */
  get upvoted(): ReadonlySignal<ReadonlySet<QuestionId>> {
    return this.#upvoted;
  }

  /** Shown at once, with what becomes of it. */
  async say(text: string, replyTo: number | null): Promise<void> {
    const id = this.#newId();
    this.#feed.value = saying(this.#feed.peek(), id, text, replyTo);
    const answer = await this.#send({ t: 'say', id, text, ...(replyTo === null ? {} : { replyTo }) });
    if (answer?.t === 'ack') this.#spoke();
    const status = answer?.t !== 'ack' ? 'refused' : answer.held === true ? 'held' : 'sent';
    this.#feed.value = answered(this.#feed.peek(), id, status, answer?.t === 'no' ? answer.message : null);
  }

  /** What was refused is taken back, to be written better. @returns its text. */
  takeBack(id: ClientId): string {
    const text = this.#feed.peek().own.find((one) => one.id === id)?.text ?? '';
    this.#feed.value = forgotten(this.#feed.peek(), id);
    return text;
  }

  async ask(text: string, isAnonymous: boolean): Promise<Verdict> {
    const answer = await this.#send({ t: 'ask', id: this.#newId(), text, anonymous: isAnonymous });
    if (answer?.t === 'ack') this.#spoke();
    return verdictOf(answer);
  }

  /** @param atMs on the stage's clock. */
  async vote(poll: PollId, choice: Choice, atMs: number): Promise<Verdict> {
    const answer = await this.#send({ t: 'vote', id: this.#newId(), poll, choice, atMs });
    const hasVoted = answer?.t === 'ack' || answer?.code === 'ROOM_ALREADY_VOTED';
    if (hasVoted) this.#feed.value = votedIn(this.#feed.peek(), poll);
    return verdictOf(answer);
  }

  /** Shown at once; taken back when it is refused. */
  async upvote(question: QuestionId, on: boolean): Promise<Verdict> {
    this.#setUpvoted(question, on);
    const verdict = verdictOf(await this.#send({ t: 'upvote', id: this.#newId(), question, on }));
    if (!verdict.ok) this.#setUpvoted(question, !on);
    return verdict;
  }

  react(kind: Reaction): void {
    this.#transport.react(kind);
  }

  /** @returns why not, in the words of the server (null: it cannot be reached); undefined when it is done. */
  async rename(name: string): Promise<string | null | undefined> {
    const entrance = await this.#options.rename(name);
    if (!entrance.ok) return entrance.message === '' ? null : entrance.message;
    this.take(entrance.joined);
    return undefined;
  }

  /** The same person with another ticket: it is good for longer, or has another name. */
  take(joined: Joined): void {
    if (joined.ticket === this.#joined.ticket) return;
    this.#joined = joined;
    const { name } = joined.you;
    batch(() => {
      this.#name.value = name;
      this.#feed.value = named(this.#feed.peek(), name);
    });
    this.#transport.renewed(joined.ticket);
  }

  retryNow(): void {
    this.#transport.retryNow();
  }

  lostNow(): void {
    this.#transport.lostNow();
  }

  close(): void {
    this.#transport.close();
  }

  #onFrame(frame: ServerFrame): 'taken' | 'hole' {
    if (frame.t === 'welcome') {
      // A ticket with another name may have come while this was on its way.
      this.#feed.value = named(welcomed(this.#feed.peek(), frame, this.#timers.nowMs()), this.#joined.you.name);
    }
    if (frame.t === 'batch') {
      const next = told(this.#feed.peek(), frame);
      if (next === 'hole') return 'hole';
      this.#feed.value = next;
    }
    if (frame.t === 'no' && frame.waitMs !== undefined && frame.code === 'ROOM_SLOW_MODE')
      this.#quietUntilMs.value = this.#timers.nowMs() + frame.waitMs;
    return 'taken';
  }

  async #send(frame: Send): Promise<Ack | No | undefined> {
    return this.#transport.send(frame);
  }

  #spoke(): void {
    const { view, slowSeconds, you } = this.#feed.peek();
    if (you === undefined || isStaff(you.role)) return;
    const seconds = Math.max(slowSeconds, view?.rules.slowSeconds ?? 0);
    this.#quietUntilMs.value = this.#timers.nowMs() + seconds * 1_000;
  }

  #setUpvoted(question: QuestionId, on: boolean): void {
    const upvoted = new Set(this.#upvoted.peek());
    if (on) upvoted.add(question);
    else upvoted.delete(question);
    this.#upvoted.value = upvoted;
  }

  async #renew(): Promise<boolean> {
    const entrance = await this.#options.renew();
    if (entrance.ok) this.take(entrance.joined);
    return entrance.ok;
  }

  #newId(): ClientId {
    return uuid7(this.#timers.nowMs(), crypto.getRandomValues(new Uint8Array(10))) as ClientId;
  }
}

function verdictOf(answer: Ack | No | undefined): Verdict {
  if (answer?.t === 'ack') return { ok: true, isHeld: answer.held === true };
  return { ok: false, message: answer === undefined || answer.message === '' ? null : answer.message };
}
