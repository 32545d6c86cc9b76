import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { KeptEntry } from './kept-entry.ts';
import { blankEntry } from './kept-entry.ts';

/** Who reads: the staff everything; an attendee what is for all and readable, and his own. */
export type Reader = 'staff' | 'attendee' | TicketId;

/** A stretch of the feed as one reader gets it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly string[];
  /** Messages to all that were left out so that people can read. */
  readonly sampledOut: number;
}

/** The newest entries of a room, without a hole: a ring, by number and by age. */
export class History {
  readonly #ring: (KeptEntry | undefined)[];
  readonly #maxAgeMs: number;
  /** Offset before the oldest kept; equals {@link last} when nothing is kept. */
  #before: number;
  #last: number;
  #edits = 0;
  /** The newest entry that attendees do not get, by its author: who has none in a stretch gets what all attendees get. */
  readonly #leftOut = new Map<TicketId, number>();

  constructor(options: { readonly capacity: number; readonly maxAgeMs: number; readonly after: number }) {
    this.#ring = Array.from({ length: options.capacity });
    this.#maxAgeMs = options.maxAgeMs;
    this.#before = options.after;
    this.#last = options.after;
  }

  /** The offset of the newest entry; of none, where the feed began. */
  get last(): number {
    return this.#last;
  }

  /** Goes up whenever something is taken away: what was made of the entries before is stale. */
  get edits(): number {
    return this.#edits;
  }

  /** A position from which nothing is missed must not be before this. */
  get before(): number {
    return this.#before;
  }

  /** @throws RangeError when it does not follow the newest. */
  append(kept: KeptEntry): void {
    if (kept.offset !== this.#last + 1) throw new RangeError(`offset ${kept.offset} does not follow ${this.#last}`);
    if (kept.offset - this.#before > this.#ring.length) this.#dropOldest();
    this.#ring[kept.offset % this.#ring.length] = kept;
    this.#last = kept.offset;
    if (kept.author !== null && isForAuthorAlone(kept)) this.#leftOut.set(kept.author, kept.offset);
  }

  /** Lets go of what is too old. */
  age(nowMs: number): void {
    while (this.#before < this.#last && (this.at(this.#before + 1)?.atMs ?? nowMs) < nowMs - this.#maxAgeMs) this.#dropOldest();
  }

  /** The entry of an offset, while it is kept. */
  at(offset: number): KeptEntry | undefined {
    return offset > this.#before && offset <= this.#last ? this.#ring[offset % this.#ring.length] : undefined;
  }

  /** Takes away what stood at an offset. */
  blank(offset: number): void {
    const kept = this.at(offset);
    if (kept === undefined) return;
    this.#ring[offset % this.#ring.length] = blankEntry(kept);
    this.#edits++;
  }

  /** Takes away everything that a person said. */
  blankPerson(person: TicketId): void {
    for (let offset = this.#before + 1; offset <= this.#last; offset++) if (this.at(offset)?.author === person) this.blank(offset);
  }

  /** For {@link slice}: an attendee who wrote nothing that the others do not get after `from` reads as all do, and shares their frames. */
  readerOf(isStaff: boolean, person: TicketId, from: number): Reader {
    if (isStaff) return 'staff';
    return (this.#leftOut.get(person) ?? 0) > from ? person : 'attendee';
  }

  /**
   * What came after `from`, until `to` or until `maxBytes` of entries, whichever is first (at least one entry).
   * undefined: more was missed than is kept, or the position is none of this feed's.
   */
  slice(from: number, to: number, reader: Reader, maxBytes: number): Slice | undefined {
    if (from < this.#before || to > this.#last || from > to) return undefined;
    const entries: string[] = [];
    let [bytes, sampledOut, offset] = [0, 0, from];
    while (offset < to) {
      const kept = this.at(offset + 1);
      if (kept === undefined) return undefined;
      if (isFor(kept, reader)) {
        if (entries.length > 0 && bytes + kept.bytes > maxBytes) break;
        bytes += kept.bytes;
        entries.push(kept.json);
      } else if (kept.isMessage && kept.audience === 'all') sampledOut++;
      offset++;
    }
    return { from, to: offset, entries, sampledOut };
  }

  /** Before which offset the newest `count` entries for a reader begin. */
  beforeNewest(count: number, reader: Reader): number {
    let [offset, left] = [this.#last, count];
    while (offset > this.#before && left > 0) {
      const kept = this.at(offset);
      if (kept !== undefined && isFor(kept, reader)) left--;
      offset--;
    }
    return offset;
  }

  /** The authors of what other attendees do not get, after `from` until `to`: each gets a frame of his own. */
  authorsLeftOut(from: number, to: number): ReadonlySet<TicketId> {
    const authors = new Set<TicketId>();
    for (let offset = from + 1; offset <= to; offset++) {
      const kept = this.at(offset);
      if (kept !== undefined && kept.author !== null && isForAuthorAlone(kept)) authors.add(kept.author);
    }
    return authors;
  }

  #dropOldest(): void {
    this.#before++;
    const index = this.#before % this.#ring.length;
    const kept = this.#ring[index];
    this.#ring[index] = undefined;
    if (kept?.author && this.#leftOut.get(kept.author) === kept.offset) this.#leftOut.delete(kept.author);
  }
}

function isForAttendees(kept: KeptEntry): boolean {
  return kept.audience === 'all' && kept.isShown;
}

/** Among attendees: not shown to the others, but he who wrote it sees it. */
function isForAuthorAlone(kept: KeptEntry): boolean {
  return kept.audience !== 'staff' && !isForAttendees(kept);
}

function isFor(kept: KeptEntry, reader: Reader): boolean {
  return reader === 'staff' || isForAttendees(kept) || (kept.author === reader && isForAuthorAlone(kept));
}
