import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { RoomView } from '../../core/contracts/room/frames.ts';
import type { EventId, Position } from '../../core/contracts/room/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import { FeedCursor } from './feed-cursor.ts';
import { History } from './history.ts';
import { isSampled, keepEntry } from './kept-entry.ts';
import type { ChannelLimits } from './limits.ts';
import type { ReadableRate } from './readable-rate.ts';
import { FRESH_RATE, nextReadable } from './readable-rate.ts';
import type { RoomEdge, RoomSnapshot, RoomStore } from './room-store.ts';
import type { RoomRules } from './rules.ts';

/** Entries of one read of the store. */
const READ_ENTRIES = 1_000;

export interface RoomFeedOptions {
  readonly event: EventId;
  readonly snapshot: RoomSnapshot;
  readonly store: Pick<RoomStore, 'open' | 'read' | 'edge'>;
  readonly rules: Pick<RoomRules, 'applyEntry'>;
  readonly limits: ChannelLimits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** In order, each once. The view and the history have them already. */
  readonly onEntries: (entries: readonly FeedEntry[]) => void;
  /** The history has another life: nothing of the one before holds. */
  readonly onReset: (snapshot: RoomSnapshot) => void;
  /** The database was asked where the feed ends. */
  readonly onEdge: (edge: RoomEdge) => void;
}

/**
 * The feed of one room on this node: takes entries from wherever they come (own commits, hints), in any order and more than once, and brings
 * them into the one order without a hole. What nobody told is found by asking the database for the edge about once a second.
 */
export class RoomFeed {
  readonly #options: RoomFeedOptions;
  #epoch: Position['epoch'];
  #cursor: FeedCursor;
  #history: History;
  #view: RoomView;
  #rate: ReadableRate = FRESH_RATE;
  #fill: Promise<void> | undefined;
  #isHoleTimed = false;
  #isAway = false;
  #closed = false;
  #cancelEdge: () => void = () => undefined;

  constructor(options: RoomFeedOptions) {
    this.#options = options;
    const { snapshot } = options;
    this.#epoch = snapshot.position.epoch;
    this.#cursor = new FeedCursor(snapshot.position.offset);
    this.#view = snapshot.view;
    this.#history = this.#remember(snapshot);
    this.#timeEdge();
  }

  /** Everything up to here is in the view and in the history. */
  get position(): Position {
    return { epoch: this.#epoch, offset: this.#cursor.offset };
  }

  get view(): RoomView {
    return this.#view;
  }

  get history(): History {
    return this.#history;
  }

  /** Entries that somebody has seen committed. Those of another epoch only say that something has happened: the database is asked. */
  offer(epoch: Position['epoch'], entries: readonly FeedEntry[]): void {
    if (this.#closed) return;
    if (epoch !== this.#epoch) {
      void this.check();
      return;
    }
    this.#takeIn(this.#cursor.offer(entries));
    this.#timeHole();
  }

  /** Somebody says that the feed has come to here. */
  hear(position: Position): void {
    if (position.epoch !== this.#epoch) {
      void this.check();
      return;
    }
    this.#cursor.hear(position.offset);
    this.#timeHole();
  }

  /** Asks the database where the feed ends, and reads what is missing. Never throws. */
  check(): Promise<void> {
    this.#fill ??= this.#run(async () => {
      const before = this.position;
      const { event, store, limits } = this.#options;
      const edge = await withTimeLimit(limits.storeMs, undefined, () => store.edge(event));
      if (edge === undefined || this.#closed) return;
      if (edge.epoch !== before.epoch || edge.offset < before.offset) {
        await this.#reset();
        return;
      }
      this.#cursor.hear(edge.offset);
      await this.#read();
      this.#options.onEdge(edge);
    });
    return this.#fill;
  }

  close(): void {
    this.#closed = true;
    this.#cancelEdge();
  }

  #timeEdge(): void {
    const { limits, clock, random } = this.#options;
    this.#cancelEdge = clock.after(limits.edgeMs * (0.9 + 0.2 * random()), () => {
      void this.check().finally(() => {
        if (!this.#closed) this.#timeEdge();
      });
      this.#history.age(clock.nowMs());
    });
  }

  /** A hole is given a moment: the hint that fills it may be under way. */
  #timeHole(): void {
    if (!this.#cursor.hasHole || this.#isHoleTimed) return;
    this.#isHoleTimed = true;
    this.#options.clock.after(this.#options.limits.holeMs, () => {
      this.#isHoleTimed = false;
      if (!this.#closed && this.#cursor.hasHole) this.#fill ??= this.#run(() => this.#read());
    });
  }

  /** One at a time; what fails is tried again with the next look at the edge. */
  async #run(work: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    try {
      await work();
      if (this.#isAway) log.info('the store is back: the room has caught up');
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) log.warn({ err: error }, 'the store is away: the room goes on with what it has');
      this.#isAway = true;
    } finally {
      this.#fill = undefined;
    }
  }

  async #read(): Promise<void> {
    const { event, store, limits } = this.#options;
    while (this.#cursor.hasHole && !this.#closed) {
      const after = this.#cursor.offset;
      if (this.#cursor.heardOf - after > limits.historyEntries) {
        await this.#reset();
        return;
      }
      const entries = await withTimeLimit(limits.storeMs, undefined, () => store.read(event, after, READ_ENTRIES));
      this.#takeIn(this.#cursor.offer(entries));
      if (this.#cursor.offset > after) continue;
      // The store has nothing after here (somebody spoke of what is not there), or no longer has what comes next.
      if (entries.length > 0) await this.#reset();
      else this.#cursor.forgetHearsay();
      return;
    }
  }

  /** Takes the room as the database has it, forgetting what was. */
  async #reset(): Promise<void> {
    const { event, store, limits, log } = this.#options;
    const snapshot = await withTimeLimit(limits.storeMs, undefined, () => store.open(event));
    if (snapshot === undefined || this.#closed) return;
    const isOtherLife = snapshot.position.epoch !== this.#epoch;
    log.warn({ isOtherLife, offset: snapshot.position.offset }, 'the history of a room begins anew');
    this.#epoch = snapshot.position.epoch;
    this.#cursor = new FeedCursor(snapshot.position.offset);
    this.#view = snapshot.view;
    this.#rate = FRESH_RATE;
    this.#history = this.#remember(snapshot);
    this.#options.onReset(snapshot);
  }

  #remember(snapshot: RoomSnapshot): History {
    const { limits } = this.#options;
    const recent = snapshot.recent.filter(({ offset }) => offset <= snapshot.position.offset).slice(-limits.historyEntries);
    const history = new History({
      capacity: limits.historyEntries,
      maxAgeMs: limits.historyMs,
      after: recent[0] === undefined ? snapshot.position.offset : recent[0].offset - 1,
    });
    for (const entry of recent) history.append(keepEntry(entry, this.#isShown(entry)));
    return history;
  }

  #takeIn(entries: readonly FeedEntry[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) {
      this.#history.append(keepEntry(entry, this.#isShown(entry)));
      this.#apply(entry);
      if (entry.body.kind === 'removed') this.#history.blank(entry.body.target);
      if (entry.body.kind === 'person-removed') this.#history.blankPerson(entry.body.person);
    }
    this.#options.onEntries(entries);
  }

  /** An entry that the rules break on must not stop the feed. */
  #apply(entry: FeedEntry): void {
    try {
      this.#view = this.#options.rules.applyEntry(this.#view, entry);
    } catch (error) {
      this.#options.log.error({ err: error, offset: entry.offset, kind: entry.body.kind }, 'an entry could not be taken into the view');
    }
  }

  #isShown(entry: FeedEntry): boolean {
    if (!isSampled(entry)) return true;
    const { isShown, rate } = nextReadable(this.#rate, entry.atMs, this.#view.rules.readablePerSecond);
    this.#rate = rate;
    return isShown;
  }
}
