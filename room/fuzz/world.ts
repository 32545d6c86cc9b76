/** What a fuzzed server tells the test of itself: where it is, and what there is to attack. */
import type { EventId, PollId, TicketId } from '../../core/contracts/room/ids.ts';

export interface FuzzEvent {
  readonly id: EventId;
  readonly slug: string;
  /** Open, single choice of three. */
  readonly poll: PollId;
  /** Somebody who is there by right. */
  readonly ticket: TicketId;
}

export interface FuzzWorld {
  readonly port: number;
  readonly secret: string;
  /** Live and open to everybody; attackers have tickets for it. */
  readonly ours: FuzzEvent;
  /** Of another organisation. */
  readonly theirs: FuzzEvent;
  /** Cookies of our organisation. */
  readonly owner: string;
  readonly analyst: string;
}

/** What the server is asked while it is attacked. */
export type FuzzQuestion = { readonly ask: 'use' };
export interface FuzzUse {
  /** After a collection. */
  readonly heapMib: number;
  readonly connections: number;
}
