import type { StreamKeysAnswer } from '../../core/contracts/room/internal.ts';
import { Asking } from '../../core/runtime/asking.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
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
  readonly #asking: Asking<StreamKeysAnswer>;

  private constructor({ file, ...options }: KeySyncOptions) {
    let written = textOf(readRows(file));
    this.#asking = new Asking({
      ...{ ...options, everyMs: ASK_EVERY_MS, withinMs: ANSWER_WITHIN_MS },
      away: 'the room does not say which stream keys are valid; those known last go on',
      back: 'the room says again which stream keys are valid',
      take: async ({ keys }) => {
        const text = textOf(keys);
        if (text !== written) await changeRows(file, () => ({ rows: keys, result: undefined }));
        written = text;
      },
    });
  }

  /** Asks once before it opens; a room that does not answer yet is asked again. @throws KeysUnreadable */
  static async open(options: KeySyncOptions): Promise<KeySync> {
    const sync = new KeySync(options);
    await sync.#asking.now();
    return sync;
  }

  /** Asks now: a key was just made. */
  askNow(): Promise<void> {
    return this.#asking.now();
  }

  async close(): Promise<void> {
    this.#asking.close();
  }
}

function textOf(rows: readonly KeyRow[]): string {
  return JSON.stringify(rows);
}
