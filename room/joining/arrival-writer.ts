import type { Clock } from '../../core/runtime/clock.ts';
import type { Arrival } from '../db/arrivals.ts';

export interface ArrivalWriterOptions {
  /** Commits all of them or none. */
  readonly write: (arrivals: readonly Arrival[]) => Promise<void>;
  readonly clock: Clock;
}

/** How long arrivals are collected for one commit, */
const COLLECT_MS = 15;
/** and how many make one at most. */
const AT_ONCE = 500;
/** Who wait for a commit; more are turned away, to come back. */
const MAX_WAITING = 20_000;

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (isAdmitted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who come in at once are written at once: ten thousand joins are a few dozen commits. */
export class ArrivalWriter {
  readonly #options: ArrivalWriterOptions;
  #waiting: Waiting[] = [];
  #isTimed = false;
  #isWriting = false;

  constructor(options: ArrivalWriterOptions) {
    this.#options = options;
  }

  /** Resolves when he is in the database; false: too many wait. @throws what the write throws; nothing was promised then. */
  admit(arrival: Arrival): Promise<boolean> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrival, resolve, reject });
      this.#writeSoon();
    });
  }

  #writeSoon(): void {
    if (this.#isTimed || this.#isWriting || this.#waiting.length === 0) return;
    this.#isTimed = true;
    this.#options.clock.after(COLLECT_MS, () => {
      this.#isTimed = false;
      void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    const batch = this.#waiting.splice(0, AT_ONCE);
    try {
      await this.#options.write(batch.map(({ arrival }) => arrival));
      for (const { resolve } of batch) resolve(true);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#isWriting = false;
      this.#writeSoon();
    }
  }
}
