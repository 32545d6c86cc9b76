import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { Member } from './member.ts';

/** Who comes and goes with a ticket whose sessions are limited, as nodes tell each other. */
export type SessionNote = readonly [ticket: TicketId, session: string, isHere: boolean];

interface Present {
  readonly session: string;
  readonly order: number;
  /** undefined: on another node. */
  readonly member: Member | undefined;
}

/**
 * At most so many sessions of one ticket at once: the newest stay. A node knows its own sessions and has heard of those that came elsewhere since; those
 * of one session count once, since a person who comes back is the same.
 */
export class Sessions {
  readonly #byTicket = new Map<TicketId, Map<string, Present>>();
  #order = 0;

  /** @returns the member that had this session before, and those who are too many now. */
  enter(member: Member): readonly Member[] {
    const { ticket, session, maxSessions } = member.claim;
    const present = this.#byTicket.get(ticket) ?? new Map<string, Present>();
    this.#byTicket.set(ticket, present);
    const before = present.get(session)?.member;
    present.set(session, { session, order: ++this.#order, member });
    return [...(before === undefined ? [] : [before]), ...tooMany(present, maxSessions)];
  }

  leave(member: Member): void {
    const { ticket, session } = member.claim;
    const present = this.#byTicket.get(ticket);
    if (present?.get(session)?.member !== member) return;
    present.delete(session);
    this.#tidy(ticket);
  }

  /** Another node tells. @returns those here who are too many now. */
  hear([ticket, session, isHere]: SessionNote): readonly Member[] {
    const present = this.#byTicket.get(ticket);
    if (present === undefined) return [];
    const known = present.get(session);
    // The same session here and there: one of the two sockets is dead and will be noticed.
    if (known?.member !== undefined) return [];
    if (isHere) present.set(session, { session, order: ++this.#order, member: undefined });
    else present.delete(session);
    const limit = [...present.values()].find(({ member }) => member !== undefined)?.member?.claim.maxSessions ?? 0;
    return isHere ? tooMany(present, limit) : [];
  }

  /** What is known of other nodes' sessions of a ticket does not matter when none of it is here. */
  #tidy(ticket: TicketId): void {
    const present = this.#byTicket.get(ticket);
    if (present !== undefined && ![...present.values()].some(({ member }) => member !== undefined)) this.#byTicket.delete(ticket);
  }
}

function tooMany(present: ReadonlyMap<string, Present>, limit: number): readonly Member[] {
  if (limit === 0 || present.size <= limit) return [];
  const oldestFirst = [...present.values()].sort((one, other) => one.order - other.order);
  return oldestFirst.slice(0, present.size - limit).flatMap(({ member }) => (member === undefined ? [] : [member]));
}
