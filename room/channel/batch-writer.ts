import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { TimeLimitError, withTimeLimit } from '../../core/runtime/time-limit.ts';
import { StoreAway } from '../errors.ts';
import { refuse } from '../refusals.ts';
import type { Committed, Op, Outcome } from './room-store.ts';
import { MAX_OPS } from './room-store.ts';

export interface WriterLimits {
  /** How long ops are collected before a commit. */
  readonly collectMs: number;
  readonly queuedOps: number;
  /** How long an op is tried. */
  readonly tryMs: number;
  /** Time limit of one commit. */
  readonly storeMs: number;
}

interface Waiting {
  readonly op: Op;
  readonly key: string;
  readonly untilMs: number;
  readonly settle: (outcome: Outcome) => void;
  readonly outcome: Promise<Outcome>;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 1_000;

/**
 * Collects what the members of a room want and commits it, one batch at a time. Nobody is told "yes" before the commit; what cannot be committed in time
 * is told "not now", and may have been committed all the same: the same id again finds out. Never throws.
 */
export class BatchWriter {
  readonly #commit: (ops: readonly Op[]) => Promise<Committed>;
  readonly #onCommitted: (committed: Committed, ops: readonly Op[]) => void;
  readonly #limits: WriterLimits;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #log: Log;
  /** In order of arrival; those of the batch under way are the first. */
  #queue: Waiting[] = [];
  readonly #byKey = new Map<string, Waiting>();
  #isScheduled = false;
  #isAway = false;

  constructor(options: {
    readonly commit: (ops: readonly Op[]) => Promise<Committed>;
    /** Before the outcomes are told. */
    readonly onCommitted: (committed: Committed, ops: readonly Op[]) => void;
    readonly limits: WriterLimits;
    readonly clock: Clock;
    readonly random: () => number;
    readonly log: Log;
  }) {
    this.#commit = options.commit;
    this.#onCommitted = options.onCommitted;
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#log = options.log;
  }

  /** Ops that wait or are being committed. */
  get size(): number {
    return this.#queue.length;
  }

  /** @returns when it is committed, refused by the store, or given up. The same id of the same person again, meanwhile, is the same op. */
  submit(op: Op): Promise<Outcome> {
    const key = opKey(op);
    const same = this.#byKey.get(key);
    if (same !== undefined) return same.outcome;
    if (this.#queue.length >= this.#limits.queuedOps) return Promise.resolve(refuse('ROOM_OVERLOADED'));
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const waiting: Waiting = { op, key, untilMs: this.#clock.monotonicMs() + this.#limits.tryMs, settle: resolve, outcome: promise };
    this.#queue.push(waiting);
    this.#byKey.set(key, waiting);
    if (!this.#isScheduled) this.#schedule(this.#limits.collectMs);
    return promise;
  }

  #schedule(afterMs: number): void {
    this.#isScheduled = true;
    this.#clock.after(afterMs, () => void this.#run());
  }

  async #run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, MAX_OPS);
      const startedMs = this.#clock.monotonicMs();
      if (await this.#try(batch)) {
        retryMs = FIRST_RETRY_MS;
        // What came meanwhile has waited its time; a quick commit lets the next ones gather.
        const restMs = this.#limits.collectMs - (this.#clock.monotonicMs() - startedMs);
        if (this.#queue.length > 0 && this.#queue.length < MAX_OPS && restMs > 1) await this.#sleep(restMs);
      } else {
        this.#giveUpLate();
        if (this.#queue.length > 0) await this.#sleep(retryMs * (0.5 + this.#random()));
        this.#giveUpLate();
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      }
    }
    this.#isScheduled = false;
  }

  /** @returns whether the batch is off the queue. */
  async #try(batch: readonly Waiting[]): Promise<boolean> {
    const ops = batch.map(({ op }) => op);
    try {
      const committed = await withTimeLimit(this.#limits.storeMs, undefined, () => this.#commit(ops));
      if (this.#isAway) this.#log.info({ queued: this.#queue.length }, 'the store is back');
      this.#isAway = false;
      this.#settle(batch, committed);
      return true;
    } catch (error) {
      if (error instanceof TimeLimitError || (error instanceof Error && 'code' in error && error.code === StoreAway.code)) {
        if (!this.#isAway) this.#log.warn({ err: error, queued: this.#queue.length }, 'the store is away: what is said waits');
        this.#isAway = true;
        return false;
      }
      // One op that the store breaks on must not take the others with it: alone it is refused, together they are tried apart.
      if (batch.length > 1) {
        const half = Math.floor(batch.length / 2);
        return (await this.#try(batch.slice(0, half))) && (await this.#try(batch.slice(half)));
      }
      this.#log.error({ err: error, kind: ops[0]?.kind }, 'the store broke on an op');
      this.#end(batch, () => refuse('ROOM_STORE_AWAY'));
      return true;
    }
  }

  #settle(batch: readonly Waiting[], committed: Committed): void {
    try {
      this.#onCommitted(
        committed,
        batch.map(({ op }) => op),
      );
    } catch (error) {
      // It is committed: whatever broke here, its people are told so.
      this.#log.error({ err: error }, 'what was committed could not be taken in');
    }
    this.#end(batch, (index) => committed.outcomes[index] ?? refuse('ROOM_STORE_AWAY'));
  }

  #giveUpLate(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#end(
      this.#queue.filter(({ untilMs }) => untilMs <= nowMs),
      () => refuse('ROOM_STORE_AWAY'),
    );
  }

  #end(done: readonly Waiting[], outcomeOf: (index: number) => Outcome): void {
    if (done.length === 0) return;
    const gone = new Set(done);
    this.#queue = this.#queue.filter((waiting) => !gone.has(waiting));
    done.forEach((waiting, index) => {
      this.#byKey.delete(waiting.key);
      waiting.settle(outcomeOf(index));
    });
  }

  #sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.after(ms, resolve);
    return promise;
  }
}

/** What is the same op: the same id of the same person. */
function opKey(op: Op): string {
  return `${personOf(op)} ${op.kind} ${op.id}`;
}

function personOf(op: Op): string {
  if ('author' in op) return op.author.id;
  if ('by' in op) return op.by.id;
  return 'ticket' in op ? op.ticket : '';
}
