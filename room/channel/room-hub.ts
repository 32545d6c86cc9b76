import type { EventId } from '../../core/contracts/room/ids.ts';
import { encodeHint, entryHints, roomTopic } from './hints.ts';
import type { Farewell } from './member.ts';
import type { Committed } from './room-store.ts';
import type { RoomOptions } from './room.ts';
import { Room } from './room.ts';

/** After a room could not be opened, those who come next are refused for so long without asking again. */
const REFUSED_MS = 500;
/** How often empty rooms are looked for. */
const SWEEP_MS = 5_000;

/** The rooms on this node: each opened when the first comes, with one read of the database, closed when it has been empty for a while. */
export class RoomHub {
  readonly #options: RoomOptions;
  readonly #rooms = new Map<EventId, Promise<Room | undefined>>();
  readonly #open = new Map<EventId, Room>();
  #cancelSweep: () => void = () => undefined;
  #isClosed = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#scheduleSweep();
  }

  /** It opens nothing any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The rooms that stand open now. */
  rooms(): IterableIterator<Room> {
    return this.#open.values();
  }

  /** The room, if it is open here already. */
  peek(event: EventId): Room | undefined {
    return this.#open.get(event);
  }

  /**
   * The room of an event; undefined: there is no such event, or this node is stopping.
   * @throws StoreAway, TimeLimitError when the database does not say.
   */
  room(event: EventId): Promise<Room | undefined> {
    const known = this.#rooms.get(event);
    if (known !== undefined) return known;
    if (this.#isClosed) return Promise.resolve(undefined);
    const opening = this.#openRoom(event);
    this.#rooms.set(event, opening);
    return opening;
  }

  /**
   * Something of an event was changed in a transaction that was none of a room's own: rooms that stand open hear it at once, here and on other nodes.
   * It is committed already; a room that does not hear it finds it in the database within about a second. Never throws.
   */
  tell(event: EventId, change: Pick<Committed, 'entries' | 'position'>): void {
    const { node, bus, log } = this.#options;
    this.#open.get(event)?.hear(change);
    for (const payload of [...entryHints(node, change.position.epoch, change.entries), encodeHint({ k: 'look', node })])
      bus
        .publish(roomTopic(event), payload)
        .catch((error: unknown) => log.warn({ err: error, event }, 'other nodes find a change by themselves'));
  }

  /** Members are told, and let go, once what they said is committed. */
  async close(farewell: Farewell): Promise<void> {
    this.#isClosed = true;
    this.#cancelSweep();
    const opening = [...this.#rooms.values()].map((room) => room.catch(() => undefined));
    await Promise.all(opening.map(async (room) => (await room)?.close(farewell)));
    this.#rooms.clear();
    this.#open.clear();
  }

  async #openRoom(event: EventId): Promise<Room | undefined> {
    const { clock, log } = this.#options;
    try {
      const room = await Room.open(event, this.#options);
      if (room === undefined) this.#forget(event);
      else {
        this.#open.set(event, room);
        log.info({ event, offset: room.position.offset }, 'room opened');
      }
      return room;
    } catch (error) {
      clock.after(REFUSED_MS, () => this.#forget(event));
      log.warn({ err: error, event }, 'a room could not be opened');
      throw error;
    }
  }

  #forget(event: EventId): void {
    this.#rooms.delete(event);
    this.#open.delete(event);
  }

  #scheduleSweep(): void {
    this.#cancelSweep = this.#options.clock.after(SWEEP_MS, () => {
      for (const [event, room] of this.#open) {
        if (!room.isIdle()) continue;
        this.#forget(event);
        this.#options.log.info({ event }, 'room closed: nobody is there');
        void room.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: 0 });
      }
      this.#scheduleSweep();
    });
  }
}
