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
  #wanted: JournalState | undefined;
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
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return EMPTY_JOURNAL;
    try {
      const { version, state } = JSON.parse(text) as { version: number; state: JournalState };
      if (version === VERSION && Number.isSafeInteger(state.nextMsn)) return state;
    } catch {
      // falls through: the same as a version that is not ours
    }
    await rename(this.#file, `${this.#file}.unreadable`);
    // numbers above every one that a stream of years could have used
    return { ...EMPTY_JOURNAL, nextMsn: Math.floor(Date.now() / 1000), nextRun: Math.floor(Date.now() / 1000) };
  }

  /** Saves the newest state; calls that come while one is written are put together. Resolves when this state is on the disk. */
  async save(state: JournalState): Promise<void> {
    this.#wanted = state;
    while (this.#wanted !== undefined) {
      this.#writing ??= this.#writeWanted().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #writeWanted(): Promise<void> {
    const state = this.#wanted;
    this.#wanted = undefined;
    if (state === undefined) return;
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
  }

  /** Forgets the stream. */
  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
