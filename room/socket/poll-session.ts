import type { Bye } from '../../core/contracts/room/frames.ts';
import type { Language } from '../../core/contracts/room/event.ts';
import type { Position } from '../../core/contracts/room/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Farewell, Member, Sink } from '../channel/member.ts';
import type { Room } from '../channel/room.ts';
import type { SharedFrame } from '../channel/shared-frame.ts';
import { sentenceOf } from '../sentences/sentences.ts';

/** Least time between two answers with news to one session: what polls costs more than what is pushed. */
const ANSWER_EVERY_MS = 1_000;
const NO_FRAMES = Buffer.from('{"frames":[]}');
const HEAD = Buffer.from('{"frames":[');
const TAIL = Buffer.from(']}');
const COMMA = Buffer.from(',');

/** Bodies of answers that several get, made once. */
const bodies = new WeakMap<SharedFrame, Buffer>();

/** Frames as the body of an answer. */
export function answerBody(frames: readonly (Buffer | string)[]): Buffer {
  if (frames.length === 0) return NO_FRAMES;
  const parts = frames.flatMap((frame, index) => [...(index > 0 ? [COMMA] : []), typeof frame === 'string' ? Buffer.from(frame) : frame]);
  return Buffer.concat([HEAD, ...parts, TAIL]);
}

/** Somebody whose network lets no WebSocket through: he asks, and is answered when there is something. */
export class PollSession implements Sink {
  readonly isPull = true;
  readonly #clock: Clock;
  readonly #holdMs: number;
  readonly #language: Language;
  room: Room | undefined;
  member: Member | undefined;
  /** When he asked last, or was answered. Monotonic ms. */
  seenMs: number;
  /** His last words from us: he hears them when he asks again. */
  isEnded = false;
  #outbox: Buffer[] = [];
  #hasNews = false;
  #answeredMs = -Infinity;
  #waiting: { readonly since: Position; readonly answer: (body: Buffer) => void } | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: { readonly clock: Clock; readonly holdMs: number; readonly language: Language }) {
    this.#clock = options.clock;
    this.#holdMs = options.holdMs;
    this.#language = options.language;
    this.seenMs = options.clock.monotonicMs();
  }

  /** He is being answered just now. */
  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  isReady(): boolean {
    return false;
  }

  share(frame: SharedFrame): void {
    this.#outbox.push(frame.payload);
    this.#settle();
  }

  tell(head: string, rest?: Buffer): void {
    const text = Buffer.from(head);
    this.#outbox.push(rest === undefined ? text : Buffer.concat([text, rest]));
    this.#settle();
  }

  wake(): void {
    this.#hasNews = true;
    this.#settle();
  }

  end({ refusal, comeBackMs }: Farewell): void {
    if (this.isEnded) return;
    const { code, facts } = refusal;
    this.isEnded = true;
    this.tell(JSON.stringify({ t: 'bye', code, message: sentenceOf(code, this.#language, facts), comeBackMs } satisfies Bye));
  }

  /** He asks from where he is. An answer that is still held for him is given up: he has asked again. */
  ask(since: Position): Promise<Buffer> {
    this.#waiting?.answer(NO_FRAMES);
    this.#cancel();
    const { promise, resolve } = Promise.withResolvers<Buffer>();
    this.seenMs = this.#clock.monotonicMs();
    this.#waiting = {
      since,
      answer: (body) => {
        this.#waiting = undefined;
        this.#cancel();
        this.seenMs = this.#clock.monotonicMs();
        resolve(body);
      },
    };
    this.#cancel = this.#clock.after(this.#holdMs, () => this.#waiting?.answer(NO_FRAMES));
    if (this.room?.hasAfter(since) === true) this.#hasNews = true;
    this.#settle();
    return promise;
  }

  /** The request was given up by the client. */
  abandon(): void {
    this.#waiting?.answer(NO_FRAMES);
  }

  /** What was told and not asked for yet. */
  takeOutbox(): readonly Buffer[] {
    const outbox = this.#outbox;
    this.#outbox = [];
    this.#answeredMs = this.#clock.monotonicMs();
    this.#hasNews = false;
    return outbox;
  }

  #settle(): void {
    if (this.#waiting === undefined) return;
    if (this.#outbox.length > 0) {
      this.#waiting.answer(answerBody(this.takeOutbox()));
      return;
    }
    if (!this.#hasNews) return;
    const dueMs = this.#answeredMs + ANSWER_EVERY_MS - this.#clock.monotonicMs();
    if (dueMs <= 0) {
      this.#answerNews(this.#waiting.since);
      return;
    }
    this.#cancel();
    this.#cancel = this.#clock.after(dueMs, () => this.#settle());
  }

  #answerNews(since: Position): void {
    const { room, member } = this;
    if (room === undefined || member === undefined) return;
    const frame = room.pull(member, since);
    // He must begin anew; the welcome comes by way of `tell`.
    if (frame === undefined) room.welcomeAgain(member, since);
    else {
      this.takeOutbox();
      const body = bodies.get(frame) ?? answerBody([frame.payload]);
      bodies.set(frame, body);
      this.#waiting?.answer(body);
    }
  }
}
