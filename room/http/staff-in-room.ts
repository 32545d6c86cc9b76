import type { Author, EntryBody } from '../../core/contracts/room/entries.ts';
import type { Act } from '../../core/contracts/room/acts.ts';
import type { ClientId, EventId } from '../../core/contracts/room/ids.ts';
import type { Outcome } from '../channel/room-store.ts';
import type { Room } from '../channel/room.ts';
import { newId } from '../db/new-id.ts';
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
    const author = await this.#authorOf(caller, event);
    if (author === undefined) return refuse('ROOM_NOT_ALLOWED');
    const room = await this.#room(event);
    return room === undefined ? refuse('ROOM_DRAINING') : room.speak(author, { t: 'act', id, act });
  }

  /** Something that was changed here is told to the room. What cannot be told now is read when the room is opened next. */
  async tell(event: EventId, body: EntryBody): Promise<void> {
    const id = newId(this.#desk.nowMs()) as ClientId;
    const outcome = await this.#trying(event, (room) => room.submit({ kind: 'notice', id, audience: 'all', body }));
    if (outcome?.ok === false) this.#desk.log.warn({ event, code: outcome.code }, 'a room was not told of a change');
  }

  /** Whether something was said there, or somebody is there. */
  async hasBegun(event: EventId): Promise<boolean> {
    return (await this.#trying(event, (room) => Promise.resolve(room.position.offset > 0 || room.size > 0))) === true;
  }

  #room(event: EventId): Promise<Room | undefined> {
    return this.#desk.hub.room(event);
  }

  async #trying<T>(event: EventId, work: (room: Room) => Promise<T>): Promise<T | undefined> {
    try {
      const room = await this.#room(event);
      return room === undefined ? undefined : await work(room);
    } catch (error) {
      this.#desk.log.warn({ err: error, event }, 'a room could not be reached');
      return undefined;
    }
  }

  async #authorOf(caller: Caller, event: EventId): Promise<Author | undefined> {
    const role = roomRoleOf(caller.role);
    if (role === undefined) return undefined;
    const { tenant, actor, account, name, session } = caller;
    const member = { id: actor.id, account: session === undefined ? null : account, name, role };
    const ticket = await this.#desk.database.write((db) => staffTicket(db, tenant, event, member, this.#desk.nowMs()));
    return { id: ticket.id, name, role };
  }
}
