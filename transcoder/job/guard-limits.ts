/** What the encoder guard holds an encoder to. Milliseconds. */
export interface GuardLimits {
  /** No part for this long while media comes: the encoder hangs. A player has about as much in its buffer. */
  readonly hungMs: number;
  /** A run may take this long to its first part. */
  readonly firstPartMs: number;
  /** The encodes may be behind the source by this much, */
  readonly lagMs: number;
  /** or by more for so long, or for as long as they come nearer. */
  readonly lagForMs: number;
  /** The machine is calm while the encodes are no farther behind than this. */
  readonly calmLagMs: number;
  /** A rung that was left out is tried again after so long a calm; twice as long each time that proved too early, */
  readonly recoverAfterMs: number;
  /** but never longer than this. */
  readonly mostRecoverAfterMs: number;
  /** So many failures */
  readonly crashes: number;
  /** within so long, and nothing is encoded */
  readonly crashesWithinMs: number;
  /** for so long: the source's own bytes cannot crash. */
  readonly peaceMs: number;
}

export const GUARD_LIMITS: GuardLimits = {
  hungMs: 1_500,
  firstPartMs: 4_000,
  lagMs: 900,
  lagForMs: 2_000,
  calmLagMs: 450,
  recoverAfterMs: 60_000,
  mostRecoverAfterMs: 30 * 60_000,
  crashes: 4,
  crashesWithinMs: 20_000,
  peaceMs: 15_000,
};
