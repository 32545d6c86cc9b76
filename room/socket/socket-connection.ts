import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Bye, ClientFrame, Hello, Send } from '../../core/contracts/room/frames.ts';
import { MAX_FRAME_BYTES } from '../../core/contracts/room/frames.ts';
import type { ClientId, PollId, Position } from '../../core/contracts/room/ids.ts';
import type { Language } from '../../core/contracts/room/event.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { noOf } from '../channel/answers.ts';
import type { Farewell, Sink } from '../channel/member.ts';
import { Member } from '../channel/member.ts';
import type { Room } from '../channel/room.ts';
import type { SharedFrame } from '../channel/shared-frame.ts';
import { frameHeader, ownFrame } from '../channel/shared-frame.ts';
import { refuse } from '../refusals.ts';
import type { Refusal } from '../refusals.ts';
import { languageOf, sentenceOf } from '../sentences/sentences.ts';
import { parseClientFrame } from './client-frame.ts';
import { closeCodeOf } from './close-code.ts';
import type { Door } from './door.ts';
import type { SocketLimits } from './limits.ts';
import { TokenBucket } from './token-bucket.ts';

/** A ping without payload (RFC 6455 §5.5.2), the same for everybody. */
const PING = Buffer.from([0x89, 0x00]);

export interface ConnectionOptions {
  readonly ws: WebSocket;
  /** Under the WebSocket: what others get too is written straight to it, between whole frames. */
  readonly socket: Duplex;
  readonly door: Door;
  readonly limits: SocketLimits;
  /** A page of another host, which the event must allow; undefined: our own. */
  readonly foreignOrigin: string | undefined;
  readonly clock: Clock;
  readonly onClose: () => void;
}

/** One WebSocket: from its opening over `hello` to its end. */
export class SocketConnection implements Sink {
  readonly isPull = false;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #options: ConnectionOptions;
  readonly #openedMs: number;
  readonly #frames: TokenBucket;
  readonly #sends: TokenBucket;
  #seenMs: number;
  #pingedMs: number;
  /** Since when he has not read what was sent; 0: he reads. */
  #slowSinceMs = 0;
  /** Ended from here: nothing more is sent or taken. */
  #isEnded = false;
  #isClosed = false;
  #room: Room | undefined;
  #member: Member | undefined;
  #language: Language = 'en';
  #unanswered = 0;
  /** What came after `hello`, before `welcome`. */
  #early: ClientFrame[] | undefined;

  constructor(options: ConnectionOptions) {
    const { ws, socket, limits, clock } = options;
    const nowMs = clock.monotonicMs();
    this.#options = options;
    this.#ws = ws;
    this.#socket = socket;
    this.#openedMs = nowMs;
    this.#seenMs = nowMs;
    this.#pingedMs = nowMs;
    this.#frames = new TokenBucket(limits.framesAtOnce, nowMs);
    this.#sends = new TokenBucket(limits.sendsAtOnce, nowMs);
    ws.on('message', (data: Buffer, isBinary) => this.#onMessage(data, isBinary));
    ws.on('pong', () => {
      this.#seenMs = this.#options.clock.monotonicMs();
    });
    // ws answers a ping by itself; many of them are a flood like any other
    ws.on('ping', () => this.#onPing());
    // ws says what is wrong with a frame and closes by itself (1002, 1007, 1009).
    ws.on('error', () => undefined);
    ws.on('close', () => this.#onClose());
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Without a word. */
  destroy(): void {
    this.#ws.terminate();
  }

  isReady(): boolean {
    const waiting = this.#socket.writableLength;
    if (this.#slowSinceMs === 0) {
      if (waiting > this.#options.limits.softBytes) this.#slowSinceMs = this.#options.clock.monotonicMs();
    } else if (waiting < this.#options.limits.softBytes / 4) this.#slowSinceMs = 0;
    return this.#slowSinceMs === 0;
  }

  share(frame: SharedFrame): void {
    if (this.#isOpen) this.#socket.write(frame.wire);
  }

  tell(head: string, rest?: Buffer): void {
    if (!this.#isOpen) return;
    if (rest === undefined) {
      this.#socket.write(ownFrame(head));
      return;
    }
    const text = Buffer.from(head);
    this.#socket.cork();
    this.#socket.write(Buffer.concat([frameHeader(text.length + rest.length), text]));
    this.#socket.write(rest);
    this.#socket.uncork();
  }

  wake(): void {
    // Only who asks by himself is woken.
  }

  end({ refusal, comeBackMs }: Farewell): void {
    if (this.#isEnded || this.#isClosed) return;
    const { code, facts } = refusal;
    const bye: Bye = { t: 'bye', code, message: sentenceOf(code, this.#language, facts), comeBackMs };
    this.tell(JSON.stringify(bye));
    this.#isEnded = true;
    this.#depart();
    this.#ws.close(closeCodeOf(code), code);
  }

  /** Once a second: who is late, gone, or does not read. */
  sweep(nowMs: number): void {
    const { limits } = this.#options;
    if (this.#isEnded) return;
    if (this.#member === undefined && nowMs - this.#openedMs > limits.helloMs) {
      // Who waits for a room that is being opened has said hello.
      if (this.#early === undefined) this.end({ refusal: refuse('ROOM_HELLO_TIMEOUT'), comeBackMs: 1_000 });
      return;
    }
    const isSlow = !this.isReady() && nowMs - this.#slowSinceMs > limits.slowMs;
    if (isSlow || this.#socket.writableLength > limits.hardBytes) {
      this.end({ refusal: refuse('ROOM_SLOW_READER'), comeBackMs: 1_000 });
      return;
    }
    if (nowMs - this.#seenMs > limits.silentMs) this.#ws.terminate();
    else if (nowMs - Math.max(this.#seenMs, this.#pingedMs) > limits.pingMs) {
      this.#pingedMs = nowMs;
      this.#socket.write(PING);
    }
  }

  get #isOpen(): boolean {
    return !this.#isEnded && !this.#isClosed && this.#socket.writable;
  }

  #onClose(): void {
    this.#isClosed = true;
    this.#depart();
    this.#options.onClose();
  }

  #depart(): void {
    if (this.#member !== undefined) this.#room?.leave(this.#member);
    this.#member = undefined;
    this.#room = undefined;
  }

  #onPing(): void {
    if (!this.#isOpen) return;
    const { limits, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#seenMs = nowMs;
    if (!this.#frames.take(limits.framesPerSecond, limits.framesAtOnce, nowMs)) this.#stop(refuse('ROOM_FLOOD'));
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (!this.#isOpen) return;
    const { limits, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#seenMs = nowMs;
    if (!this.#frames.take(limits.framesPerSecond, limits.framesAtOnce, nowMs)) this.#stop(refuse('ROOM_FLOOD'));
    else if (data.length > MAX_FRAME_BYTES) this.#stop(refuse('ROOM_FRAME_TOO_LARGE', { max: MAX_FRAME_BYTES }));
    else {
      const frame = isBinary ? undefined : parseClientFrame(data.toString());
      if (frame === undefined) this.#stop(refuse('ROOM_BAD_FRAME'));
      else this.#onFrame(frame);
    }
  }

  #onFrame(frame: ClientFrame): void {
    if (this.#early !== undefined) {
      if (frame.t === 'hello') this.#stop(refuse('ROOM_BAD_FRAME'));
      else if (this.#early.length >= this.#options.limits.sendsAtOnce) this.#stop(refuse('ROOM_FLOOD'));
      else this.#early.push(frame);
      return;
    }
    const [room, member] = [this.#room, this.#member];
    if (room === undefined || member === undefined) {
      if (frame.t === 'hello') void this.#enter(frame);
      else this.#stop(refuse('ROOM_BAD_FRAME'));
      return;
    }
    switch (frame.t) {
      case 'hello':
        this.#stop(refuse('ROOM_BAD_FRAME'));
        return;
      case 'renew': {
        const refusal = this.#options.door.renew(room, member, frame.ticket);
        if (refusal !== undefined) this.#stop(refusal);
        return;
      }
      case 'react':
        if (this.#takeSend()) room.react(member, frame.kind);
        return;
      default:
        void this.#answer(room, member, frame);
    }
  }

  async #enter({ ticket, at, voted, lang }: Hello): Promise<void> {
    const { door, foreignOrigin } = this.#options;
    this.#language = languageOf(lang);
    const admitted = door.check(ticket);
    if (!admitted.ok) {
      this.#stop(admitted);
      return;
    }
    this.#early = [];
    const opened = await door.open(admitted.claim, foreignOrigin);
    const early = this.#early;
    this.#early = undefined;
    if (!this.#isOpen) return;
    if (!opened.ok) {
      this.#stop(opened);
      return;
    }
    const { room } = opened;
    const member = room.enter({
      claim: admitted.claim,
      sink: this,
      language: this.#language,
      since: at as Position | undefined,
      voted: (voted ?? []).map((poll) => poll as PollId),
    });
    if (!(member instanceof Member)) {
      this.#stop(member);
      return;
    }
    this.#room = room;
    this.#member = member;
    for (const frame of early) this.#onFrame(frame);
  }

  async #answer(room: Room, member: Member, send: Send): Promise<void> {
    const { limits } = this.#options;
    if (!this.#takeSend() || this.#unanswered >= limits.unanswered) {
      this.tell(JSON.stringify(noOf(send.id as ClientId, refuse('ROOM_TOO_FAST', { seconds: 1 }), this.#language)));
      return;
    }
    this.#unanswered++;
    const answer = await room.answer(member, send);
    this.#unanswered--;
    this.tell(JSON.stringify(answer));
  }

  #takeSend(): boolean {
    const { limits, clock } = this.#options;
    return this.#sends.take(limits.sendsPerSecond, limits.sendsAtOnce, clock.monotonicMs());
  }

  /** Says why, and when to come back if that makes sense. */
  #stop(refusal: Refusal): void {
    this.end({ refusal, comeBackMs: this.#options.door.comeBackMs(refusal) });
  }
}
