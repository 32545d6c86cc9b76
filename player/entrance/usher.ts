/** Asks at the door for the page: with what is held, with what the forms say; renews in time; keeps the ticket over a reload. */
import { effect } from '@preact/signals';
import type { Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import { type Desk, type Entrance, join, readCard, type Refused, rename, renew } from '../room/entrance.ts';
import { forgetTicket, keepTicket, keptTicket } from '../room/kept-ticket.ts';
import { browserTimers, type Timers } from '../../ui/feed/timers.ts';
import type { Attendance } from '../state/attendance.ts';
import { isFinal, renewAfterMs, renewAgainMs } from './renewal.ts';

/** The event has not opened yet: the room is asked for again after so long, not by all at once. */
const NOT_OPEN_MS = 20_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** What the usher asks of others, so that tests can hold it. */
export interface UsherOptions {
  readonly desk: Desk;
  readonly ask?: {
    readonly join: typeof join;
    readonly renew: typeof renew;
    readonly rename: typeof rename;
    readonly readCard: typeof readCard;
  };
  readonly ticket?: { readonly keep: typeof keepTicket; readonly kept: typeof keptTicket; readonly forget: typeof forgetTicket };
  readonly timers?: Timers;
  readonly random?: () => number;
}

export class Usher {
  readonly #attendance: Attendance;
  readonly #desk: Desk;
  readonly #ask: NonNullable<UsherOptions['ask']>;
  readonly #ticket: NonNullable<UsherOptions['ticket']>;
  readonly #timers: Timers;
  readonly #random: () => number;
  #cancelRenewal: () => void = () => undefined;
  #renewing: Promise<Entrance> | undefined;
  #failures = 0;

  constructor(attendance: Attendance, options: UsherOptions) {
    this.#attendance = attendance;
    this.#desk = options.desk;
    this.#ask = options.ask ?? { join, renew, rename, readCard };
    this.#ticket = options.ticket ?? { keep: keepTicket, kept: keptTicket, forget: forgetTicket };
    this.#timers = options.timers ?? browserTimers;
    this.#random = options.random ?? Math.random;
  }

  /** The event is closed: with the ticket of before, with the token of the link, else the viewer is asked. */
  async knock(): Promise<void> {
    const { slug, token } = this.#attendance;
    const kept = token === undefined ? this.#ticket.kept(slug) : undefined;
    if (token === undefined && kept === undefined) {
      this.#attendance.leave(null);
      return;
    }
    const entrance = await this.#persist(() =>
      kept === undefined ? this.#ask.join(this.#desk, slug, { token: token ?? '' }) : this.#ask.renew(this.#desk, kept),
    );
    if (entrance.ok) this.#take(entrance.joined);
    else this.#turnedAway(entrance);
  }

  /** What a form says. He is in when what comes of it is handed to {@link welcome}. */
  ask(request: JoinRequest): Promise<Entrance> {
    return this.#ask.join(this.#desk, this.#attendance.slug, request);
  }

  /** He goes in. */
  welcome(joined: Joined): void {
    this.#take(joined);
  }

  card(): ReturnType<typeof readCard> {
    return this.#ask.readCard(this.#desk, this.#attendance.slug);
  }

  /** The same ticket under another name. */
  async rename(name: string): Promise<Entrance> {
    const ticket = this.#attendance.joined.peek()?.ticket ?? '';
    const entrance = await this.#ask.rename(this.#desk, ticket, name);
    if (entrance.ok) this.#take(entrance.joined);
    return entrance;
  }

  /** A fresh ticket and pass, once for all who ask at the same time. A no for good ends the picture where it needs a pass. */
  renew(): Promise<Entrance> {
    this.#renewing ??= this.#renewOnce().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** For the room: as the one who was here before, if he still may; else anew; else when the entrance has let him in. */
  async forRoom(): Promise<Entrance> {
    const { slug, stand } = this.#attendance;
    if (stand.peek().kind === 'unasked') {
      const entrance = await this.#persist(async () => {
        if (stand.peek().kind !== 'unasked') return CLOSED;
        const kept = this.#ticket.kept(slug);
        const before = kept === undefined ? undefined : await this.#ask.renew(this.#desk, kept);
        const { token } = this.#attendance;
        return before?.ok === true ? before : this.#ask.join(this.#desk, slug, token === undefined ? {} : { token });
      });
      if (entrance.ok) this.#take(entrance.joined);
      else if (stand.peek().kind === 'unasked') return entrance;
    }
    return { ok: true, joined: await this.#untilIn() };
  }

  /** Asks again and again while the server cannot be reached, and while the event has not opened. */
  async #persist(ask: () => Promise<Entrance>): Promise<Entrance> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const entrance = await ask();
      const isEarly = !entrance.ok && entrance.code === 'ROOM_EVENT_NOT_OPEN' && this.#attendance.stand.peek().kind === 'unasked';
      if (entrance.ok || (isFinal(entrance.status) && !isEarly)) return entrance;
      await this.#pass((isEarly ? NOT_OPEN_MS : waitMs) * (0.5 + this.#random()));
    }
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.after(ms, resolve);
    });
  }

  #untilIn(): Promise<Joined> {
    return new Promise((resolve) => {
      const stop = effect(() => {
        const joined = this.#attendance.joined.value;
        if (joined === undefined) return;
        // the effect has not been handed out yet when it runs for the first time
        queueMicrotask(() => stop());
        resolve(joined);
      });
    });
  }

  async #renewOnce(): Promise<Entrance> {
    const joined = this.#attendance.joined.peek();
    if (joined === undefined) return CLOSED;
    const entrance = await this.#ask.renew(this.#desk, joined.ticket);
    if (entrance.ok) {
      this.#take(entrance.joined);
    } else if (!isFinal(entrance.status)) {
      this.#failures += 1;
      this.#renewIn(renewAgainMs(this.#failures, this.#random()));
    } else if (joined.media.prefix !== '' && entrance.code !== 'ROOM_EVENT_OVER') {
      // When the event is over the page says so, as long as it may show anything at all.
      this.#turnedAway(entrance);
    }
    return entrance;
  }

  #take(joined: Joined): void {
    this.#failures = 0;
    this.#ticket.keep(this.#attendance.slug, joined);
    this.#attendance.enter(joined);
    this.#renewIn(renewAfterMs(joined, this.#random()));
  }

  #turnedAway({ code, message }: Refused): void {
    this.#cancelRenewal();
    this.#ticket.forget(this.#attendance.slug);
    this.#attendance.leave({ code, message });
  }

  #renewIn(ms: number): void {
    this.#cancelRenewal();
    this.#cancelRenewal = this.#timers.after(ms, () => void this.renew());
  }
}

/** The event is closed, and we hold nothing. */
const CLOSED: Refused = { ok: false, status: 403, code: 'ROOM_TICKET_INVALID', message: '', waitSeconds: 0 };
