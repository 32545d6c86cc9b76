/** Where the viewer stands: one for the page, shared by the picture, the room and the entrance. Who knocks, renews and registers is fetched when it is needed. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Joined } from '../../core/contracts/room/join.ts';
import type { Usher } from '../entrance/usher.ts';
import type { Entrance } from '../room/entrance.ts';

/** Why somebody is outside: the server's code, and its sentence in the language of the page (empty: it gave none). */
export interface Why {
  readonly code: string;
  readonly message: string;
}

export type Stand =
  /** The picture is open as far as we know, and nobody has asked to come in. */
  | { readonly kind: 'unasked' }
  /** The event is closed; we try with what we hold. */
  | { readonly kind: 'knocking' }
  /** The event is closed, and the viewer has to say something first. `why` null: he has not been in. */
  | { readonly kind: 'outside'; readonly why: Why | null }
  | { readonly kind: 'inside'; readonly joined: Joined };

/** Passes in a row that the origin does not take, fresh as they are, before we stop to ask for others. */
export const MAX_REFUSALS = 3;

/** What a refusal of the origin amounts to. Pure. `usedPrefix`: what the refused request carried; `refusals`: those before it, in a row. */
export function onRefusal(stand: Stand, usedPrefix: string, refusals: number): 'ignore' | 'knock' | 'renew' | 'leave' {
  switch (stand.kind) {
    case 'unasked':
      return 'knock';
    case 'knocking':
    case 'outside':
      return 'ignore';
    case 'inside':
      // A pass from before: the next request carries the present one.
      if (usedPrefix !== stand.joined.media.prefix) return 'ignore';
      return refusals >= MAX_REFUSALS ? 'leave' : 'renew';
  }
}

export interface AttendanceOptions {
  /** Of the event; also the name of its stream. */
  readonly slug: string;
  /** Of the page; BCP 47, the primary part. */
  readonly language: string;
  /** Out of the link that the viewer was sent. */
  readonly token: string | undefined;
  /** Fetches the code. */
  readonly loadUsher: (attendance: Attendance) => Promise<Usher>;
}

export class Attendance {
  readonly slug: string;
  readonly language: string;
  readonly #stand = signal<Stand>({ kind: 'unasked' });
  readonly #loadUsher: AttendanceOptions['loadUsher'];
  #usher: Promise<Usher> | undefined;
  #token: string | undefined;
  #refusals = 0;

  readonly joined: ReadonlySignal<Joined | undefined> = computed(() => {
    const stand = this.#stand.value;
    return stand.kind === 'inside' ? stand.joined : undefined;
  });
  /** What goes before the paths to the picture now: `/v/<token>`, or empty. */
  readonly prefix: ReadonlySignal<string> = computed(() => this.joined.value?.media.prefix ?? '');

  constructor({ slug, language, token, loadUsher }: AttendanceOptions) {
    this.slug = slug;
    this.language = language;
    this.#token = token;
    this.#loadUsher = loadUsher;
  }

  get stand(): ReadonlySignal<Stand> {
    return this.#stand;
  }

  /** The token of the viewer's link, as long as it may be good. */
  get token(): string | undefined {
    return this.#token;
  }

  /** He is in, or is in with a newer ticket. */
  enter(joined: Joined): void {
    this.#token = undefined;
    this.#stand.value = { kind: 'inside', joined };
  }

  /** The event is closed to him until he says what it wants. */
  leave(why: Why | null): void {
    this.#refusals = 0;
    this.#stand.value = { kind: 'outside', why };
  }

  /** The origin tells us something. @param isPicture there is something to see: who stands outside then need not, the event is open now. */
  admitted(isPicture: boolean): void {
    this.#refusals = 0;
    if (!isPicture || this.#stand.peek().kind !== 'outside') return;
    this.#stand.value = { kind: 'unasked' };
    // Without the room there is the picture.
    this.forRoom().catch(() => {});
  }

  /**
   * The origin did not let us, with this prefix. Never throws; the next refusal tries again what failed.
   * @param hasEnded the page says that the event has ended, and goes on saying it.
   */
  refused(usedPrefix: string, hasEnded: boolean): void {
    switch (onRefusal(this.#stand.peek(), usedPrefix, this.#refusals)) {
      case 'knock':
        this.#stand.value = { kind: 'knocking' };
        this.usher()
          .then((usher) => usher.knock())
          .catch(() => {
            if (this.#stand.peek().kind === 'knocking') this.#stand.value = { kind: 'unasked' };
          });
        break;
      case 'renew':
        this.#refusals += 1;
        this.usher()
          .then((usher) => usher.renew())
          .then((entrance) => {
            if (!entrance.ok && entrance.code === 'ROOM_EVENT_OVER' && !hasEnded) this.leave(entrance);
          })
          .catch(() => {});
        break;
      case 'leave':
        if (!hasEnded) this.leave({ code: 'ORIGIN_GRANT_INVALID', message: '' });
        break;
      case 'ignore':
        break;
    }
  }

  /** Who does the asking; one for the page. @throws when the code cannot be had just now. */
  usher(): Promise<Usher> {
    this.#usher ??= this.#loadUsher(this).catch((error: unknown) => {
      this.#usher = undefined;
      throw error;
    });
    return this.#usher;
  }

  /** For the room: comes in where the event is open, waits for the entrance where it is not. @throws as {@link usher}. */
  async forRoom(): Promise<Entrance> {
    return (await this.usher()).forRoom();
  }
}
