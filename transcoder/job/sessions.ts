import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { SessionId } from '../../core/contracts/ids.ts';

interface Session {
  readonly slot: PublishSlot;
  isIdle: boolean;
}

/** The publish sessions of one stream, and which of them is read: the primary where it gives media, else the backup. Pure. */
export class Sessions {
  readonly #live = new Map<SessionId, Session>();

  get count(): number {
    return this.#live.size;
  }

  accept(session: SessionId, slot: PublishSlot): void {
    if (!this.#live.has(session)) this.#live.set(session, { slot, isIdle: false });
  }

  end(session: SessionId): void {
    this.#live.delete(session);
  }

  setIdle(session: SessionId, isIdle: boolean): void {
    const found = this.#live.get(session);
    if (found !== undefined) found.isIdle = isIdle;
  }

  /** Which key it publishes with. */
  slotOf(session: SessionId): PublishSlot | undefined {
    return this.#live.get(session)?.slot;
  }

  /** Those that are not in `live`. */
  missingIn(live: ReadonlySet<SessionId>): readonly SessionId[] {
    return [...this.#live.keys()].filter((id) => !live.has(id));
  }

  /** The one to read; undefined when none gives media. */
  wanted(): SessionId | undefined {
    const giving = [...this.#live].filter(([, session]) => !session.isIdle);
    return (giving.find(([, session]) => session.slot === 'primary') ?? giving[0])?.[0];
  }
}
