import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import type { HeldLease, LeaseKeeper } from './lease.ts';

interface Row {
  holder: string;
  epoch: number;
  /** Monotonic ms; 0 when given back. Epochs outlive the lease, so a row stays. */
  expiresMs: number;
}

/** Where leases stand: share one between several keepers and they see each other as nodes do. */
export class LeaseTable {
  readonly #rows = new Map<string, Row>();

  take(name: string, holder: string, nowMs: number, ttlMs: number): number | undefined {
    const row = this.#rows.get(name);
    if (row !== undefined && row.expiresMs > nowMs) return undefined;
    const epoch = (row?.epoch ?? 0) + 1;
    this.#rows.set(name, { holder, epoch, expiresMs: nowMs + ttlMs });
    return epoch;
  }

  /** @returns false when it is no longer this epoch's, or has run out: an expired lease is never revived. */
  renew(name: string, epoch: number, nowMs: number, ttlMs: number): boolean {
    const row = this.#rows.get(name);
    if (row === undefined || row.epoch !== epoch || row.expiresMs <= nowMs) return false;
    row.expiresMs = nowMs + ttlMs;
    return true;
  }

  giveBack(name: string, epoch: number): void {
    const row = this.#rows.get(name);
    if (row?.epoch === epoch) row.expiresMs = 0;
  }
}

/** A lease is renewed this often within its time to live, so that one late timer loses nothing. */
const RENEWALS_PER_TTL = 3;

class Held implements HeldLease {
  readonly name: string;
  readonly fence: { readonly holder: string; readonly epoch: number };
  readonly #lost = new AbortController();
  readonly #giveBack: () => void;
  #cancelRenewal: () => void = () => undefined;

  constructor(options: {
    name: string;
    holder: string;
    epoch: number;
    ttlMs: number;
    clock: Clock;
    table: LeaseTable;
    onEnd: (held: Held) => void;
  }) {
    const { name, holder, epoch, ttlMs, clock, table } = options;
    this.name = name;
    this.fence = { holder, epoch };
    this.#giveBack = () => {
      table.giveBack(name, epoch);
      options.onEnd(this);
    };
    const renewLater = () => {
      this.#cancelRenewal = clock.after(ttlMs / RENEWALS_PER_TTL, () => {
        if (table.renew(name, epoch, clock.monotonicMs(), ttlMs)) return renewLater();
        options.onEnd(this);
        this.#lost.abort(new Error(`the lease on ${name} ran out`));
      });
    };
    renewLater();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    this.abandon();
    this.#giveBack();
  }

  /** Takes it from its holder: it is told, then the lease is free. */
  async withdraw(): Promise<void> {
    this.#lost.abort(new Error(`the lease on ${this.name} ended with its keeper`));
    await this.release();
  }

  /** Stops renewing without giving it back, as a process does that dies. */
  abandon(): void {
    this.#cancelRenewal();
  }
}

/** The embedded {@link LeaseKeeper}: one process; a keeper that was blocked for longer than its time to live loses what it held. */
export class LeaseMemory implements LeaseKeeper {
  readonly #clock: Clock;
  readonly #table: LeaseTable;
  readonly #held = new Set<Held>();
  #closed = false;

  constructor(options: { readonly clock?: Clock; readonly table?: LeaseTable } = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#table = options.table ?? new LeaseTable();
  }

  async acquire(name: string, holder: string, ttlMs: number): Promise<HeldLease | undefined> {
    if (this.#closed) return undefined;
    if (!(ttlMs > 0)) throw new RangeError(`a lease needs a time to live: ${ttlMs} ms`);
    const epoch = this.#table.take(name, holder, this.#clock.monotonicMs(), ttlMs);
    if (epoch === undefined) return undefined;
    const held = new Held({
      name,
      holder,
      epoch,
      ttlMs,
      clock: this.#clock,
      table: this.#table,
      onEnd: (ended) => this.#held.delete(ended),
    });
    this.#held.add(held);
    return held;
  }

  /** Tells every holder, then gives everything back. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#held].map((held) => held.withdraw()));
  }

  /** Goes away without giving anything back, as a process does that dies: for tests of what the others do then. */
  abandon(): void {
    this.#closed = true;
    for (const held of this.#held) held.abandon();
    this.#held.clear();
  }
}
