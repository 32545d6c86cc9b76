import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { StreamState } from '../../core/contracts/stream-status.ts';
import type { PartAdded, RunStarted, StreamProfile, TimelineEntry, TimelineOpened } from '../../core/contracts/timeline.ts';
import { livePlaylist } from '../../core/hls/live-playlist.ts';
import { renderMediaPlaylist } from '../../core/hls/media-playlist.ts';
import { renderMultivariantPlaylist } from '../../core/hls/multivariant-playlist.ts';
import type { RenditionReport } from '../../core/hls/rendition-report.ts';
import { RenderedPlaylist } from './rendered-playlist.ts';
import { RenditionWindow } from './rendition-window.ts';

/** What a live stream is now. */
export interface LiveFacts {
  readonly state: StreamState;
  readonly sinceMs: number | null;
  readonly startedMs: number | null;
  readonly recording: RecordingId | null;
}

/** Media of a recording that another one has followed can be had for so long. */
const KEEP_BEFORE_MS = 120_000;
/** Rates in the multivariant playlist are told in steps of this, so that it does not change with every segment. */
const RATE_STEP_BPS = 100_000;

/** One stream's live windows, fed from its timeline, and its playlists as text. Pure: knows no HTTP and no clock. */
export class LiveStream {
  readonly stream: StreamId;
  readonly #changed: (window: RenditionWindow) => void;
  #profile: StreamProfile | undefined;
  #facts: LiveFacts = { state: 'waiting', sinceMs: null, startedMs: null, recording: null };
  #newestRun: RunStarted | undefined;
  /** The newest run with the presenter's picture: what the renditions are described by while a slate is on. */
  #stageRun: RunStarted | undefined;
  #firstMsn = 0;
  #windows = new Map<RenditionId, RenditionWindow>();
  /** Those of the recording before, and until when (wall clock, Unix ms). */
  #before: { readonly windows: ReadonlyMap<RenditionId, RenditionWindow>; readonly untilMs: number } | undefined;
  readonly #rendered = new Map<string, { readonly version: string; readonly playlist: RenderedPlaylist }>();

  /** `changed` is called after every change of a rendition's playlist, and when a rendition is no more. */
  constructor(stream: StreamId, changed: (window: RenditionWindow) => void) {
    this.stream = stream;
    this.#changed = changed;
  }

  get facts(): LiveFacts {
    return this.#facts;
  }

  get profile(): StreamProfile | undefined {
    return this.#profile;
  }

  get keptBytes(): number {
    const all = [...this.#windows.values(), ...(this.#before?.windows.values() ?? [])];
    return all.reduce((sum, window) => sum + window.keptBytes, 0);
  }

  /** There is something to play in every rendition. */
  get isPlayable(): boolean {
    if (this.#newestRun === undefined || this.#windows.size === 0) return false;
    for (const window of this.#windows.values()) if (window.edge.lastMsn === undefined) return false;
    return true;
  }

  apply(entry: TimelineEntry): void {
    switch (entry.kind) {
      case 'opened':
        this.#open(entry);
        break;
      case 'run':
        this.#startRun(entry);
        break;
      case 'part':
        this.#addPart(entry);
        break;
      case 'ended':
        if (this.#facts.state === 'ended') break;
        this.#facts = { ...this.#facts, state: 'ended', sinceMs: entry.atMs };
        this.#endAll(this.#windows);
        break;
    }
  }

  /** A rendition of the recording that is on. */
  rendition(id: RenditionId): RenditionWindow | undefined {
    return this.#windows.get(id);
  }

  /** The window whose media have names with this prefix: also that of the recording before. */
  holderOf(id: RenditionId, namePrefix: string): RenditionWindow | undefined {
    const window = this.#windows.get(id);
    if (window?.profile.namePrefix === namePrefix) return window;
    const before = this.#before?.windows.get(id);
    return before?.profile.namePrefix === namePrefix ? before : undefined;
  }

  /** Gives all media back; what the stream was stays known. */
  release(): void {
    this.#endAll(this.#windows);
    this.#windows = new Map();
    this.#before = undefined;
    this.#rendered.clear();
  }

  /** The multivariant playlist; undefined while there is nothing to play. */
  multivariant(): RenderedPlaylist | undefined {
    const run = this.#stageRun ?? this.#newestRun;
    if (run === undefined || !this.isPlayable) return undefined;
    const variants = run.renditions.map((one) => {
      const { peakBps, averageBps } = this.#windows.get(one.rendition)?.measured ?? { peakBps: 0, averageBps: 0 };
      return {
        ...one,
        uri: `${one.rendition}/index.m3u8`,
        peakBps: Math.max(one.peakBps, roundUp(peakBps)),
        averageBps: Math.max(one.averageBps, roundUp(averageBps)),
      };
    });
    const version = `${run.run} ${variants.map((one) => `${one.peakBps}/${one.averageBps}`).join(' ')}`;
    return this.#shared('multivariant', version, () => renderMultivariantPlaylist(variants));
  }

  /** A rendition's playlist as it is now; undefined before its first part. */
  playlist(window: RenditionWindow, form: 'whole' | 'delta'): RenderedPlaylist | undefined {
    if (window.edge.lastMsn === undefined) return undefined;
    return this.#shared(`${window.id} ${form}`, String(window.version), () =>
      renderMediaPlaylist(
        livePlaylist(
          {
            promise: window.profile,
            segments: window.segments,
            preloadHint: window.preloadHint,
            isEnded: window.edge.isEnded,
            reports: this.#reportsFor(window),
          },
          form,
        ),
      ),
    );
  }

  /** Rule 12: one for every other rendition. */
  #reportsFor(window: RenditionWindow): readonly RenditionReport[] {
    const reports: RenditionReport[] = [];
    for (const { id, edge } of this.#windows.values()) {
      if (id === window.id || edge.lastMsn === undefined) continue;
      reports.push({ uri: `../${id}/index.m3u8`, lastMsn: edge.lastMsn, lastPart: Math.max(0, edge.lastParts - 1) });
    }
    return reports;
  }

  #shared(key: string, version: string, render: () => string): RenderedPlaylist {
    const known = this.#rendered.get(key);
    if (known !== undefined && known.version === version) return known.playlist;
    const playlist = new RenderedPlaylist(render(), `W/"${this.#profile?.namePrefix ?? ''} ${key} ${version}"`);
    this.#rendered.set(key, { version, playlist });
    return playlist;
  }

  #open(entry: TimelineOpened): void {
    // a follower that starts over gets it again
    if (this.#facts.recording === entry.recording) return;
    const before = this.#windows;
    if (before.size > 0) this.#before = { windows: before, untilMs: entry.atMs + KEEP_BEFORE_MS };
    this.#profile = entry.profile;
    this.#firstMsn = entry.firstMsn;
    this.#newestRun = undefined;
    this.#stageRun = undefined;
    this.#rendered.clear();
    this.#windows = new Map(entry.profile.renditions.map((id) => [id, new RenditionWindow(id, entry.profile)]));
    this.#facts = { state: 'waiting', sinceMs: null, startedMs: entry.atMs, recording: entry.recording };
    // now that they are not the stream's any more: whoever waits for them is told to look again
    this.#endAll(before);
  }

  #startRun(run: RunStarted): void {
    if (this.#newestRun !== undefined && run.run <= this.#newestRun.run) return;
    this.#newestRun = run;
    if (run.cause !== 'slate') this.#stageRun = run;
    for (const window of this.#windows.values()) {
      const { version } = window;
      window.startRun(run, run.firstMsn === this.#firstMsn);
      if (window.version !== version) this.#changed(window);
    }
    const state = run.cause === 'slate' ? 'slate' : 'live';
    if (this.#facts.state !== state) this.#facts = { ...this.#facts, state, sinceMs: run.atMs };
  }

  #addPart(part: PartAdded): void {
    const window = this.#windows.get(part.rendition);
    if (window?.addPart(part) === true) this.#changed(window);
    if (this.#before !== undefined && part.inputAtMs > this.#before.untilMs) this.#before = undefined;
  }

  #endAll(windows: ReadonlyMap<RenditionId, RenditionWindow>): void {
    for (const window of windows.values()) {
      window.end();
      this.#changed(window);
    }
  }
}

function roundUp(bps: number): number {
  return Math.ceil(bps / RATE_STEP_BPS) * RATE_STEP_BPS;
}
