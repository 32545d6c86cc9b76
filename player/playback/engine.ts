/** The one door of playback: what the view shows are signals, what the viewer wants are methods. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type FaultKind, faultOf, nudgeTo, type PlayerError, remedyFor } from './faults.ts';
import { FrameGaps, type FrameGap } from './frame-gaps.ts';
import { LatencyController } from './latency-controller.ts';
import { mediaTimeOf } from './programme-time.ts';
import type { Quality, Source, SourceListener, SourceRequest, SourceView } from './source.ts';
import { type Stall, Stalls } from './stalls.ts';

/** What there is to play, as the stream's status tells it. */
export interface Programme {
  readonly on: boolean;
  readonly liveUrl: string | null;
  readonly recordingUrl: string | null;
  readonly startedMs: number | null;
  /** To be added to `Date.now()` for the server's clock. */
  readonly clockOffsetMs: number;
}

/** `muted`: the browser let us play only without sound. `blocked`: not even that; the viewer has to tap. */
export type Refusal = 'none' | 'muted' | 'blocked';

/** Everything measured, at one moment. For the curious (key i) and for tests. */
export interface PlaybackSnapshot {
  readonly mode: 'none' | 'live' | 'recording';
  readonly engine: 'hls' | 'native' | 'none';
  /** Seconds between the stage and this picture. */
  readonly latencySeconds: number | null;
  readonly bufferSeconds: number;
  readonly marginSeconds: number;
  readonly rate: number;
  readonly rateChanges: number;
  readonly jumps: number;
  readonly shownHeight: number | null;
  readonly loadingHeight: number | null;
  readonly switches: number;
  readonly bandwidthBps: number | null;
  readonly stalls: number;
  readonly rebuffers: readonly Stall[];
  readonly longestGapMs: number;
  readonly gaps: readonly FrameGap[];
  readonly frames: number;
  readonly droppedFrames: number;
  readonly fatalErrors: number;
  readonly lastError: string | null;
  readonly recreated: number;
  readonly position: number;
}

export interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

const TICK_MS = 100;
/** A pause shorter than this is caught up; after a longer one the viewer goes on where he stopped. */
const SHORT_PAUSE_MS = 6_000;
/** This near to the end of the programme, a seek means "live". */
const LIVE_SNAP_MS = 3_000;
/** Dry for this long is worth a word to the viewer, and for this long, worth a remedy. */
const SAY_STALLED_MS = 2_500;
const MEND_STALLED_MS = 10_000;
const WATCHDOG: PlayerError = { type: 'networkError', details: 'watchdog', fatal: true };

export class Engine {
  readonly #video: HTMLVideoElement;
  readonly #gaps: FrameGaps;
  readonly #stalls = new Stalls();
  readonly #listening = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #programme: Programme = { on: false, liveUrl: null, recordingUrl: null, startedMs: null, clockOffsetMs: 0 };
  #source: Source | undefined;
  #latency = new LatencyController(1 / 3);
  #partTarget = 1 / 3;
  /** Counts the sources asked for: what was asked for before does not open any more. */
  #wanted = 0;
  #request: Omit<SourceRequest, 'video' | 'listener' | 'height'> | undefined;
  #remedy: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #mendedMs = 0;
  #pausedMs: number | undefined;
  #stuckSince: { at: number; position: number } | undefined;
  #switches = -1;
  #rateChanges = 0;
  #jumps = 0;
  #fatalErrors = 0;
  #recreated = 0;
  #lastError: string | null = null;

  readonly #mode = signal<'none' | 'live' | 'recording'>('none');
  readonly #paused = signal(true);
  readonly #muted = signal(false);
  readonly #volume = signal(1);
  readonly #started = signal(false);
  readonly #waiting = signal(false);
  readonly #finished = signal(false);
  readonly #following = signal(true);
  readonly #behind = signal<number | null>(null);
  readonly #positionMs = signal<number | null>(null);
  readonly #range = signal<Range | null>(null);
  readonly #qualities = signal<readonly Quality[]>([]);
  readonly #chosen = signal<number | null>(null);
  readonly #shown = signal<number | null>(null);
  readonly #fault = signal<FaultKind | null>(null);
  readonly #refusal = signal<Refusal>('none');

  readonly mode: ReadonlySignal<'none' | 'live' | 'recording'> = this.#mode;
  readonly paused: ReadonlySignal<boolean> = this.#paused;
  readonly muted: ReadonlySignal<boolean> = this.#muted;
  readonly volume: ReadonlySignal<number> = this.#volume;
  /** A first picture was shown. */
  readonly started: ReadonlySignal<boolean> = this.#started;
  /** Wants to play and cannot. */
  readonly waiting: ReadonlySignal<boolean> = this.#waiting;
  /** A recording was played to its end. */
  readonly finished: ReadonlySignal<boolean> = this.#finished;
  /** At the live edge, and meant to be there. */
  readonly following: ReadonlySignal<boolean> = this.#following;
  /** Seconds behind the stage. */
  readonly behind: ReadonlySignal<number | null> = this.#behind;
  /** Programme time at the playhead, Unix ms. */
  readonly positionMs: ReadonlySignal<number | null> = this.#positionMs;
  /** What the rewind bar spans, Unix ms. */
  readonly range: ReadonlySignal<Range | null> = this.#range;
  readonly qualities: ReadonlySignal<readonly Quality[]> = this.#qualities;
  /** The height chosen by hand; null: automatic. */
  readonly chosenHeight: ReadonlySignal<number | null> = this.#chosen;
  readonly shownHeight: ReadonlySignal<number | null> = this.#shown;
  readonly fault: ReadonlySignal<FaultKind | null> = this.#fault;
  readonly refusal: ReadonlySignal<Refusal> = this.#refusal;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#gaps = new FrameGaps(video);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#listen();
  }

  /** New word of what there is to play. The live edge opens by itself when the stream comes on. */
  follow(programme: Programme): void {
    const before = this.#programme;
    this.#programme = programme;
    const comesOn = programme.on && programme.liveUrl !== null && (!before.on || before.liveUrl !== programme.liveUrl);
    if (comesOn && (this.#mode.value !== 'recording' || this.#finished.value)) this.goLive();
  }

  /** From the beginning of the recording; also what "play" means after the end. */
  playRecording(): void {
    const { startedMs } = this.#programme;
    this.#openRecording(startedMs ?? 0);
  }

  play(): void {
    if (this.#mode.value === 'live' && this.#pausedMs !== undefined) {
      const position = this.#positionMs.value;
      const away = performance.now() - this.#pausedMs;
      if (away > SHORT_PAUSE_MS && position !== null && !this.#seekLive(position) && this.#programme.recordingUrl !== null) {
        this.#openRecording(position);
        return;
      }
    }
    void this.#start();
  }

  pause(): void {
    this.#video.pause();
  }

  toggle(): void {
    if (this.#video.paused) this.play();
    else this.pause();
  }

  setMuted(muted: boolean): void {
    this.#video.muted = muted;
    if (!muted && this.#video.volume === 0) this.#video.volume = 0.5;
    if (!muted) this.#refusal.value = 'none';
  }

  /** @param volume 0..1 */
  setVolume(volume: number): void {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.setMuted(this.#video.volume === 0);
  }

  /** @param height of a rung; null: automatic. */
  choose(height: number | null): void {
    this.#chosen.value = height;
    this.#source?.choose(height);
  }

  /** To a moment of the programme, wherever it is stored. */
  seekTo(programMs: number): void {
    const range = this.#range.value;
    if (range === null) return;
    const target = Math.min(range.endMs, Math.max(range.startMs, programMs));
    if (this.#programme.on && target > range.endMs - LIVE_SNAP_MS) {
      if (this.#mode.value !== 'live' || !this.#following.value) this.goLive();
      return;
    }
    if (this.#mode.value === 'live' && this.#seekLive(target)) return;
    if (this.#mode.value === 'recording' && this.#seekRecording(target)) return;
    if (this.#programme.recordingUrl !== null) this.#openRecording(target);
  }

  seekBy(seconds: number): void {
    const position = this.#positionMs.value;
    if (position !== null) this.seekTo(position + seconds * 1000);
  }

  /** To the edge of what the stage sends. */
  goLive(): void {
    const { liveUrl } = this.#programme;
    if (liveUrl === null) return;
    this.#following.value = true;
    this.#pausedMs = undefined;
    if (this.#mode.value === 'live' && this.#source !== undefined && !this.#finished.value) {
      this.#toEdge(this.#source.view());
      this.play();
      return;
    }
    this.#mode.value = 'live';
    this.#open({ url: liveUrl, live: true, startAt: null });
  }

  snapshot(): PlaybackSnapshot {
    const view = this.#source?.view();
    return {
      mode: this.#mode.value,
      engine: this.#source?.kind ?? 'none',
      latencySeconds: this.#behind.value,
      bufferSeconds: bufferAhead(this.#video),
      marginSeconds: this.#latency.marginSeconds,
      rate: this.#video.playbackRate,
      rateChanges: this.#rateChanges,
      jumps: this.#jumps,
      shownHeight: this.#shown.value,
      loadingHeight: view?.loadingHeight ?? null,
      switches: Math.max(0, this.#switches),
      bandwidthBps: view?.bandwidthBps ?? null,
      stalls: this.#stalls.count,
      rebuffers: this.#stalls.list,
      longestGapMs: Math.round(this.#gaps.longestMs),
      gaps: this.#gaps.gaps,
      frames: this.#gaps.frames,
      droppedFrames: this.#video.getVideoPlaybackQuality?.().droppedVideoFrames ?? 0,
      fatalErrors: this.#fatalErrors,
      lastError: this.#lastError,
      recreated: this.#recreated,
      position: this.#video.currentTime,
    };
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#remedy);
    this.#listening.abort();
    this.#gaps.close();
    this.#wanted += 1;
    this.#source?.close();
    this.#source = undefined;
  }

  #listen(): void {
    const video = this.#video;
    const { signal: until } = this.#listening;
    const on = (name: keyof HTMLMediaElementEventMap, act: () => void): void => video.addEventListener(name, act, { signal: until });
    on('play', () => {
      this.#paused.value = false;
      this.#finished.value = false;
      if (this.#pausedMs !== undefined && performance.now() - this.#pausedMs > SHORT_PAUSE_MS) this.#following.value = false;
      this.#pausedMs = undefined;
    });
    on('pause', () => {
      this.#paused.value = true;
      this.#pausedMs = performance.now();
      this.#stalls.end(performance.now());
      this.#gaps.interrupt();
    });
    on('volumechange', () => {
      this.#muted.value = video.muted;
      this.#volume.value = video.volume;
    });
    on('seeking', () => {
      this.#gaps.interrupt();
      this.#latency.moved();
    });
    on('waiting', () => {
      if (video.seeking || video.paused) return;
      if (this.#started.value && this.#remedy === undefined) {
        this.#stalls.begin(performance.now(), Date.now());
        this.#latency.stalled();
      }
      this.#waiting.value = true;
    });
    on('playing', () => {
      this.#started.value = true;
      this.#waiting.value = false;
      this.#stalls.end(performance.now());
      if (this.#fault.value === 'stalled-at-edge') this.#fault.value = null;
    });
    on('ended', () => {
      this.#finished.value = true;
      this.#gaps.interrupt();
    });
  }

  #openRecording(programMs: number): void {
    const { recordingUrl, startedMs } = this.#programme;
    if (recordingUrl === null) return;
    this.#mode.value = 'recording';
    this.#following.value = false;
    const guessSeconds = startedMs === null ? 0 : Math.max(0, (programMs - startedMs) / 1000);
    this.#open({ url: recordingUrl, live: false, startAt: { programMs, guessSeconds } });
  }

  #open(request: Omit<SourceRequest, 'video' | 'listener' | 'height'>): void {
    this.#request = request;
    this.#wanted += 1;
    const wanted = this.#wanted;
    clearTimeout(this.#remedy);
    this.#remedy = undefined;
    this.#source?.close();
    this.#source = undefined;
    this.#finished.value = false;
    this.#gaps.interrupt();
    this.#stuckSince = undefined;
    this.#latency.moved();
    this.#setRate(1);
    this.#waiting.value = true;
    const mine: SourceListener = this.#listener(() => wanted === this.#wanted);
    const full: SourceRequest = { ...request, video: this.#video, listener: mine, height: this.#chosen.value };
    void openSource(full, () => wanted === this.#wanted)
      .then((source) => {
        if (wanted !== this.#wanted) return;
        this.#source = source;
        if (source === undefined) this.#fault.value = 'codec-refused';
        else void this.#start();
      })
      .catch(() => mine.failed({ ...WATCHDOG, details: 'manifestPlayerLoadError' }));
  }

  #listener(isCurrent: () => boolean): SourceListener {
    return {
      qualities: (list) => {
        if (isCurrent()) this.#qualities.value = list;
      },
      shown: (height) => {
        if (!isCurrent()) return;
        this.#shown.value = height;
        this.#switches += 1;
      },
      progress: () => {
        if (!isCurrent()) return;
        this.#tries = 0;
        clearTimeout(this.#remedy);
        this.#remedy = undefined;
        if (this.#fault.value !== 'stalled-at-edge') this.#fault.value = null;
      },
      beforeAppend: () => {
        if (isCurrent() && this.#source !== undefined) this.#steer(this.#source.view());
      },
      failed: (error) => {
        if (isCurrent()) this.#failed(error);
      },
    };
  }

  /** Plays; without sound when the browser insists; and says so. */
  async #start(): Promise<void> {
    try {
      await this.#video.play();
    } catch (error) {
      // Anything else is a play() that a pause or a new source overtook.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#refusal.value = this.#video.muted ? 'blocked' : 'muted';
      if (this.#video.muted) return;
      this.#video.muted = true;
      await this.#start();
    }
  }

  #failed(error: PlayerError): void {
    if (!error.fatal) return;
    this.#fatalErrors += error === WATCHDOG ? 0 : 1;
    this.#lastError = error.details;
    this.#fault.value = faultOf(error);
    if (this.#remedy !== undefined) return;
    const remedy = remedyFor(error, this.#tries, Math.random());
    this.#tries += 1;
    this.#mendedMs = performance.now();
    this.#remedy = setTimeout(() => {
      this.#remedy = undefined;
      if (remedy.act === 'restart-load') this.#source?.restartLoad();
      else if (remedy.act === 'recover-media') this.#source?.recoverMedia();
      else this.#recreate();
    }, remedy.delayMs);
  }

  #recreate(): void {
    const request = this.#request;
    if (request === undefined) return;
    this.#recreated += 1;
    const position = this.#positionMs.value;
    const startAt =
      request.startAt === null || position === null ? request.startAt : { programMs: position, guessSeconds: this.#video.currentTime };
    this.#open({ ...request, startAt });
  }

  #tick(): void {
    const source = this.#source;
    const nowMs = performance.now();
    if (source === undefined) return;
    const view = source.view();
    source.tick({ nowMs, stalledMs: this.#stalls.lastMs });
    this.#steer(view);
    this.#watch(view, nowMs);
    this.#tellTime(view);
  }

  /** Latency control: only at the edge, only where there are parts. */
  #steer(view: SourceView): void {
    const video = this.#video;
    if (!this.#following.value || view.partTargetSeconds === null) {
      this.#setRate(1);
      return;
    }
    if (Math.abs(view.partTargetSeconds - this.#partTarget) > 0.01) {
      this.#partTarget = view.partTargetSeconds;
      this.#latency = new LatencyController(this.#partTarget);
    }
    const decision = this.#latency.sample({
      nowMs: performance.now(),
      bufferSeconds: bufferAhead(video),
      behindSeconds: view.behindEdgeSeconds,
      playing: this.#started.value && !video.paused && !video.seeking && !this.#waiting.value,
      starving: view.starving,
    });
    if (decision.jump) this.#toEdge(view);
    this.#setRate(decision.rate);
  }

  #toEdge(view: SourceView): void {
    const end = bufferEnd(this.#video);
    const near = end === null ? null : end - this.#latency.marginSeconds - this.#partTarget;
    const isBuffered =
      near !== null && view.behindEdgeSeconds !== null && end !== null && end - this.#video.currentTime > view.behindEdgeSeconds - 1;
    const target = isBuffered ? near : view.edgeSeconds;
    if (target === null || target <= this.#video.currentTime + 0.2) return;
    this.#jumps += 1;
    this.#video.currentTime = target;
  }

  #setRate(rate: number): void {
    if (this.#video.playbackRate === rate) return;
    this.#video.playbackRate = rate;
    this.#rateChanges += 1;
  }

  /** Sees what no error event tells: a playhead in a hole, a player that waits for ever. */
  #watch(view: SourceView, nowMs: number): void {
    const video = this.#video;
    const position = video.currentTime;
    const shouldMove = this.#started.value && !video.paused && !video.seeking && !video.ended;
    if (!shouldMove || this.#stuckSince?.position !== position) this.#stuckSince = { at: nowMs, position };
    const stuckMs = nowMs - this.#stuckSince.at;
    const to = nudgeTo({
      shouldMove,
      stuckMs,
      bufferSeconds: bufferAhead(video),
      nextStartSeconds: nextStart(video),
      positionSeconds: position,
    });
    if (to !== null) video.currentTime = to;
    const dryMs = Math.max(this.#stalls.openMs(nowMs), this.#waiting.value && shouldMove ? stuckMs : 0);
    if (dryMs > SAY_STALLED_MS && this.#fault.value === null && view.programMs !== null) this.#fault.value = 'stalled-at-edge';
    if (dryMs > MEND_STALLED_MS && nowMs - this.#mendedMs > MEND_STALLED_MS && this.#remedy === undefined) this.#failed(WATCHDOG);
  }

  #tellTime(view: SourceView): void {
    const { startedMs, on, clockOffsetMs } = this.#programme;
    const serverMs = Date.now() + clockOffsetMs;
    this.#positionMs.value = view.programMs;
    this.#behind.value = this.#mode.value === 'live' && view.programMs !== null ? (serverMs - view.programMs) / 1000 : null;
    const first = view.segments.find((segment) => segment.programMs !== null);
    const last = view.segments.findLast((segment) => segment.programMs !== null);
    const listedEnd = last === undefined || last.programMs === null ? null : last.programMs + last.durationSeconds * 1000;
    const startMs = startedMs ?? first?.programMs ?? null;
    const endMs = on ? serverMs : listedEnd;
    this.#range.value = startMs === null || endMs === null ? null : { startMs: Math.min(startMs, endMs), endMs };
  }

  /** @returns false when that moment has left the live playlist. */
  #seekLive(programMs: number): boolean {
    const view = this.#source?.view();
    const first = view?.segments.find((segment) => segment.programMs !== null)?.programMs ?? null;
    if (view === undefined || first === null || programMs < first) return false;
    const place = mediaTimeOf(view.segments, programMs);
    if (place === undefined) return false;
    this.#following.value = false;
    this.#video.currentTime = place;
    return true;
  }

  /** @returns false when the recording, as this player knows it, does not reach there yet. */
  #seekRecording(programMs: number): boolean {
    const segments = this.#source?.view().segments ?? [];
    const last = segments.findLast((segment) => segment.programMs !== null);
    if (last === undefined || last.programMs === null || programMs > last.programMs + last.durationSeconds * 1000 + 4_000) return false;
    const place = mediaTimeOf(segments, programMs);
    if (place === undefined) return false;
    this.#video.currentTime = place;
    return true;
  }
}

/** Begins to fetch hls.js, so that it is there when the stream's address is. */
export function warmUp(): void {
  // What fails here is fetched again when it is needed.
  void import('./source-hls.ts').catch(() => {});
}

/** hls.js comes when it is needed and not before. @returns undefined where nothing here can play. */
async function openSource(request: SourceRequest, isWanted: () => boolean): Promise<Source | undefined> {
  const { HlsSource, isHlsSupported } = await import('./source-hls.ts');
  if (!isWanted()) return undefined;
  if (isHlsSupported()) return new HlsSource(request);
  const { NativeSource, playsHlsNatively } = await import('./source-native.ts');
  return isWanted() && playsHlsNatively(request.video) ? new NativeSource(request) : undefined;
}

function bufferAhead(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i += 1) {
    if (buffered.start(i) <= currentTime + 0.05 && buffered.end(i) > currentTime) return buffered.end(i) - currentTime;
  }
  return 0;
}

function bufferEnd(video: HTMLVideoElement): number | null {
  const { buffered } = video;
  return buffered.length === 0 ? null : buffered.end(buffered.length - 1);
}

function nextStart(video: HTMLVideoElement): number | null {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i += 1) if (buffered.start(i) > currentTime) return buffered.start(i);
  return null;
}
