import type { Language } from '../../core/contracts/room/event.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import type { Refusal } from '../refusals.ts';
import type { SharedFrame } from './shared-frame.ts';

/** Why a member is let go; the edge knows the close code and the sentence. */
export interface Farewell {
  readonly refusal: Refusal;
  /** Come back after so long; null: stay away. */
  readonly comeBackMs: number | null;
}

/** The way to one client, as the room sees it: an edge implements it. Nothing here waits or throws. */
export interface Sink {
  /** The client asks by itself (long-poll): it is told that there is something, not what. */
  readonly isPull: boolean;
  /** Has read enough of what was sent that more may follow. */
  isReady(): boolean;
  /** A frame that others get too. */
  share(frame: SharedFrame): void;
  /** A frame of its own: the JSON is `head` and then `rest`, bytes that others get too. */
  tell(head: string, rest?: Buffer): void;
  /** There is something to ask for. */
  wake(): void;
  /** Says why and closes. The room has forgotten the member already. */
  end(farewell: Farewell): void;
}

/** One session of one ticket in a room. */
export class Member {
  claim: TicketClaim;
  readonly language: Language;
  readonly sink: Sink;
  readonly isStaff: boolean;
  /** Everything up to here has been sent. */
  at: number;
  /** Missed what left in the meantime: gets it when he has read what he has. */
  isBehind = false;
  isGone = false;

  constructor(claim: TicketClaim, language: Language, sink: Sink, at: number) {
    this.claim = claim;
    this.language = language;
    this.sink = sink;
    this.isStaff = isStaff(claim.role);
    this.at = at;
  }
}
