import { randomUUID } from 'node:crypto';
import type { Author } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import type { Outcome } from '../channel/room-store.ts';
import type { Room } from '../channel/room.ts';
import type { Db } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { staffTicket } from '../db/staff-tickets.ts';
import { renewTicketSession, startTicketSession } from '../db/ticket-sessions.ts';
import type { GrantKeys } from '../joining/grants.ts';
import { grantTo } from '../joining/grants.ts';
import { roomRoleOf } from '../people/roles.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { Caller } from './caller.ts';
import type { Desk } from './route-tools.ts';

/** Characters of an account's name that a ticket carries. */
const MAX_NAME = 60;

/** What the staff do over HTTP, done in the room, so that everybody there sees it, on whatever node he is. */
export class StaffInRoom {
  readonly #desk: Desk;
  readonly #keys: GrantKeys;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#keys = { ticket: deriveKeys(desk.secrets, 'ticket'), media: deriveKeys(desk.secrets, 'media') };
  }

  /** Lets a member of the staff into the room, in whatever state the event is. `held`: the ticket of before, whose session goes on. @throws StoreAway */
  async pass(
    caller: Caller,
    event: EventRecord,
    held: string | undefined,
  ): Promise<{ readonly ok: true; readonly joined: Joined } | Refusal> {
    const role = roomRoleOf(caller.role);
    if (role === undefined) return refuse('ROOM_NOT_ALLOWED');
    const nowMs = this.#desk.nowMs();
    const { tenant, id } = event;
    const before = held === undefined ? undefined : verifyTicket(held, this.#keys.ticket, nowMs).claim;
    return this.#desk.database.write(async (db) => {
      const ticket = await staffTicket(db, tenant, id, memberOf(caller, role), nowMs);
      if (ticket.revokedAtMs !== null) return refuse('ROOM_BANNED');
      const known = before?.event === id && before.ticket === ticket.id ? before.session : undefined;
      const goesOn = known !== undefined && (await renewTicketSession(db, tenant, known, nowMs))?.out === null;
      const session = goesOn ? known : randomUUID();
      if (!goesOn)
        await startTicketSession(
          db,
          { session, tenant, event: id, ticket: ticket.id },
          { maxSessions: 0, aliveSinceMs: 0, takesOver: false },
          nowMs,
        );
      const name = Array.from(ticket.name).slice(0, MAX_NAME).join('');
      const claim = { event: id, ticket: ticket.id, name, role, session, maxSessions: 0 };
      return { ok: true, joined: grantTo(event, claim, this.#keys, nowMs) };
    });
  }

  /** An act of a caller. The same id again is the same act. @throws StoreAway */
  async act(caller: Caller, event: EventId, id: string, act: Act): Promise<Outcome> {
    const author = await this.#desk.database.write((db) => this.authorOf(db, caller, event));
    if (author === undefined) return refuse('ROOM_NOT_ALLOWED');
    const room = await this.#room(event);
    return room === undefined ? refuse('ROOM_DRAINING') : room.speak(author, { t: 'act', id, act });
  }

  #room(event: EventId): Promise<Room | undefined> {
    return this.#desk.hub.room(event);
  }

  /** Who he is in the room, in the caller's transaction; undefined: nobody there. */
  async authorOf(db: Db, caller: Caller, event: EventId): Promise<Author | undefined> {
    const role = roomRoleOf(caller.role);
    if (role === undefined) return undefined;
    const { tenant, name } = caller;
    const ticket = await staffTicket(db, tenant, event, memberOf(caller, role), this.#desk.nowMs());
    return { id: ticket.id, name, role };
  }
}

function memberOf({ actor, account, name, session }: Caller, role: RoomRole): Parameters<typeof staffTicket>[3] {
  return { id: actor.id, account: session === undefined ? null : account, name, role };
}
