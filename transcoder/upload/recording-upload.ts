import { createHash } from 'node:crypto';
import type { RenditionId } from '../../core/contracts/ids.ts';
import { segmentName } from '../../core/contracts/media-names.ts';
import type { PartAdded, RunStarted } from '../../core/contracts/timeline.ts';
import { readNewest, writeNewest } from '../../core/contracts/newest-recording.ts';
import { storeKeys } from '../../core/contracts/urls.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { DiskNotice } from '../../core/runtime/disk-notice.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { RecordingFiles } from './recording-files.ts';
import type { JournalLine, RecordingState, SegmentRow } from './recording-state.ts';
import { pause } from '../../core/runtime/pause.ts';

export interface RecordingUploadOptions {
  readonly state: RecordingState;
  /** The journal's first line, when the recording is a new one. */
  readonly opening: JournalLine | undefined;
  readonly files: RecordingFiles;
  readonly store: ObjectStore;
  readonly spoolMaxBytes: number;
  readonly disk: DiskNotice;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onStored: (bytes: number) => void;
}

const MEDIA = { contentType: 'video/mp4', cacheControl: 'public, max-age=31536000, immutable' } as const;
const PLAYLIST = { contentType: 'application/vnd.apple.mpegurl', cacheControl: 'public, max-age=2' } as const;
const POINTER = { contentType: 'application/json', cacheControl: 'no-store' } as const;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;
/** A segment that the disk does not take is held in memory instead, up to so much. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** Playlists are written at most this often, and more seldom the longer they are. */
const PLAYLIST_EVERY_MS = 4_000;
const MS_PER_LISTED_SEGMENT = 2;

/** One recording on its way into the store: spool, segments in order, then the playlists that name them. */
export class RecordingUpload {
  readonly #options: RecordingUploadOptions;
  /** What the names of its segments begin with; known when the recording is on air. */
  namePrefix = '';
  readonly #parts = new Map<RenditionId, { msn: number; parts: PartAdded[] }>();
  /** Bytes that wait. */
  #spooled = 0;
  /** Segments that the disk did not take. */
  readonly #held = new Map<SegmentRow, Buffer>();
  #uploading: SegmentRow | undefined;
  #work: Promise<void> | undefined;
  #tail: Promise<void> = Promise.resolve();
  #lastPlaylistMs = 0;
  #isDirty = false;
  /** The store says that it is the newest, or that another is. */
  #isPlaced = false;
  #later: NodeJS.Timeout | undefined;

  constructor(options: RecordingUploadOptions) {
    this.#options = options;
    const { opening } = options;
    if (opening !== undefined) this.#tail = this.#write(opening);
    for (const row of options.state.waiting()) this.#spooled += row.bytes;
    this.#kick();
  }

  get state(): RecordingState {
    return this.#options.state;
  }

  startRun(run: RunStarted): void {
    if (this.state.hasRun(run.run)) return;
    this.#note({
      kind: 'run',
      run: run.run,
      renditions: run.renditions.map(({ initBytes, ...facts }) => ({ ...facts, init: Buffer.from(initBytes).toString('base64') })),
    });
  }

  addPart(part: PartAdded): void {
    if (this.state.has(part.rendition, part.msn)) return;
    const open = this.#parts.get(part.rendition);
    const segment = open?.msn === part.msn ? open : { msn: part.msn as number, parts: [] };
    // whoever comes into the middle of a segment leaves it out
    if (part.part !== segment.parts.length) return;
    segment.parts.push(part);
    this.#parts.set(part.rendition, segment);
    if (!part.closesSegment) return;
    this.#parts.delete(part.rendition);
    this.#spool(segment.parts, part);
  }

  end(): void {
    if (this.state.isEnded) return;
    this.#note({ kind: 'ended' });
    this.#isDirty = true;
    this.#kick();
  }

  /** Resolves when nothing waits any more (or the signal has aborted). */
  async idle(): Promise<void> {
    await this.#tail;
    while (this.#work !== undefined) await this.#work;
  }

  close(): void {
    clearTimeout(this.#later);
  }

  #spool(parts: readonly PartAdded[], last: PartAdded): void {
    const bytes = Buffer.concat(parts.map((part) => part.bytes));
    const line: JournalLine = {
      kind: 'segment',
      rendition: last.rendition,
      msn: last.msn,
      run: last.run,
      name: segmentName(this.namePrefix, last.msn),
      bytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      durationTicks: parts.reduce((sum, part) => sum + part.durationTicks, 0),
      startMs: last.segmentStartMs,
    };
    this.#spooled += bytes.byteLength;
    this.state.apply(line);
    const row = this.state.row(last.rendition, last.msn);
    if (row === undefined) return;
    this.#tail = this.#tail
      .then(() => this.#keep(row, bytes))
      .then(() => this.#write(line))
      .then(() => this.#makeRoom())
      .then(() => this.#kick());
  }

  /** Onto the disk; into memory when the disk does not take it. */
  async #keep(row: SegmentRow, bytes: Buffer): Promise<void> {
    const { files, disk } = this.#options;
    // room was made before its turn came
    if (row.state !== 'waiting') return;
    try {
      await files.writeSegment(row.rendition, row.msn, bytes);
      disk.worked();
    } catch (error) {
      disk.failed(error);
      const heldBytes = [...this.#held.values()].reduce((sum, held) => sum + held.byteLength, 0);
      if (heldBytes + bytes.byteLength <= MAX_HELD_BYTES) this.#held.set(row, bytes);
      else this.#lose(row);
    }
  }

  /** Applies a line and writes it to the journal, in order. */
  #note(line: JournalLine): void {
    this.state.apply(line);
    this.#tail = this.#tail.then(() => this.#write(line));
  }

  async #write(line: JournalLine): Promise<void> {
    const { files, disk } = this.#options;
    await files.append(line).catch((error: unknown) => disk.failed(error));
  }

  #kick(): void {
    if (this.#options.signal.aborted) return;
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  async #run(): Promise<void> {
    const { signal, log } = this.#options;
    let retryMs = FIRST_RETRY_MS;
    let isAway = false;
    while (!signal.aborted) {
      try {
        await this.#makeRoom();
        const next = this.state.waiting()[0];
        this.#uploading = next;
        if (next !== undefined) await this.#upload(next);
        else if (!(await this.#finish())) return;
        if (isAway) log.info('the object store is there again: back-filling');
        isAway = false;
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        if (signal.aborted) return;
        if (!isAway)
          log.warn(
            { reason: errorMessage(error), waiting: this.state.waiting().length },
            'the object store does not take segments: they wait in the spool',
          );
        isAway = true;
        await pause(retryMs * (0.5 + Math.random()), signal);
        retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
      }
    }
  }

  async #upload(row: SegmentRow): Promise<void> {
    const { files, store, signal } = this.#options;
    await this.#tail;
    if (row.state !== 'waiting') return;
    const bytes = this.#held.get(row) ?? (await files.readSegment(row.rendition, row.msn));
    const isIntact = bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === row.sha256;
    if (bytes === undefined || !isIntact) {
      this.#lose(row);
      return;
    }
    const { stream, recording } = this.state;
    const init = this.state.initToStore(row);
    if (init !== undefined) {
      await store.put(storeKeys.media(stream, recording, row.rendition, init.initName), Buffer.from(init.init, 'base64'), MEDIA, signal);
      this.#note({ kind: 'init-stored', rendition: row.rendition, run: row.run });
    }
    await store.put(storeKeys.media(stream, recording, row.rendition, row.name), bytes, MEDIA, signal);
    this.#note({ kind: 'stored', rendition: row.rendition, msn: row.msn });
    this.#options.onStored(bytes.byteLength);
    this.#spooled -= row.bytes;
    this.#held.delete(row);
    await files.removeSegment(row.rendition, row.msn).catch((error: unknown) => this.#options.disk.failed(error));
    this.#isDirty = true;
    await this.#writePlaylists(false);
  }

  /** Everything is stored: the last playlists. @returns whether there is more to do. */
  async #finish(): Promise<boolean> {
    const isOver = this.state.isEnded && !this.state.isComplete;
    if (isOver || this.#isDirty) await this.#writePlaylists(isOver);
    if (isOver) {
      this.#note({ kind: 'complete' });
      this.#options.log.info({ recording: this.state.recording, ...this.state.counts() }, 'the recording is complete in the object store');
    }
    return this.state.waiting().length > 0;
  }

  async #writePlaylists(now: boolean): Promise<void> {
    if (!this.#isDirty && !now) return;
    const everyMs = PLAYLIST_EVERY_MS + this.state.length * MS_PER_LISTED_SEGMENT;
    const waitMs = this.#lastPlaylistMs + everyMs - performance.now();
    if (!now && this.#lastPlaylistMs > 0 && waitMs > 0) {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#kick(), waitMs);
      return;
    }
    const { store, signal } = this.#options;
    const { stream, recording } = this.state;
    this.#isDirty = false;
    try {
      for (const rendition of this.state.renditions()) {
        const text = this.state.playlist(rendition);
        if (text !== undefined) await store.put(storeKeys.mediaPlaylist(stream, recording, rendition), Buffer.from(text), PLAYLIST, signal);
      }
      const multivariant = this.state.multivariant();
      if (multivariant !== undefined) {
        await store.put(storeKeys.multivariant(stream, recording), Buffer.from(multivariant), PLAYLIST, signal);
        await this.#place();
      }
      this.#lastPlaylistMs = performance.now();
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }

  /** Among the recordings of the stream: one that is back-filled late is not the newest any more. */
  async #place(): Promise<void> {
    const { store, signal } = this.#options;
    const { stream, recording, startMs } = this.state;
    if (this.#isPlaced || startMs === undefined) return;
    const there = await store.get(storeKeys.newest(stream), signal);
    const newest = there === undefined ? undefined : readNewest(Buffer.from(there).toString());
    if (newest === undefined || newest.startMs <= startMs)
      await store.put(storeKeys.newest(stream), Buffer.from(writeNewest({ recording, startMs })), POINTER, signal);
    this.#isPlaced = true;
  }

  /** The spool has a bound: the oldest segment that is not under way goes first, and the recording says so. */
  async #makeRoom(): Promise<void> {
    while (this.#spooled > this.#options.spoolMaxBytes) {
      const oldest = this.state.waiting().find((row) => row !== this.#uploading);
      if (oldest === undefined) return;
      this.#lose(oldest);
      await this.#options.files.removeSegment(oldest.rendition, oldest.msn).catch((error: unknown) => this.#options.disk.failed(error));
    }
  }

  #lose(row: SegmentRow): void {
    this.#options.log.error({ rendition: row.rendition, msn: row.msn }, 'a segment of the recording is lost');
    this.#note({ kind: 'lost', rendition: row.rendition, msn: row.msn });
    this.#spooled -= row.bytes;
    this.#held.delete(row);
    this.#isDirty = true;
  }
}
