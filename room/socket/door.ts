import type { TicketClaim, TicketVerdict } from '../../core/grants/ticket.ts';
import type { Member } from '../channel/member.ts';
import type { Room } from '../channel/room.ts';
import type { RoomHub } from '../channel/room-hub.ts';
import { refuse } from '../refusals.ts';
import type { Refusal } from '../refusals.ts';
import { closeCodeOf, isComeBack } from './close-code.ts';

/** Away for the moment: after about so long, spread, it may be better. */
const AWAY_MS = 2_000;

/** Who may come in, whichever way he comes (socket or long-poll). */
export class Door {
  readonly #hub: RoomHub;
  readonly #verifyTicket: (ticket: string) => TicketVerdict;
  readonly #random: () => number;

  constructor(options: { readonly hub: RoomHub; readonly verifyTicket: (ticket: string) => TicketVerdict; readonly random: () => number }) {
    this.#hub = options.hub;
    this.#verifyTicket = options.verifyTicket;
    this.#random = options.random;
  }

  check(ticket: string): { readonly ok: true; readonly claim: TicketClaim } | Refusal {
    const verdict = this.#verifyTicket(ticket);
    if (verdict.ok) return verdict;
    return refuse(verdict.reason === 'expired' ? 'ROOM_TICKET_EXPIRED' : 'ROOM_TICKET_INVALID');
  }

  /** The room of a ticket. `foreignOrigin`: the page of another host that asks. Never throws. */
  async open(claim: TicketClaim, foreignOrigin: string | undefined): Promise<{ readonly ok: true; readonly room: Room } | Refusal> {
    try {
      const room = this.#hub.peek(claim.event) ?? (await this.#hub.room(claim.event));
      if (room === undefined) return this.#hub.isClosed ? refuse('ROOM_DRAINING') : refuse('ROOM_NO_SUCH_EVENT');
      if (foreignOrigin !== undefined && !room.embedOrigins.includes(foreignOrigin)) return refuse('ROOM_NOT_ALLOWED');
      return { ok: true, room };
    } catch {
      // The hub has logged why.
      return refuse('ROOM_STORE_AWAY');
    }
  }

  /** A renewed ticket of somebody who is in. undefined: it is good. */
  renew(room: Room, member: Member, ticket: string): Refusal | undefined {
    const checked = this.check(ticket);
    return checked.ok ? room.renew(member, checked.claim) : checked;
  }

  /** When somebody who is refused may come back by himself; null: he stays away. */
  comeBackMs({ code }: Refusal): number | null {
    if (!isComeBack(closeCodeOf(code))) return null;
    return code === 'ROOM_TICKET_EXPIRED' ? 0 : Math.round(AWAY_MS * (0.5 + this.#random()));
  }
}
