import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Bus } from '../../core/ports/bus.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { Hint } from './hints.ts';
import { encodeHint, parseHint, roomTopic } from './hints.ts';
import type { SessionNote } from './sessions.ts';

/** Hints on their way at once; more are let go: the Bus hangs, and hints may be lost. */
const MAX_UNDER_WAY = 64;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** Notes of sessions are gathered: a thousand may come in a second. */
const NOTES_MS = 100;
const MAX_NOTES = 400;

/** A room's place on the Bus: says what happened here, hears what happened elsewhere. Never waits for the Bus and never throws. */
export class Wire {
  readonly #node: string;
  readonly #topic: string;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #onHint: (hint: Hint) => void;
  #underWay = 0;
  #isQuiet = false;
  #isClosed = false;
  #notes: SessionNote[] = [];
  #unsubscribe: (() => Promise<void>) | undefined;

  constructor(options: {
    readonly node: string;
    readonly event: EventId;
    readonly bus: Bus;
    readonly clock: Clock;
    readonly log: Log;
    /** Of other nodes. */
    readonly onHint: (hint: Hint) => void;
  }) {
    this.#node = options.node;
    this.#topic = roomTopic(options.event);
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#onHint = options.onHint;
    void this.#listen(FIRST_RETRY_MS);
  }

  say(hint: Hint): void {
    this.sayText(encodeHint(hint));
  }

  /** A hint that is encoded already. */
  sayText(payload: string): void {
    if (this.#underWay >= MAX_UNDER_WAY) {
      this.#lose(undefined);
      return;
    }
    this.#underWay++;
    void this.#bus
      .publish(this.#topic, payload)
      .then(
        () => {
          if (this.#isQuiet) this.#log.info('the bus carries again');
          this.#isQuiet = false;
        },
        (error: unknown) => this.#lose(error),
      )
      .finally(() => this.#underWay--);
  }

  /** A session has come or left. */
  note(note: SessionNote): void {
    this.#notes.push(note);
    if (this.#notes.length === 1) this.#clock.after(NOTES_MS, () => this.#sayNotes());
  }

  async close(): Promise<void> {
    this.#sayNotes();
    this.#isClosed = true;
    await this.#unsubscribe?.().catch((error: unknown) => this.#log.warn({ err: error }, 'could not leave the bus'));
  }

  #sayNotes(): void {
    for (let from = 0; from < this.#notes.length; from += MAX_NOTES) {
      this.say({ k: 'sessions', node: this.#node, notes: this.#notes.slice(from, from + MAX_NOTES) });
    }
    this.#notes = [];
  }

  #lose(error: unknown): void {
    if (!this.#isQuiet) this.#log.warn({ err: error }, 'the bus does not carry: nodes find what they miss in the database');
    this.#isQuiet = true;
  }

  async #listen(retryMs: number): Promise<void> {
    try {
      const unsubscribe = await this.#bus.subscribe(this.#topic, (payload) => this.#hear(payload));
      this.#unsubscribe = unsubscribe;
      if (this.#isClosed) await unsubscribe();
    } catch (error) {
      this.#lose(error);
      this.#clock.after(retryMs, () => {
        if (!this.#isClosed) void this.#listen(Math.min(retryMs * 2, LONGEST_RETRY_MS));
      });
    }
  }

  #hear(payload: string): void {
    if (this.#isClosed) return;
    const hint = parseHint(payload);
    if (hint === undefined) this.#log.warn('a hint that is none');
    else if (hint.node !== this.#node) this.#onHint(hint);
  }
}
