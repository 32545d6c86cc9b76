/** What was said and is not answered yet. It survives the connection: the same frame with the same id is sent again, and counts once. */
import type { Ack, No, Send } from '../../core/contracts/room/frames.ts';

/** More are refused here: somebody leans on the key, or the server has been away for long. */
const MAX_WAITING = 50;
/** A refusal that is the server's fault, not the sender's: the same again later. */
const SERVER_FAULTS: readonly string[] = ['ROOM_STORE_AWAY', 'ROOM_OVERLOADED', 'ROOM_DRAINING', 'ROOM_TOO_FAST'];
const MAX_TRIES = 6;
const WAIT_MS = 2_000;

interface Waiting {
  readonly frame: Send;
  readonly answer: (answer: Ack | No) => void;
  tries: number;
  /** When it went out last; 0: not under way. */
  sentAtMs: number;
  /** Not before. */
  dueMs: number;
}

export class Outbox {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  /** @returns undefined when too much waits already; else the answer, however long it takes. */
  add(frame: Send): Promise<Ack | No> | undefined {
    if (this.#waiting.size >= MAX_WAITING) return undefined;
    const { promise, resolve } = Promise.withResolvers<Ack | No>();
    this.#waiting.set(frame.id, { frame, answer: resolve, tries: 0, sentAtMs: 0, dueMs: 0 });
    return promise;
  }

  /** What can go out now, oldest first; it is under way afterwards. */
  take(nowMs: number): readonly Send[] {
    const due = [...this.#waiting.values()].filter(({ sentAtMs, dueMs }) => sentAtMs === 0 && dueMs <= nowMs);
    for (const one of due) one.sentAtMs = nowMs;
    return due.map(({ frame }) => frame);
  }

  /** When the next can go out; undefined: none waits. */
  nextDueMs(): number | undefined {
    const due = [...this.#waiting.values()].filter(({ sentAtMs }) => sentAtMs === 0).map(({ dueMs }) => dueMs);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** How long the oldest has been under way. */
  oldestMs(nowMs: number): number {
    const sent = [...this.#waiting.values()].map(({ sentAtMs }) => sentAtMs).filter((sentAtMs) => sentAtMs > 0);
    return sent.length === 0 ? 0 : nowMs - Math.min(...sent);
  }

  /** The connection has gone: nothing is under way any more. */
  lost(): void {
    for (const one of this.#waiting.values()) one.sentAtMs = 0;
  }

  /** The server has answered; what it could not do it is asked again. */
  answered(answer: Ack | No, nowMs: number): void {
    const one = answer.id === null ? undefined : this.#waiting.get(answer.id);
    if (one === undefined) return;
    const isAgain = answer.t === 'no' && answer.retryable && SERVER_FAULTS.includes(answer.code) && ++one.tries < MAX_TRIES;
    if (isAgain) {
      one.sentAtMs = 0;
      one.dueMs = nowMs + (answer.waitMs ?? WAIT_MS);
      return;
    }
    this.#waiting.delete(one.frame.id);
    one.answer(answer);
  }

  /** It is over: everything that waits is refused in these words. */
  refuseAll(code: string, message: string): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { frame, answer } of all) answer({ t: 'no', id: frame.id as Ack['id'], code, message, retryable: false });
  }
}
