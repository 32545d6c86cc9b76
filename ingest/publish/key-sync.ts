import type { StreamKeysAnswer } from '../../core/contracts/room/internal.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { withTimeLimit } from '../../core/runtime/time-limit.ts';
import type { KeyRow } from './key-file.ts';
import { changeRows, readRows } from './key-file.ts';

export interface KeySyncOptions {
  /** DATA_DIR/keys.json, which ingest reads. */
  readonly file: string;
  /** Asks the room ({@link StreamKeysAnswer}). */
  readonly ask: (signal: AbortSignal) => Promise<StreamKeysAnswer>;
  readonly clock: Clock;
  readonly log: Log;
}

const ASK_EVERY_MS = 400;
const ANSWER_WITHIN_MS = 1_200;

/**
 * Writes down which stream keys the room says are valid, so that ingest knows them while the room is away, and after a restart too. A revoked
 * key is cut within two seconds.
 */
export class KeySync {
  readonly #options: KeySyncOptions;
  #written = '';
  #cancel: () => void = () => undefined;
  #isAway = false;
  #closed = false;

  private constructor(options: KeySyncOptions) {
    this.#options = options;
  }

  /** Asks once before it opens; a room that does not answer yet is asked again. */
  static async open(options: KeySyncOptions): Promise<KeySync> {
    const sync = new KeySync(options);
    sync.#written = textOf(readRows(options.file));
    await sync.#ask();
    return sync;
  }

  /** Asks now: a key was just made. */
  async askNow(): Promise<void> {
    this.#cancel();
    await this.#ask();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
  }

  async #ask(): Promise<void> {
    const { ask, clock, file, log } = this.#options;
    try {
      const { keys } = await withTimeLimit(ANSWER_WITHIN_MS, undefined, ask);
      const text = textOf(keys);
      if (text !== this.#written) await changeRows(file, () => ({ rows: keys, result: undefined }));
      this.#written = text;
      if (this.#isAway) log.info('the room says again which stream keys are valid');
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway)
        log.warn({ reason: errorMessage(error) }, 'the room does not say which stream keys are valid; those known last go on');
      this.#isAway = true;
    }
    if (!this.#closed) this.#cancel = clock.after(ASK_EVERY_MS, () => void this.#ask());
  }
}

function textOf(rows: readonly KeyRow[]): string {
  return JSON.stringify(rows);
}
