import type { Author } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Outcome } from '../channel/room-store.ts';
import type { Room } from '../channel/room.ts';
import type { Db } from '../db/database.ts';
import { staffTicket } from '../db/staff-tickets.ts';
import { roomRoleOf } from '../people/roles.ts';
import { refuse } from '../refusals.ts';
import type { Caller } from './caller.ts';
import type { Desk } from './route-tools.ts';

/** What the staff do over HTTP, done in the room, so that everybody there sees it, on whatever node he is. */
export class StaffInRoom {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
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
    const { tenant, actor, account, name, session } = caller;
    const member = { id: actor.id, account: session === undefined ? null : account, name, role };
    const ticket = await staffTicket(db, tenant, event, member, this.#desk.nowMs());
    return { id: ticket.id, name, role };
  }
}
