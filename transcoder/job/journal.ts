import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingId, StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { StreamProfile } from '../../core/contracts/timeline.ts';

/** What must survive anything: from it a stream goes on with numbers that were never used. */
export interface JournalState {
  /** The recording that is open; null when the last one was ended. */
  readonly recording: { readonly id: RecordingId; readonly profile: StreamProfile; readonly startedMs: number } | null;
  /** No segment with this number or a higher one has been shown to anybody. */
  readonly nextMsn: number;
  readonly nextRun: number;
  /** Of the newest run. */
  readonly discontinuitySequence: number;
  /** Wall clock of the last sign of life, Unix ms. */
  readonly atMs: number;
}

export const EMPTY_JOURNAL: JournalState = { recording: null, nextMsn: 0, nextRun: 0, discontinuitySequence: 0, atMs: 0 };

const VERSION = 1;

/** One small file for each stream in DATA_DIR/journal, replaced as a whole and flushed to the disk. */
export class Journal {
  readonly #file: string;
  #newest: JournalState = EMPTY_JOURNAL;
  /** How many states came, and up to which of them the disk has them. */
  #wanted = 0;
  #saved = 0;
  #writing: Promise<void> | undefined;

  constructor(dataDir: string, stream: StreamId) {
    this.#file = path.join(dataDir, 'journal', `${stream}.json`);
  }

  /** Streams that have a journal in `dataDir`. */
  static async streams(dataDir: string): Promise<readonly StreamId[]> {
    const names = await readdir(path.join(dataDir, 'journal')).catch(() => []);
    return names.flatMap((name) => (name.endsWith('.json') ? (asStreamId(name.slice(0, -5)) ?? []) : []));
  }

  /** @returns {@link EMPTY_JOURNAL} when there is none. A file that cannot be read is put aside, never overwritten. */
  async load(): Promise<JournalState> {
    try {
      const state = readState(await readFile(this.#file, 'utf8'));
      if (state !== undefined) return state;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return EMPTY_JOURNAL;
    }
    await rename(this.#file, `${this.#file}.unreadable`);
    // numbers above every one that a stream of years could have used
    return { ...EMPTY_JOURNAL, nextMsn: Math.floor(Date.now() / 1000), nextRun: Math.floor(Date.now() / 1000) };
  }

  /**
   * Saves the newest state; calls that come while one is written are put together. Resolves when this state (or a newer one) is on
   * the disk; rejects when it could not be written: the next call tries again.
   */
  async save(state: JournalState): Promise<void> {
    this.#newest = state;
    const mine = ++this.#wanted;
    while (this.#saved < mine) {
      this.#writing ??= this.#writeNewest().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #writeNewest(): Promise<void> {
    const [state, number] = [this.#newest, this.#wanted];
    await mkdir(path.dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.draft`;
    const handle = await open(draft, 'w', 0o640);
    try {
      await handle.writeFile(`${JSON.stringify({ version: VERSION, state })}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
    this.#saved = number;
  }

  /** Forgets the stream. */
  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/** @returns undefined when it is of another version, or its numbers cannot be. @throws SyntaxError when it is cut off. */
function readState(text: string): JournalState | undefined {
  const { version, state } = JSON.parse(text) as { readonly version: number; readonly state: JournalState };
  const numbers = [state.nextMsn, state.nextRun, state.discontinuitySequence];
  return version === VERSION && numbers.every((number) => Number.isSafeInteger(number) && number >= 0) ? state : undefined;
}
