/** The one door of playback: what the view shows are signals, what the viewer wants are methods. */
import { everySecond } from '../state/seconds.ts';
import { bufferAhead } from './buffered.ts';
import { EdgePilot } from './edge-pilot.ts';
import { FrameGaps } from './frame-gaps.ts';
import { Guard } from './guard.ts';
import { EDGE, Heading } from './heading.ts';
import { PlaybackFacts, type ReadonlyFacts } from './playback-facts.ts';
import { NOTHING_ON, type Programme, type Range, reachable, resumption, wayTo, type Whereabouts } from './programme.ts';
import type { PlaybackSnapshot } from './snapshot.ts';
import type { SourceRequest, SourceView } from './source.ts';
import { SourceKeeper } from './source-keeper.ts';
import { Stalls } from './stalls.ts';
import { startPlaying } from './start.ts';

/** How soon playback is looked at again while it does not run, and when there is something to tell. */
const SOON_MS = 50;
/** A picture that moves for less than this has not come back. */
const STEADY_MS = 400;

export class Engine {
  readonly facts: ReadonlyFacts;
  readonly #facts = new PlaybackFacts();
  readonly #video: HTMLVideoElement;
  readonly #onNews: () => void;
  readonly #gaps: FrameGaps;
  readonly #pilot: EdgePilot;
  readonly #keeper: SourceKeeper;
  readonly #guard: Guard;
  readonly #stalls = new Stalls();
  readonly #heading = new Heading();
  readonly #listening = new AbortController();
  readonly #stopTelling: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #programme = NOTHING_ON;
  #listed: Range | null = null;
  /** The viewer has not paused. */
  #shouldPlay = true;
  #pausedMs: number | undefined;
  /** Figures that a person reads have to be told: once a second, and when something changed. */
  #hasNews = true;
  #movesSinceMs: number | undefined;
  /** The seek that is to come is none: to where the playhead is. */
  #staysInPlace = false;

  /**
   * @param onNews the stream did something that its status will explain: it broke off, changed or ended.
   * @param prefix the pass of the moment.
   */
  constructor(video: HTMLVideoElement, onNews: () => void, prefix: SourceRequest['prefix']) {
    const facts = this.#facts;
    this.facts = facts;
    this.#video = video;
    this.#onNews = onNews;
    this.#gaps = new FrameGaps(video);
    this.#pilot = new EdgePilot(video);
    this.#keeper = new SourceKeeper({
      video,
      facts,
      prefix,
      opening: ({ startAt }) => {
        this.#headFor(startAt?.programMs ?? EDGE);
        this.#listed = null;
        this.#gaps.interrupt();
        this.#guard.forget();
        this.#pilot.moved();
        this.#pilot.rest();
      },
      ready: () => this.#shouldPlay && void this.#start(),
      beforeAppend: (view) => this.#steer(view),
      broke: onNews,
      isOver: () => !this.#programme.on,
    });
    this.#guard = new Guard({ video, facts, keeper: this.#keeper, stalls: this.#stalls, onTrouble: onNews });
    this.#stopTelling = everySecond(() => {
      this.#hasNews = true;
      this.#tick();
    });
    this.#listen();
    this.#tick();
  }

  /** New word of what there is to play. The live edge opens by itself when the stream comes on. */
  follow(programme: Programme): void {
    const before = this.#programme;
    const { mode, finished } = this.#facts;
    this.#programme = programme;
    this.#tellSoon();
    const comesOn = programme.on && programme.liveUrl !== null && (!before.on || before.liveUrl !== programme.liveUrl);
    if (comesOn && (mode.value !== 'recording' || finished.value)) this.goLive();
  }

  /** The picture is not for this viewer any more: it ends. Following a programme begins it again. */
  leave(): void {
    const { mode, waiting, fault, started } = this.#facts;
    this.#programme = NOTHING_ON;
    this.#keeper.close();
    this.#heading.end();
    this.#stalls.end(performance.now());
    mode.value = 'none';
    started.value = false;
    waiting.value = false;
    fault.value = null;
  }

  /** From the beginning of the recording; also what "play" means after the end. */
  playRecording(): void {
    this.#shouldPlay = true;
    this.#openRecording(this.#programme.startedMs ?? 0);
  }

  /** The viewer wants to see it. */
  play(): void {
    this.#shouldPlay = true;
    if (this.#facts.finished.value && this.#programme.recordingUrl !== null) {
      this.playRecording();
      return;
    }
    if (this.#resumesElsewhere()) return;
    // The tap that play needed allows sound, too.
    if (this.#facts.refusal.value === 'blocked') this.#video.muted = false;
    void this.#start();
  }

  pause(): void {
    this.#shouldPlay = false;
    this.#video.pause();
  }

  toggle(): void {
    if (this.#video.paused) this.play();
    else this.pause();
  }

  setMuted(muted: boolean): void {
    this.#video.muted = muted;
    if (muted) return;
    if (this.#video.volume === 0) this.#video.volume = 0.5;
    this.#facts.refusal.value = 'none';
  }

  /** By the element's own word: what it tells comes later, and presses may come faster. */
  toggleMuted(): void {
    this.setMuted(!this.#video.muted);
  }

  /** @param volume 0..1 */
  setVolume(volume: number): void {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.setMuted(this.#video.volume === 0);
  }

  /** @param step added to 0..1; by the element's own word too. */
  stepVolume(step: number): void {
    this.setVolume(Math.round((this.#video.volume + step) * 100) / 100);
  }

  /** @param height of a rung; null: automatic. */
  choose(height: number | null): void {
    this.#facts.chosenHeight.value = height;
    this.#keeper.source?.choose(height);
  }

  /** To a moment of the programme, wherever it is stored. */
  seekTo(programMs: number): void {
    const range = this.#facts.range.value;
    if (range === null) return;
    const target = Math.min(range.endMs, Math.max(range.startMs, programMs));
    const { mode, following, positionMs } = this.#facts;
    const isOpening = this.#listed === null && this.#heading.toMs !== null && this.#video.readyState === 0;
    switch (wayTo(target, range, this.#whereabouts())) {
      case 'edge':
        if (mode.value !== 'live' || !following.value) this.goLive();
        break;
      case 'here':
        this.#seekHere(target);
        break;
      case 'recording':
        if (isOpening && mode.value === 'recording') {
          this.#heading.amend(target);
          positionMs.value = target;
        } else this.#openRecording(target);
        break;
      case 'none':
      default:
        break;
    }
  }

  /** Presses add up, also while the place that the first one leads to is still being opened. */
  seekBy(seconds: number): void {
    const { range, positionMs } = this.#facts;
    const target = range.value === null ? null : this.#heading.step(seconds * 1000, positionMs.value, range.value);
    if (target !== null) this.seekTo(target);
  }

  /** To the edge of what the stage sends. */
  goLive(): void {
    const { liveUrl } = this.#programme;
    if (liveUrl === null) return;
    const { mode, following, finished } = this.#facts;
    const open = mode.value === 'live' && !finished.value ? this.#keeper.source : undefined;
    following.value = true;
    this.#pausedMs = undefined;
    this.#shouldPlay = true;
    if (open !== undefined) {
      this.#headFor(EDGE);
      this.#pilot.toEdge(open.view());
      void this.#start();
      return;
    }
    mode.value = 'live';
    this.#keeper.open({ url: liveUrl, live: true, startAt: null });
  }

  /** The network is back, or the viewer does not want to wait any longer. */
  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** Frames and the gaps between them are those since it was first asked for. */
  snapshot(): PlaybackSnapshot {
    this.#gaps.watch();
    const facts = this.#facts;
    const { source, counts } = this.#keeper;
    const view = source?.view();
    return {
      ...counts,
      mode: facts.mode.value,
      engine: source?.kind ?? 'none',
      latencySeconds: facts.behind.value,
      bufferSeconds: bufferAhead(this.#video),
      marginSeconds: this.#pilot.marginSeconds,
      rate: this.#video.playbackRate,
      rateChanges: this.#pilot.rateChanges,
      jumps: this.#pilot.jumps,
      shownHeight: facts.shownHeight.value,
      loadingHeight: view?.loadingHeight ?? null,
      bandwidthBps: view?.bandwidthBps ?? null,
      stalls: this.#stalls.count,
      rebuffers: this.#stalls.list,
      longestGapMs: Math.round(this.#gaps.longestMs),
      gaps: this.#gaps.gaps,
      frames: this.#gaps.frames,
      droppedFrames: this.#video.getVideoPlaybackQuality?.().droppedVideoFrames ?? 0,
      position: this.#video.currentTime,
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopTelling();
    this.#listening.abort();
    this.#gaps.close();
    this.#keeper.close();
  }

  #listen(): void {
    const video = this.#video;
    const facts = this.#facts;
    const { signal: until } = this.#listening;
    const on = (name: keyof HTMLMediaElementEventMap, act: () => void): void => video.addEventListener(name, act, { signal: until });
    on('play', () => {
      facts.paused.value = false;
      facts.finished.value = false;
      // Not always our own doing: there are media keys, and buttons in other windows.
      this.#shouldPlay = true;
      this.#resumesElsewhere();
    });
    on('pause', () => {
      facts.paused.value = true;
      if (!video.ended) this.#shouldPlay = false;
      this.#pausedMs = performance.now();
      this.#stalls.end(performance.now());
      this.#gaps.interrupt();
    });
    on('volumechange', () => {
      facts.muted.value = video.muted;
      facts.volume.value = video.volume;
    });
    on('seeking', () => {
      this.#pilot.moved();
      // What was dry is dry still: that frame is late.
      if (!this.#staysInPlace) this.#gaps.interrupt();
      this.#staysInPlace = false;
      this.#tellSoon();
    });
    on('waiting', () => {
      if (video.seeking || video.paused) return;
      if (facts.started.value && !this.#keeper.isMending) {
        this.#stalls.begin(performance.now(), Date.now());
        this.#pilot.stalled();
      }
      facts.waiting.value = true;
    });
    on('playing', () => {
      facts.started.value = true;
      facts.waiting.value = false;
      this.#stalls.end(performance.now());
      if (facts.fault.value === 'stalled-at-edge') facts.fault.value = null;
    });
    on('ended', () => {
      facts.finished.value = true;
      this.#gaps.interrupt();
      this.#onNews();
    });
  }

  /** After a pause. @returns true when another source or another place is opened instead. */
  #resumesElsewhere(): boolean {
    const pausedMs = this.#pausedMs;
    this.#pausedMs = undefined;
    if (pausedMs === undefined || this.#facts.mode.value !== 'live') return false;
    const position = this.#facts.positionMs.value;
    const how = resumption(performance.now() - pausedMs, position, this.#whereabouts());
    if (how === 'recording' && position !== null) this.#openRecording(position);
    else if (how === 'edge') this.goLive();
    else if (how === 'behind') this.#facts.following.value = false;
    return how === 'recording' || how === 'edge';
  }

  #openRecording(programMs: number): void {
    const { recordingUrl, startedMs } = this.#programme;
    if (recordingUrl === null) return;
    this.#facts.mode.value = 'recording';
    this.#facts.following.value = false;
    const guessSeconds = startedMs === null ? 0 : Math.max(0, (programMs - startedMs) / 1000);
    this.#keeper.open({ url: recordingUrl, live: false, startAt: { programMs, guessSeconds } });
  }

  /** What is told of the place is where it goes, at once. @param toMs Unix ms or `EDGE`. */
  #headFor(toMs: number): void {
    this.#heading.begin(toMs);
    this.#tellSoon();
    if (toMs !== EDGE) this.#facts.positionMs.value = toMs;
  }

  async #start(): Promise<void> {
    const { refusal } = this.#facts;
    const refused = await startPlaying(this.#video);
    if (refused !== 'none') refusal.value = refused;
    else if (refusal.value === 'blocked') refusal.value = this.#video.muted ? 'muted' : 'none';
  }

  /** Something changed that a person reads. */
  #tellSoon(): void {
    if (this.#hasNews) return;
    this.#hasNews = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), SOON_MS);
  }

  #tick(): void {
    const calmMs = this.#look();
    clearTimeout(this.#timer);
    if (!this.#listening.signal.aborted) this.#timer = setTimeout(() => this.#tick(), calmMs);
  }

  /** @returns in how many ms it has to be looked at again. */
  #look(): number {
    const { source } = this.#keeper;
    const nowMs = performance.now();
    this.#movesSinceMs = this.#facts.moving.value ? (this.#movesSinceMs ?? nowMs) : undefined;
    this.#facts.steady.value = this.#movesSinceMs !== undefined && nowMs - this.#movesSinceMs >= STEADY_MS;
    if (source === undefined) return SOON_MS;
    const view = source.view();
    source.tick({ nowMs, stalledMs: this.#stalls.lastMs });
    this.#steer(view);
    this.#guard.look(nowMs, view.programMs !== null);
    this.#followHeading(view);
    this.#tellTime(view);
    return this.#facts.steady.value && this.#heading.toMs === null ? view.calmMs : SOON_MS;
  }

  /** Latency control: only at the edge. */
  #steer(view: SourceView): void {
    const { following, started, waiting } = this.#facts;
    const { source } = this.#keeper;
    if (!following.value || source === undefined) {
      this.#pilot.rest();
      return;
    }
    this.#pilot.steer(source, view, started.value && !waiting.value);
    if (waiting.value && this.#pilot.goOn()) this.#staysInPlace = true;
  }

  #tellTime(view: SourceView): void {
    const serverMs = Date.now() + this.#programme.clockOffsetMs;
    const { positionMs, behind, toldBehind, range, mode } = this.#facts;
    const { toMs } = this.#heading;
    const placeMs = toMs === null || toMs === EDGE ? view.programMs : toMs;
    this.#listed = view.listed;
    positionMs.value = placeMs;
    behind.value = mode.value === 'live' && view.programMs !== null ? (serverMs - view.programMs) / 1000 : null;
    if (!this.#hasNews) return;
    this.#hasNews = false;
    const reach = reachable(this.#programme, view.listed, serverMs);
    // what is being opened has no length yet: the bar keeps the one it had
    if (reach !== null || toMs === null) range.value = reach;
    toldBehind.value = placeMs === null ? null : (serverMs - placeMs) / 1000;
  }

  /** What was wanted while the source was being opened is sought as soon as it tells where that is. */
  #followHeading(view: SourceView): void {
    const video = this.#video;
    const isThere = view.programMs !== null && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    const toMs = this.#heading.look(view.listed !== null, isThere);
    if (toMs === undefined) return;
    this.#listed = view.listed;
    this.seekTo(toMs);
  }

  #whereabouts(): Whereabouts {
    return { programme: this.#programme, mode: this.#facts.mode.value, listed: this.#listed };
  }

  #seekHere(programMs: number): void {
    const place = this.#keeper.source?.placeOf(programMs);
    if (place === undefined) return;
    this.#facts.following.value = false;
    this.#facts.finished.value = false;
    this.#headFor(programMs);
    this.#video.currentTime = place;
  }
}
