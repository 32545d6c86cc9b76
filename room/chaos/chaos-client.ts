import { WebSocket } from 'ws';
import type { FeedEntry, PollNumbers } from '../../core/contracts/room/entries.ts';
import type { Send, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { PollId, Position } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { ClientRecord } from './ledger.ts';

/** Waits before coming back, ms; like a browser's, only shorter. */
const AGAIN_MS = 60;
/** What is not answered for so long is sent again, with the same id. */
const RESEND_MS = 1_500;

/** A client that behaves like the page's: comes back where it was, sends again with the same id what was not answered. */
export class ChaosClient {
  readonly #name: string;
  readonly #ports: () => number;
  readonly #ticket: string;
  readonly #pending = new Map<string, { readonly frame: Send; sentAtMs: number }>();
  readonly #acked = new Map<string, number | null>();
  readonly #refused = new Set<string>();
  readonly #votes = new Map<string, number>();
  readonly #shown: FeedEntry[] = [];
  readonly #timer: NodeJS.Timeout;
  #socket: WebSocket | undefined;
  #at: Position | undefined;
  #isIn = false;
  #closed = false;
  /** Times it was told that more was missed than is kept. */
  missedMore = 0;
  numbers: Readonly<Record<PollId, PollNumbers>> = {};

  /** `port`: which node it comes to, asked at every connection. */
  constructor(name: string, ticket: string, port: () => number) {
    this.#name = name;
    this.#ticket = ticket;
    this.#ports = port;
    this.#timer = setInterval(() => this.#sendAgain(), 200);
    this.#connect();
  }

  get record(): ClientRecord {
    return { name: this.#name, acked: this.#acked, refused: this.#refused, shown: this.#shown };
  }

  /** Votes that were acked, by the option of the newest. */
  get ackedVotes(): ReadonlyMap<string, number> {
    return this.#votes;
  }

  get unanswered(): number {
    return this.#pending.size;
  }

  /** Up to where it has been told everything; 0: nothing. */
  get offset(): number {
    return this.#isIn ? (this.#at?.offset ?? 0) : 0;
  }

  say(text: string): void {
    const id = newId();
    this.#send({ t: 'say', id, text });
  }

  vote(poll: PollId, option: number): void {
    this.#send({ t: 'vote', id: newId(), poll, choice: { options: [option] } });
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.terminate();
  }

  #send(frame: Send): void {
    this.#pending.set(frame.id, { frame, sentAtMs: performance.now() });
    if (this.#isIn) this.#socket?.send(JSON.stringify(frame));
  }

  #sendAgain(): void {
    const nowMs = performance.now();
    for (const waiting of this.#pending.values()) {
      if (!this.#isIn || nowMs - waiting.sentAtMs < RESEND_MS) continue;
      waiting.sentAtMs = nowMs;
      this.#socket?.send(JSON.stringify(waiting.frame));
    }
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = new WebSocket(`ws://127.0.0.1:${this.#ports()}/room`, { handshakeTimeout: 2_000 });
    this.#socket = socket;
    socket.on('open', () =>
      socket.send(JSON.stringify({ t: 'hello', ticket: this.#ticket, ...(this.#at === undefined ? {} : { at: this.#at }) })),
    );
    socket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString()) as ServerFrame));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#isIn = false;
      setTimeout(() => this.#connect(), AGAIN_MS);
    });
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        if (frame.missedMore && this.#at !== undefined) this.missedMore++;
        this.#shown.push(...frame.entries);
        this.#at = frame.at;
        this.numbers = { ...this.numbers, ...frame.numbers };
        this.#isIn = true;
        for (const waiting of this.#pending.values()) {
          waiting.sentAtMs = performance.now();
          this.#socket?.send(JSON.stringify(waiting.frame));
        }
        break;
      case 'batch':
        this.#shown.push(...frame.entries);
        if (this.#at !== undefined) this.#at = { ...this.#at, offset: frame.to };
        this.numbers = { ...this.numbers, ...frame.numbers };
        break;
      case 'ack':
        this.#answered(frame.id, frame.offset ?? null);
        break;
      case 'no':
        if (frame.id === null || frame.retryable) break;
        this.#refused.add(frame.id);
        this.#pending.delete(frame.id);
        break;
      case 'bye':
        break;
    }
  }

  #answered(id: string, offset: number | null): void {
    const frame = this.#pending.get(id)?.frame;
    this.#pending.delete(id);
    if (frame?.t === 'say') this.#acked.set(id, offset);
    if (frame?.t === 'vote' && 'options' in frame.choice) this.#votes.set(id, frame.choice.options[0] ?? -1);
  }
}

function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
