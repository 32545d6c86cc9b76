import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { StreamState } from '../../core/contracts/stream-status.ts';
import type { RunStarted, StreamProfile, TimelineEntry } from '../../core/contracts/timeline.ts';
import type { MediaPlaylist } from '../../core/hls/media-playlist.ts';
import { renderMediaPlaylist, skippableSegments } from '../../core/hls/media-playlist.ts';
import { renderMultivariantPlaylist } from '../../core/hls/multivariant-playlist.ts';
import { RenditionWindow } from './rendition-window.ts';

const compress = promisify(gzip);

/** A playlist's text in the forms it is sent in; made once for each version and shared by everybody. */
export interface RenderedPlaylist {
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** What a live stream is now. */
export interface LiveFacts {
  readonly state: StreamState;
  readonly sinceMs: number | null;
  readonly startedMs: number | null;
  readonly recording: RecordingId | null;
}

/** Waits for a change of one rendition (or of any, where none is named); true when it came. */
export type ChangeWaiter = () => void;

/** One stream's live windows, fed from its timeline. Knows no HTTP. */
export class LiveStream {
  readonly stream: StreamId;
  #profile: StreamProfile | undefined;
  #facts: LiveFacts = { state: 'waiting', sinceMs: null, startedMs: null, recording: null };
  #newestRun: RunStarted | undefined;
  #firstMsn = 0;
  #windows = new Map<RenditionId, RenditionWindow>();
  readonly #rendered = new Map<string, { version: number; playlist: Promise<RenderedPlaylist> }>();
  readonly #waiters = new Map<RenditionId, Set<ChangeWaiter>>();

  constructor(stream: StreamId) {
    this.stream = stream;
  }

  get facts(): LiveFacts {
    return this.#facts;
  }

  get profile(): StreamProfile | undefined {
    return this.#profile;
  }

  /** There is something to play. */
  get isPlayable(): boolean {
    return this.#newestRun !== undefined && [...this.#windows.values()].every((window) => window.edge.lastMsn !== undefined);
  }

  apply(entry: TimelineEntry): void {
    switch (entry.kind) {
      case 'opened':
        this.#open(entry);
        break;
      case 'run':
        this.#startRun(entry);
        break;
      case 'part': {
        const window = this.#windows.get(entry.rendition);
        if (window?.addPart(entry) === true) this.#wake(entry.rendition);
        break;
      }
      case 'ended':
        if (this.#facts.state === 'ended') break;
        this.#facts = { ...this.#facts, state: 'ended', sinceMs: entry.atMs };
        for (const window of this.#windows.values()) window.end();
        for (const id of this.#windows.keys()) this.#wake(id);
        break;
    }
  }

  rendition(id: RenditionId): RenditionWindow | undefined {
    return this.#windows.get(id);
  }

  /** Calls back after every change of a rendition until the returned function is called. */
  onChange(id: RenditionId, waiter: ChangeWaiter): () => void {
    const set = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, set);
    set.add(waiter);
    return () => {
      set.delete(waiter);
    };
  }

  /** The multivariant playlist; undefined before the first run. */
  multivariant(): Promise<RenderedPlaylist> | undefined {
    const run = this.#newestRun;
    if (run === undefined) return undefined;
    return this.#shared('multivariant', run.run, () =>
      renderMultivariantPlaylist(run.renditions.map((one) => ({ ...one, uri: `${one.rendition}/index.m3u8` }))),
    );
  }

  /** A rendition's playlist as it is now; undefined before its first part. */
  playlist(window: RenditionWindow, delta: boolean): Promise<RenderedPlaylist> | undefined {
    if (this.#profile === undefined || window.edge.lastMsn === undefined) return undefined;
    const key = `${window.id}${delta ? ' delta' : ''}`;
    return this.#shared(key, window.version, () => {
      const value = this.#value(window);
      return value === undefined ? '' : renderMediaPlaylist(value, delta ? skippableSegments(value) : 0);
    });
  }

  #value(window: RenditionWindow): MediaPlaylist | undefined {
    if (this.#profile === undefined) return undefined;
    const others = [...this.#windows.values()].filter((other) => other.id !== window.id);
    return {
      promise: this.#profile,
      segments: window.segments,
      preloadHint: window.preloadHint,
      isEnded: window.edge.isEnded,
      reports: others.flatMap(({ id, edge }) =>
        edge.lastMsn === undefined
          ? []
          : [{ uri: `../${id}/index.m3u8`, lastMsn: edge.lastMsn, lastPart: Math.max(0, edge.lastParts - 1) }],
      ),
    };
  }

  #shared(key: string, version: number, render: () => string): Promise<RenderedPlaylist> {
    const known = this.#rendered.get(key);
    if (known !== undefined && known.version === version) return known.playlist;
    const plain = Buffer.from(render());
    const playlist = compress(plain, { level: 4 }).then((gzipped) => ({ plain, gzipped }));
    this.#rendered.set(key, { version, playlist });
    return playlist;
  }

  #open(entry: Extract<TimelineEntry, { kind: 'opened' }>): void {
    if (this.#facts.recording === entry.recording) return;
    this.#profile = entry.profile;
    this.#firstMsn = entry.firstMsn;
    this.#newestRun = undefined;
    this.#rendered.clear();
    for (const id of this.#windows.keys()) this.#wake(id);
    this.#windows = new Map(entry.profile.renditions.map((id) => [id, new RenditionWindow(id, entry.profile)]));
    this.#facts = { state: 'waiting', sinceMs: null, startedMs: entry.atMs, recording: entry.recording };
  }

  #startRun(run: RunStarted): void {
    if (this.#newestRun !== undefined && run.run <= this.#newestRun.run) return;
    this.#newestRun = run;
    for (const window of this.#windows.values()) window.startRun(run, run.firstMsn === this.#firstMsn);
    const state = run.cause === 'slate' ? 'slate' : 'live';
    if (this.#facts.state !== state) this.#facts = { ...this.#facts, state, sinceMs: run.atMs };
  }

  #wake(id: RenditionId): void {
    const waiters = this.#waiters.get(id);
    if (waiters === undefined) return;
    for (const waiter of [...waiters]) waiter();
  }
}
