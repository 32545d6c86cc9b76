import type { SessionId } from '../../core/contracts/ids.ts';

/** Connections at once. */
export interface DoorLimits {
  readonly total: number;
  readonly fromNetwork: number;
}

interface Guest {
  readonly network: string;
  hasKey: boolean;
}

/**
 * Who may stay connected. Pure. When it is full, the connection that has been waiting longest without showing a key goes, so that
 * nobody can hold the door shut with silent sockets; publishers are never put out for a stranger.
 */
export class Door {
  readonly #limits: DoorLimits;
  /** In the order in which they came. */
  readonly #guests = new Map<SessionId, Guest>();

  constructor(limits: DoorLimits) {
    this.#limits = limits;
  }

  /** @returns who has to go: somebody else, the newcomer itself, or nobody (undefined). */
  enter(id: SessionId, network: string): SessionId | undefined {
    const fromNetwork = [...this.#guests.values()].filter((guest) => guest.network === network).length;
    const out =
      fromNetwork >= this.#limits.fromNetwork
        ? this.#longestWaiting(network)
        : this.#guests.size >= this.#limits.total
          ? this.#longestWaiting(undefined)
          : 'nobody';
    if (out === undefined) return id;
    this.#guests.set(id, { network, hasKey: false });
    return out === 'nobody' ? undefined : out;
  }

  /** This one's key was right. */
  showedKey(id: SessionId): void {
    const guest = this.#guests.get(id);
    if (guest !== undefined) guest.hasKey = true;
  }

  leave(id: SessionId): void {
    this.#guests.delete(id);
  }

  #longestWaiting(network: string | undefined): SessionId | undefined {
    for (const [id, guest] of this.#guests) if (!guest.hasKey && (network === undefined || guest.network === network)) return id;
    return undefined;
  }
}
