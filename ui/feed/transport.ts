/** The room's connection as the page needs it: it is there, or coming back, or over; what is said is answered once, whatever happens in between. */
import type { Reaction } from '../../core/contracts/room/entries.ts';
import type { Ack, No, Send, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { Greeting, Link, LinkOptions } from './link.ts';
import { afterEnd, afterWelcome, FIRST_POLICY, type LinkEnd, type LinkPolicy, type Way } from './link-policy.ts';
import { Outbox } from './outbox.ts';
import { openPollLink } from './poll-link.ts';
import { openSocketLink } from './socket-link.ts';
import { browserTimers, type Timers } from './timers.ts';

/** What was said and is not answered for so long: the connection is dead, though nobody told us. */
const UNANSWERED_MS = 12_000;
/** Reactions a second; they may be lost. */
const REACTION_GAP_MS = 200;

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly way: Way }
  | { readonly kind: 'lost' }
  | { readonly kind: 'over'; readonly code: string; readonly message: string };

export interface TransportOptions {
  /** Of the page: `https://stage.example`. */
  readonly origin: string;
  /** Asked at each connection: where the feed is, who we are. */
  readonly greeting: () => Greeting;
  /** A fresh ticket, before we come back with one that has run out. @returns false when there is none: it is over. */
  readonly renewTicket: () => Promise<boolean>;
  /** What came. `hole`: something is missing before it; the transport comes back for it. */
  readonly onFrame: (frame: ServerFrame) => 'taken' | 'hole';
  readonly onState: (state: LinkState) => void;
  readonly timers?: Timers;
  readonly random?: () => number;
  readonly ways?: Readonly<Record<Way, (options: LinkOptions) => Link>>;
}

const WAYS: Readonly<Record<Way, (options: LinkOptions) => Link>> = { socket: openSocketLink, poll: openPollLink };

export class Transport {
  readonly #options: TransportOptions;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #ways: Readonly<Record<Way, (options: LinkOptions) => Link>>;
  readonly #outbox = new Outbox();
  #policy: LinkPolicy = FIRST_POLICY;
  #link: Link | undefined;
  #isIn = false;
  #isOver = false;
  #reactedMs = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelFlush: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#timers = options.timers ?? browserTimers;
    this.#random = options.random ?? Math.random;
    this.#ways = options.ways ?? WAYS;
    options.onState({ kind: 'connecting' });
    this.#open();
  }

  /** Said once, answered once: `undefined` when too much waits already. Sent again with the same id after a lost connection. */
  send(frame: Send): Promise<Ack | No> | undefined {
    if (this.#isOver) return undefined;
    const answer = this.#outbox.add(frame);
    this.#flush();
    return answer;
  }

  /** May be lost. */
  react(kind: Reaction): void {
    const nowMs = this.#timers.nowMs();
    if (!this.#isIn || nowMs - this.#reactedMs < REACTION_GAP_MS) return;
    this.#reactedMs = nowMs;
    this.#link?.send({ t: 'react', kind });
  }

  /** The ticket is another one now. */
  renewed(ticket: string): void {
    this.#link?.renew(ticket);
  }

  /** The network is back: no need to wait any longer. */
  retryNow(): void {
    if (this.#isOver || this.#link !== undefined) return;
    this.#cancelRetry();
    this.#open();
  }

  /** The network has gone, says the browser. */
  lostNow(): void {
    this.#link?.drop();
  }

  close(): void {
    this.#isOver = true;
    this.#leave();
  }

  #open(): void {
    const link: Link = this.#ways[this.#policy.way]({
      origin: this.#options.origin,
      greeting: this.#options.greeting,
      timers: this.#timers,
      onUp: () => this.#enter(),
      onFrame: (frame) => this.#onFrame(frame),
      onEnd: (end) => this.#onEnd(end),
    });
    this.#link = link;
  }

  #leave(): void {
    this.#cancelRetry();
    this.#cancelFlush();
    this.#cancelWatch();
    this.#link?.close();
    this.#link = undefined;
    this.#isIn = false;
    this.#outbox.lost();
  }

  #onFrame(frame: ServerFrame): void {
    if (this.#options.onFrame(frame) === 'hole') {
      this.#link?.drop();
      return;
    }
    if (frame.t === 'ack' || frame.t === 'no') {
      this.#outbox.answered(frame, this.#timers.nowMs());
      this.#flush();
    }
  }

  #enter(): void {
    this.#isIn = true;
    this.#policy = afterWelcome(this.#policy);
    this.#options.onState({ kind: 'open', way: this.#policy.way });
    this.#flush();
  }

  #onEnd(end: LinkEnd): void {
    this.#leave();
    const step = afterEnd(this.#policy, end, this.#random);
    if (step.kind === 'over') {
      this.#finish(step.code, step.message);
      return;
    }
    this.#policy = step.policy;
    this.#options.onState({ kind: 'lost' });
    this.#cancelRetry = this.#timers.after(step.delayMs, () => void this.#comeBack(step.needsTicket));
  }

  async #comeBack(needsTicket: boolean): Promise<void> {
    if (needsTicket && !(await this.#options.renewTicket())) this.#finish('ROOM_TICKET_EXPIRED', '');
    if (!this.#isOver && this.#link === undefined) this.#open();
  }

  #finish(code: string, message: string): void {
    this.#isOver = true;
    this.#outbox.refuseAll(code, message);
    this.#options.onState({ kind: 'over', code, message });
  }

  #flush(): void {
    if (!this.#isIn) return;
    const nowMs = this.#timers.nowMs();
    for (const frame of this.#outbox.take(nowMs)) this.#link?.send(frame);
    this.#cancelFlush();
    const dueMs = this.#outbox.nextDueMs();
    if (dueMs !== undefined) this.#cancelFlush = this.#timers.after(Math.max(0, dueMs - nowMs), () => this.#flush());
    this.#watch();
  }

  /** A half-open connection says nothing at all: what is not answered is how we know. */
  #watch(): void {
    this.#cancelWatch();
    if (this.#outbox.size === 0) return;
    const leftMs = UNANSWERED_MS - this.#outbox.oldestMs(this.#timers.nowMs());
    if (leftMs <= 0) this.#link?.drop();
    else this.#cancelWatch = this.#timers.after(leftMs, () => this.#watch());
  }
}
