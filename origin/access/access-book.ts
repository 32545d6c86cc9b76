import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamDirectoryAnswer, StreamListing } from '../../core/contracts/room/internal.ts';
import { Asking } from '../../core/runtime/asking.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';

/** What the origin knows of who may see what. */
export interface AccessBook {
  /** undefined: nobody knows such a stream. */
  listing(stream: StreamId): StreamListing | undefined;
  /** Whether tokens of this session are worth nothing any more. */
  isRevoked(session: string): boolean;
}

/** Every stream that has a title is open to everybody: an origin without a room beside it. */
export function openToAll(titleOf: (stream: StreamId) => string | undefined): AccessBook {
  return {
    listing: (stream) => {
      const title = titleOf(stream);
      return title === undefined ? undefined : { stream, title, live: 'open', recordings: 'open' };
    },
    isRevoked: () => false,
  };
}

export interface AccessPollOptions {
  /** Asks the room ({@link StreamDirectoryAnswer}) what was changed since an answer of it; undefined: for everything. */
  readonly ask: (sinceMs: number | undefined, signal: AbortSignal) => Promise<StreamDirectoryAnswer>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whatever was changed is known after one question that begins after it: both together are at most two seconds. */
export const ASK_EVERY_MS = 700;
export const ANSWER_WITHIN_MS = 1_200;
/** Everything is asked for so often: streams that are gone, and what time alone changes (the end of a retention). */
const WHOLE_EVERY_MS = 60_000;

/**
 * Asks the room again and again, so that what is revoked is out within two seconds. The room away: what was known last stays true (tokens still end
 * by themselves), said once in the log.
 */
export class AccessPoll implements AccessBook {
  readonly #asking: Asking<StreamDirectoryAnswer>;
  #listings: ReadonlyMap<StreamId, StreamListing> = new Map();
  #sinceMs: number | undefined;
  #wholeAtMs = -Infinity;
  #revoked: ReadonlySet<string> = new Set();

  private constructor(options: AccessPollOptions) {
    const { ask, clock } = options;
    this.#asking = new Asking({
      ...{ ...options, everyMs: ASK_EVERY_MS, withinMs: ANSWER_WITHIN_MS },
      ...{ away: 'the room does not say who may see what; what it said last goes on', back: 'the room answers again' },
      ask: (signal) => ask(clock.monotonicMs() - this.#wholeAtMs >= WHOLE_EVERY_MS ? undefined : this.#sinceMs, signal),
      take: ({ isWhole, streams, revoked, atMs }) => {
        if (isWhole) this.#wholeAtMs = clock.monotonicMs();
        if (isWhole || streams.length > 0) {
          const named = streams.map((listing) => [listing.stream, listing] as const);
          this.#listings = new Map(isWhole ? named : [...this.#listings, ...named]);
        }
        this.#revoked = new Set(revoked);
        this.#sinceMs = atMs;
      },
    });
  }

  /** Asks once before it opens; a room that does not answer yet is asked again. */
  static async open(options: AccessPollOptions): Promise<AccessPoll> {
    const poll = new AccessPoll(options);
    await poll.#asking.now();
    return poll;
  }

  listing(stream: StreamId): StreamListing | undefined {
    return this.#listings.get(stream);
  }

  isRevoked(session: string): boolean {
    return this.#revoked.has(session);
  }

  async close(): Promise<void> {
    this.#asking.close();
  }
}
