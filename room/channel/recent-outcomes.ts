import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ClientId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Outcome } from './room-store.ts';

type Done = Outcome & { readonly ok: true };

/** What was done a moment ago, by who sent it and its id: who sends it again, because the ack was lost, gets it at once, whatever the rules say by then. */
export class RecentOutcomes {
  readonly #capacity: number;
  readonly #outcomes = new Map<string, Done>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(person: TicketId, id: ClientId): Done | undefined {
    return this.#outcomes.get(`${person} ${id}`);
  }

  /** The first outcome stands. */
  set(person: TicketId, id: ClientId, outcome: Done): void {
    const key = `${person} ${id}`;
    if (this.#outcomes.has(key)) return;
    this.#outcomes.set(key, outcome);
    if (this.#outcomes.size <= this.#capacity) return;
    for (const oldest of this.#outcomes.keys()) {
      this.#outcomes.delete(oldest);
      return;
    }
  }

  /** Entries name what they were sent as, also by way of another node. */
  takeIn(entries: readonly FeedEntry[]): void {
    for (const { body, offset } of entries) {
      if (body.kind === 'message' || body.kind === 'backstage') this.set(body.author.id, body.id, { ok: true, offset });
      if (body.kind === 'held') this.set(body.author.id, body.id, { ok: true, isHeld: true });
    }
  }
}
