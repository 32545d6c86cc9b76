import type { StreamId } from '../contracts/ids.ts';
import type { RunStarted, TimelineEntry } from '../contracts/timeline.ts';
import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Fence } from './lease.ts';
import { LeaseLost } from './lease.ts';
import type { LoggedEntry, LogPosition, MediaLog } from './media-log.ts';
import { MediaLogClosed } from './media-log.ts';
import type { Retention } from './retention.ts';
import { DEFAULT_RETENTION, entryCostBytes } from './retention.ts';

export interface MediaLogMemoryOptions {
  readonly log: Log;
  readonly retention?: Partial<Retention>;
  readonly clock?: Clock;
}

/** How often silent streams are looked for. */
const SWEEP_EVERY_MS = 1_000;

interface Kept<Entry extends TimelineEntry = TimelineEntry> {
  readonly seq: number;
  readonly entry: Entry;
  /** What readers get: made once, shared by all. */
  readonly logged: LoggedEntry;
  readonly atMs: number;
  readonly costBytes: number;
}

/** Digits of a sequence number inside a position, so that positions of one log sort as text. */
const SEQ_DIGITS = 15;

/** The log of one stream: entries by sequence number, and what must outlive them. Knows nothing of waiting readers' speed. */
class StreamLog {
  readonly #incarnation: string;
  readonly #entries = new Map<number, Kept>();
  readonly #waiting = new Set<() => void>();
  /** How many kept parts refer to a run. */
  readonly #partsOfRun = new Map<number, number>();
  /** Readers at it now. */
  followers = 0;
  #lastSeq = 0;
  /** Everything up to here has left the window. */
  #droppedSeq = 0;
  #bytes = 0;
  #newestAtMs = 0;
  #fence: Fence | undefined;
  #opened: Kept | undefined;
  #newestRun: Kept | undefined;
  #ended: Kept | undefined;
  /** Runs of the newest recording that left the window but are still referred to. */
  #droppedRuns: Kept<RunStarted>[] = [];

  constructor(incarnation: string) {
    this.#incarnation = incarnation;
  }

  get newestAtMs(): number {
    return this.#newestAtMs;
  }

  /** A stream has a log once something was written; a reader that waits for it does not make it one. */
  get isWritten(): boolean {
    return this.#lastSeq > 0;
  }

  admit(stream: StreamId, fence: Fence): void {
    const last = this.#fence;
    if (last !== undefined && (fence.epoch < last.epoch || (fence.epoch === last.epoch && fence.holder !== last.holder))) {
      throw new LeaseLost({ name: stream, epoch: fence.epoch, newerEpoch: last.epoch });
    }
    this.#fence = fence;
  }

  add(entry: TimelineEntry, atMs: number, retention: Retention): LogPosition {
    const seq = ++this.#lastSeq;
    const position = `${this.#incarnation}-${String(seq).padStart(SEQ_DIGITS, '0')}` as LogPosition;
    const kept: Kept = { seq, entry, logged: { position, entry }, atMs, costBytes: entryCostBytes(entry) };
    this.#entries.set(seq, kept);
    this.#bytes += kept.costBytes;
    this.#newestAtMs = atMs;
    this.#remember(kept);
    while (this.#isOver(retention)) this.#dropOldest();
    this.wakeAll();
    return position;
  }

  /** Gives the media back; the header stays. */
  empty(): void {
    while (this.#droppedSeq < this.#lastSeq) this.#dropOldest();
  }

  #remember(kept: Kept): void {
    switch (kept.entry.kind) {
      case 'opened':
        this.#opened = kept;
        this.#newestRun = undefined;
        this.#ended = undefined;
        this.#droppedRuns = [];
        break;
      case 'run':
        this.#newestRun = kept;
        break;
      case 'ended':
        this.#ended = kept;
        break;
      case 'part':
        this.#partsOfRun.set(kept.entry.run, (this.#partsOfRun.get(kept.entry.run) ?? 0) + 1);
        break;
    }
  }

  #isOver(retention: Retention): boolean {
    const oldest = this.#entries.get(this.#droppedSeq + 1);
    if (oldest === undefined || oldest.seq === this.#lastSeq) return false;
    return this.#bytes > retention.bytes || oldest.atMs < this.#newestAtMs - retention.ageMs;
  }

  #dropOldest(): void {
    const seq = ++this.#droppedSeq;
    const oldest = this.#entries.get(seq);
    if (oldest === undefined) return;
    this.#entries.delete(seq);
    this.#bytes -= oldest.costBytes;
    const { entry } = oldest;
    if (entry.kind === 'run' && this.#opened !== undefined && this.#opened.seq < seq) this.#droppedRuns.push({ ...oldest, entry });
    if (entry.kind === 'part') {
      const left = (this.#partsOfRun.get(entry.run) ?? 1) - 1;
      if (left > 0) this.#partsOfRun.set(entry.run, left);
      else this.#partsOfRun.delete(entry.run);
    }
    this.#droppedRuns = this.#droppedRuns.filter((run) => run.seq === this.#newestRun?.seq || this.#partsOfRun.has(run.entry.run));
  }

  /** What a reader gets that starts over: what came before the window and is still needed, and where the window goes on. */
  start(): { readonly header: readonly LoggedEntry[]; readonly afterSeq: number } {
    if (this.#opened === undefined) return { header: [], afterSeq: this.#droppedSeq };
    if (this.#opened.seq > this.#droppedSeq) return { header: [], afterSeq: this.#opened.seq - 1 };
    const header: Kept[] = [this.#opened, ...this.#droppedRuns];
    if (this.#ended !== undefined && this.#ended.seq <= this.#droppedSeq) header.push(this.#ended);
    return { header: header.map((kept) => kept.logged), afterSeq: this.#droppedSeq };
  }

  /** @returns the sequence number to go on after, or undefined when something after `position` has been dropped or it is none of ours. */
  seqOf(position: LogPosition): number | undefined {
    const digits = position.slice(-SEQ_DIGITS);
    if (position !== `${this.#incarnation}-${digits}` || !/^\d+$/.test(digits)) return undefined;
    const seq = Number(digits);
    return seq >= this.#droppedSeq && seq <= this.#lastSeq ? seq : undefined;
  }

  isDropped(seq: number): boolean {
    return seq <= this.#droppedSeq;
  }

  entryAt(seq: number): LoggedEntry | undefined {
    return this.#entries.get(seq)?.logged;
  }

  /** Resolves at the next append (in the same turn of the event loop), or when {@link wakeAll} is called. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
    });
  }

  wakeAll(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/**
 * The embedded {@link MediaLog}: one process, no copy of any byte. A waiting follower is woken in the microtasks of the append
 * itself. A follower holds a number, not a queue: one that is too slow finds its entries gone and starts over from what is kept.
 */
export class MediaLogMemory implements MediaLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #retention: Retention;
  readonly #streams = new Map<StreamId, StreamLog>();
  readonly #callbacks = new Set<(stream: StreamId) => void>();
  /** Positions of another life of this log are recognised by it. */
  readonly #incarnation = crypto.randomUUID();
  #sweptMs = 0;
  #closed = false;

  constructor(options: MediaLogMemoryOptions) {
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#retention = { ...DEFAULT_RETENTION, ...options.retention };
  }

  async append(stream: StreamId, entry: TimelineEntry, fence: Fence): Promise<LogPosition> {
    if (this.#closed) throw new MediaLogClosed({ stream });
    const nowMs = this.#clock.monotonicMs();
    const log = this.#logOf(stream);
    const isFirst = !log.isWritten;
    log.admit(stream, fence);
    const position = log.add(entry, nowMs, this.#retention);
    if (isFirst) for (const callback of this.#callbacks) this.#tell(callback, stream);
    this.#sweep(nowMs);
    return position;
  }

  async *follow(stream: StreamId, after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<LoggedEntry, void, void> {
    if (this.#closed) return;
    const log = this.#logOf(stream);
    log.followers += 1;
    const wake = () => log.wakeAll();
    const isOver = () => signal.aborted || this.#closed;
    signal.addEventListener('abort', wake, { once: true });
    try {
      let seq = after === undefined ? undefined : log.seqOf(after);
      while (!isOver()) {
        if (seq === undefined || log.isDropped(seq + 1)) {
          const start = log.start();
          seq = start.afterSeq;
          for (const logged of start.header) {
            yield logged;
            if (isOver()) return;
          }
          continue;
        }
        const logged = log.entryAt(seq + 1);
        if (logged === undefined) {
          await log.next();
          continue;
        }
        seq += 1;
        yield logged;
      }
    } finally {
      signal.removeEventListener('abort', wake);
      log.followers -= 1;
      if (!log.isWritten && log.followers === 0 && this.#streams.get(stream) === log) this.#streams.delete(stream);
    }
  }

  async streams(): Promise<readonly StreamId[]> {
    return [...this.#streams].filter(([, log]) => log.isWritten).map(([stream]) => stream);
  }

  onStream(callback: (stream: StreamId) => void): () => void {
    const own = (stream: StreamId) => callback(stream);
    this.#callbacks.add(own);
    for (const [stream, log] of this.#streams) if (log.isWritten) this.#tell(own, stream);
    return () => {
      this.#callbacks.delete(own);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#callbacks.clear();
    for (const log of this.#streams.values()) log.wakeAll();
    this.#streams.clear();
  }

  #logOf(stream: StreamId): StreamLog {
    let log = this.#streams.get(stream);
    if (log === undefined) {
      log = new StreamLog(this.#incarnation);
      this.#streams.set(stream, log);
    }
    return log;
  }

  #tell(callback: (stream: StreamId) => void, stream: StreamId): void {
    try {
      callback(stream);
    } catch (error) {
      this.#log.error({ err: error, stream }, 'a listener for new streams failed');
    }
  }

  /** Streams that fell silent give their media back. Done on the way of other work: no timer, nothing to stop. */
  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_EVERY_MS) return;
    this.#sweptMs = nowMs;
    for (const log of this.#streams.values()) if (log.newestAtMs < nowMs - this.#retention.idleMs) log.empty();
  }
}
