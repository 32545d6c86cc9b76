import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { JournalLine } from './recording-state.ts';
import { RecordingState } from './recording-state.ts';

/** What a recording keeps on the disk until the store has it: its journal, and segments that wait (the spool). */
export class RecordingFiles {
  readonly #folder: string;
  /** Lines that are not in the journal yet; only what could not be written stays here. */
  #unwritten: JournalLine[] = [];
  /** The end of the journal may be half a line. */
  #isTorn = false;

  constructor(dataDir: string, stream: StreamId, recording: RecordingId) {
    this.#folder = path.join(dataDir, 'uploads', stream, recording);
  }

  /** Every recording under `dataDir` whose upload is not complete, from its journal. A line that was cut by a crash is left out. */
  static async unfinished(dataDir: string): Promise<readonly RecordingState[]> {
    const root = path.join(dataDir, 'uploads');
    const found: RecordingState[] = [];
    for (const stream of await readdir(root).catch(() => [])) {
      for (const recording of await readdir(path.join(root, stream)).catch(() => [])) {
        const text = await readFile(path.join(root, stream, recording, 'journal.ndjson'), 'utf8').catch(() => '');
        const state = replay(text);
        if (state !== undefined && !state.isComplete) found.push(state);
      }
    }
    return found;
  }

  /** Writes a line to the journal. When that fails, it is written together with the next one. @throws Error of the file system. */
  async append(line: JournalLine): Promise<void> {
    this.#unwritten.push(line);
    const text = this.#unwritten.map((one) => `${JSON.stringify(one)}\n`).join('');
    try {
      await mkdir(this.#folder, { recursive: true });
      await appendFile(path.join(this.#folder, 'journal.ndjson'), this.#isTorn ? `\n${text}` : text);
    } catch (error) {
      this.#isTorn = true;
      throw error;
    }
    this.#isTorn = false;
    this.#unwritten = [];
  }

  /** @throws Error of the file system; nothing is left then. */
  async writeSegment(rendition: RenditionId, msn: number, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    try {
      await writeFile(this.#spooled(rendition, msn), bytes);
    } catch (error) {
      // half a segment takes room and is of no use
      await this.removeSegment(rendition, msn);
      throw error;
    }
  }

  /** @returns undefined when it is not there. */
  async readSegment(rendition: RenditionId, msn: number): Promise<Buffer | undefined> {
    return readFile(this.#spooled(rendition, msn)).catch(() => undefined);
  }

  async removeSegment(rendition: RenditionId, msn: number): Promise<void> {
    await rm(this.#spooled(rendition, msn), { force: true });
  }

  #spooled(rendition: RenditionId, msn: number): string {
    return path.join(this.#folder, `${rendition}-${msn}.m4s`);
  }
}

/** A journal's text as a state; undefined when it does not begin as one. */
export function replay(text: string): RecordingState | undefined {
  let state: RecordingState | undefined;
  for (const raw of text.split('\n')) {
    const line = parse(raw);
    if (line === undefined) continue;
    if (state === undefined) {
      if (line.kind !== 'opened') return undefined;
      state = new RecordingState(line);
    }
    state.apply(line);
  }
  return state;
}

function parse(raw: string): JournalLine | undefined {
  try {
    return raw === '' ? undefined : (JSON.parse(raw) as JournalLine);
  } catch {
    return undefined;
  }
}
