/** The room as the staff use it: the same feed as everybody's, and what is for them alone. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Pass } from '../../core/contracts/room/control.ts';
import type { Send, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { EMPTY_FEED, type FeedState, told, welcomed } from '../../ui/feed/feed-state.ts';
import { type LinkState, Transport } from '../../ui/feed/transport.ts';
import { EMPTY_STAFF_FEED, type StaffFeed, staffTold } from './staff-feed.ts';

/** What became of something. `message`: the server's sentence; empty: it cannot be reached. */
export type Verdict = { readonly ok: true; readonly offset: number | undefined } | { readonly ok: false; readonly message: string };

export interface StaffLinkOptions {
  readonly origin: string;
  readonly language: string;
  readonly ticket: () => string;
  /** @returns whether there is a fresh ticket. */
  readonly renew: () => Promise<Pass | undefined>;
}

export class StaffLink {
  readonly #transport: Transport;
  readonly #feed = signal<FeedState>(EMPTY_FEED);
  readonly #staff = signal<StaffFeed>(EMPTY_STAFF_FEED);
  readonly #state = signal<LinkState>({ kind: 'connecting' });

  constructor({ origin, language, ticket, renew }: StaffLinkOptions) {
    this.#transport = new Transport({
      origin,
      greeting: () => ({ ticket: ticket(), lang: language, at: this.#feed.peek().at, voted: [] }),
      renewTicket: async () => (await renew()) !== undefined,
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => (this.#state.value = state),
    });
  }

  get feed(): ReadonlySignal<FeedState> {
    return this.#feed;
  }

  get staff(): ReadonlySignal<StaffFeed> {
    return this.#staff;
  }

  get state(): ReadonlySignal<LinkState> {
    return this.#state;
  }

  /** Does something to the room; committed when it is answered. */
  act(act: Act): Promise<Verdict> {
    return this.#send({ t: 'act', id: newId(), act });
  }

  /** Says something to everybody. */
  say(text: string, replyTo: number | null): Promise<Verdict> {
    return this.#send({ t: 'say', id: newId(), text, ...(replyTo === null ? {} : { replyTo }) });
  }

  /** Says something to the staff. */
  backstage(text: string): Promise<Verdict> {
    return this.#send({ t: 'backstage', id: newId(), text });
  }

  /** The ticket is another one by now. */
  renewed(ticket: string): void {
    this.#transport.renewed(ticket);
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
      batch(() => {
        this.#feed.value = welcomed(this.#feed.peek(), frame, Date.now());
        this.#staff.value = staffTold(this.#staff.peek(), frame.at.epoch, frame.entries);
      });
    }
    if (frame.t !== 'batch') return 'taken';
    const { at } = this.#feed.peek();
    const next = told(this.#feed.peek(), frame);
    if (next === 'hole' || at === undefined) return 'hole';
    batch(() => {
      this.#feed.value = next;
      this.#staff.value = staffTold(this.#staff.peek(), at.epoch, frame.entries);
    });
    return 'taken';
  }

  async #send(frame: Send): Promise<Verdict> {
    const answer = await this.#transport.send(frame);
    return answer?.t === 'ack' ? { ok: true, offset: answer.offset } : { ok: false, message: answer?.message ?? '' };
  }
}

function newId(): ClientId {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClientId;
}
