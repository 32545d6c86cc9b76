/** Proof of who may write: a higher epoch has taken over from a lower one. */
export interface Fence {
  readonly holder: string;
  readonly epoch: number;
}

/** Held until released, expired or lost. */
export interface HeldLease {
  readonly name: string;
  readonly fence: Fence;
  /** Aborts when the lease can no longer be assumed to be held. */
  readonly lost: AbortSignal;
  /** Gives it back; idempotent. */
  release(): Promise<void>;
}

/** Who works on what, one at a time (which node transcodes a stream). Renewal is the adapter's work. */
export interface LeaseKeeper {
  /** @returns the lease, or undefined while somebody else holds it. Epochs of one name only go up. */
  acquire(name: string, holder: string, ttlMs: number): Promise<HeldLease | undefined>;
  close(): Promise<void>;
}
