import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { errorMessage } from './errors.ts';
import type { Log } from './log.ts';

/** A disk that is nearly full takes small files and not large ones: it is well again after this long without a failure. */
const QUIET_MS = 5_000;

/** Tells once that DATA_DIR takes no more, and once that it does again; every writer reports here. */
export class DiskNotice {
  readonly #log: Log;
  readonly #clock: Clock;
  #problem: string | undefined;
  #failures = 0;
  #lastFailureMs = 0;

  constructor(log: Log, clock: Clock = systemClock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** A sentence with the way out while something is wrong. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Something could not be written. */
  failed(error: unknown): void {
    this.#failures++;
    this.#lastFailureMs = this.#clock.monotonicMs();
    if (this.#problem !== undefined) return;
    this.#problem = `${whatIsWrong(error)}. The live stream goes on; its recording may have gaps until this is mended`;
    this.#log.error({ reason: errorMessage(error) }, this.#problem);
  }

  /** Something was written. */
  worked(): void {
    if (this.#problem === undefined || this.#clock.monotonicMs() - this.#lastFailureMs < QUIET_MS) return;
    this.#log.info({ failures: this.#failures }, 'DATA_DIR can be written again');
    this.#problem = undefined;
    this.#failures = 0;
  }
}

function whatIsWrong(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return 'the disk of DATA_DIR is full: free some space on it';
  if (code === 'EDQUOT') return 'the disk quota of DATA_DIR is used up: raise it, or free some space';
  if (code === 'EROFS') return 'the disk of DATA_DIR has become read-only: see what the system log says about it';
  return `DATA_DIR cannot be written (${errorMessage(error)}): see to its disk`;
}
