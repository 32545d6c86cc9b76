import type { Log } from '../../core/runtime/log.ts';

/** What is looked at ten times a second. */
export interface GuardView {
  readonly withoutPartMs: number;
  readonly lagMs: number;
  /** The source's media is coming. */
  readonly flows: boolean;
  /** The run has had a part. */
  readonly hasParts: boolean;
}

/** No part for this long while media comes: the encoder hangs. */
const HUNG_MS = 1_500;
/** A run may take this long to its first part. */
const FIRST_PART_MS = 4_000;
/** The encodes may be behind the source by this much for so long. */
const LAG_MS = 900;
const LAG_FOR_MS = 2_000;
/** Rungs that were left out are tried again after this long, each time twice as long. */
const RECOVER_AFTER_MS = 60_000;
const MAX_RECOVER_MS = 30 * 60_000;
/** So many failures within so long, and the machine is left in peace for a while. */
const CRASHES = 4;
const CRASHES_WITHIN_MS = 20_000;
const PEACE_MS = 15_000;

/**
 * Decides about the encoder: whether it hangs, whether a rung has to go, whether it may be started again. Pure; time comes in.
 * After a crash loop the run goes on without any encode (the source's own bytes cannot crash) until the peace is over.
 */
export class EncodeGuard {
  readonly #log: Log;
  #failures: number[] = [];
  #peaceUntilMs = 0;
  #lagSinceMs: number | undefined;
  #shed = 0;
  #shedAtMs = 0;
  #recoverAfterMs = RECOVER_AFTER_MS;
  #isRestart = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The next run replaces one that failed. */
  get isRestart(): boolean {
    return this.#isRestart;
  }

  /** Most rungs that may be encoded now. */
  maxRungs(configured: number | undefined): number | undefined {
    if (this.#peaceUntilMs > 0) return 0;
    if (this.#shed === 0) return configured;
    return Math.max(0, (configured ?? 3) - this.#shed);
  }

  /** The encoder failed. */
  failed(nowMs: number): void {
    this.#isRestart = true;
    this.#lagSinceMs = undefined;
    this.#failures = [...this.#failures.filter((at) => nowMs - at < CRASHES_WITHIN_MS), nowMs];
    if (this.#failures.length >= CRASHES && this.#peaceUntilMs === 0) {
      this.#log.error({ failures: this.#failures.length }, 'the encoder fails again and again: only the source is sent for a while');
      this.#peaceUntilMs = nowMs + PEACE_MS;
      this.#failures = [];
    }
  }

  /** Whether a run may begin now. A small pause between failures, so that a machine without memory is not beaten. */
  mayStart(nowMs: number): boolean {
    const last = this.#failures.at(-1);
    return last === undefined || nowMs - last >= (this.#failures.length - 1) * 250;
  }

  judge(view: GuardView, nowMs: number): 'fine' | 'hung' | 'shed' | 'recover' {
    if (!view.flows) {
      this.#lagSinceMs = undefined;
      return 'fine';
    }
    if (view.withoutPartMs > (view.hasParts ? HUNG_MS : FIRST_PART_MS)) return 'hung';
    if (view.hasParts) this.#isRestart = false;
    if (this.#peaceUntilMs > 0 && nowMs > this.#peaceUntilMs) {
      this.#peaceUntilMs = 0;
      return 'recover';
    }
    this.#lagSinceMs = view.lagMs > LAG_MS ? (this.#lagSinceMs ?? nowMs) : undefined;
    if (this.#lagSinceMs !== undefined && nowMs - this.#lagSinceMs > LAG_FOR_MS && this.#shed < 3) {
      this.#shed++;
      this.#shedAtMs = nowMs;
      this.#lagSinceMs = undefined;
      return 'shed';
    }
    if (this.#shed > 0 && nowMs - this.#shedAtMs > this.#recoverAfterMs) {
      this.#shed--;
      this.#shedAtMs = nowMs;
      this.#recoverAfterMs = Math.min(this.#recoverAfterMs * 2, MAX_RECOVER_MS);
      return 'recover';
    }
    return 'fine';
  }
}
