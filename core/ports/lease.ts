import { defineError } from '../runtime/errors.ts';

/** Writing with a fence that somebody newer has overtaken. */
export const LeaseLost = defineError<{ readonly name: string; readonly epoch: number; readonly newerEpoch: number }>('CORE_LEASE_LOST', {
  status: 409,
  retryable: false,
  message: ({ name, epoch, newerEpoch }) => `the lease on ${name} was lost: epoch ${epoch} may no longer write, ${newerEpoch} holds it now`,
});

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
  /**
   * @returns the lease, or undefined while anybody holds it (this holder included: every holder's name is one piece of work).
   * Epochs of one name only go up.
   */
  acquire(name: string, holder: string, ttlMs: number): Promise<HeldLease | undefined>;
  close(): Promise<void>;
}
