import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { Arrival, Departure } from '../db/attendance.ts';
import { StoreAway } from '../errors.ts';

export interface AttendanceWriterOptions {
  /** Whose event it is; undefined: there is none. */
  readonly tenantOf: (event: EventId) => Promise<TenantId | undefined>;
  /** Commits all of them or none. The same again changes nothing. @throws StoreAway */
  readonly write: (arrivals: readonly Arrival[], departures: readonly Departure[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Stay {
  readonly event: EventId;
  readonly ticket: TicketId;
  readonly session: string;
  readonly cameAtMs: number;
  leftAtMs?: number;
}

/** How long comings and goings are collected for one commit, */
const COLLECT_MS = 1_000;
/** how many make one at most, */
const AT_ONCE = 500;
/** how long after one that failed the next is tried, */
const AGAIN_MS = 5_000;
/** and how many wait at most, the oldest dropped: numbers are not worth a node's memory. */
const MAX_WAITING = 100_000;

/**
 * Who was there, written down a second later and many at once. It holds nobody up: what cannot be written while the database is away is tried again, and when the node dies with it, a
 * stay without an end is counted to the next one of its session or to the event's end.
 */
export class AttendanceWriter {
  readonly #options: AttendanceWriterOptions;
  readonly #here = new Map<string, Stay>();
  readonly #tenants = new Map<EventId, TenantId | undefined>();
  #came: Stay[] = [];
  #left: Stay[] = [];
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: AttendanceWriterOptions) {
    this.#options = options;
  }

  /** Somebody has come, or gone. */
  note(event: EventId, { ticket, session }: Pick<TicketClaim, 'ticket' | 'session'>, isHere: boolean): void {
    const key = `${event} ${session}`;
    const nowMs = Math.floor(this.#options.clock.nowMs());
    const stay = this.#here.get(key);
    if (stay !== undefined) {
      this.#here.delete(key);
      stay.leftAtMs = nowMs;
      this.#left.push(stay);
    }
    if (isHere) {
      const next: Stay = { event, ticket, session, cameAtMs: nowMs };
      this.#here.set(key, next);
      this.#came.push(next);
    }
    if (this.#came.length > MAX_WAITING) this.#came.splice(0, AT_ONCE);
    if (this.#left.length > MAX_WAITING) this.#left.splice(0, AT_ONCE);
    this.#writeIn(COLLECT_MS);
  }

  /** Writes what is left, as far as it can be written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#writing;
    while (this.#came.length + this.#left.length > 0 && (await this.#write()));
  }

  #writeIn(ms: number): void {
    if (this.#cancel !== undefined || this.#isClosed) return;
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#writing = this.#write().then((isWritten) => {
        this.#cancel = undefined;
        if (this.#came.length + this.#left.length > 0) this.#writeIn(isWritten ? 0 : AGAIN_MS);
      });
    });
  }

  /** @returns whether it went well. Never rejects. */
  async #write(): Promise<boolean> {
    const came = this.#came.splice(0, AT_ONCE);
    // an end is written when its beginning is
    const left = this.#came.length > 0 ? [] : this.#left.splice(0, AT_ONCE);
    try {
      const arrivals = await Promise.all(came.map(async (stay) => ({ ...stay, tenant: await this.#tenantOf(stay.event) })));
      const departures = await Promise.all(left.map(async (stay) => ({ ...stay, tenant: await this.#tenantOf(stay.event) })));
      await this.#options.write(
        arrivals.flatMap(({ tenant, event, ticket, session, cameAtMs }) =>
          tenant === undefined ? [] : [{ tenant, event, ticket, session, cameAtMs }],
        ),
        departures.flatMap(({ tenant, event, session, cameAtMs, leftAtMs = cameAtMs }) =>
          tenant === undefined ? [] : [{ tenant, event, session, cameAtMs, leftAtMs }],
        ),
      );
      return true;
    } catch (error) {
      const isAway = error instanceof StoreAway;
      if (isAway) {
        this.#came.unshift(...came);
        this.#left.unshift(...left);
      }
      this.#options.log.warn({ err: error, count: came.length + left.length, isAway }, 'attendance could not be written down');
      return !isAway;
    }
  }

  async #tenantOf(event: EventId): Promise<TenantId | undefined> {
    const known = this.#tenants.get(event);
    if (known !== undefined) return known;
    const tenant = await this.#options.tenantOf(event);
    if (tenant !== undefined) this.#tenants.set(event, tenant);
    return tenant;
  }
}
