/** Opens what is to be played, listens to it, and when it fails mends it or builds it anew. */
import { NOT_LOADED, type PlayerError, type Remedy, STOOD_STILL } from './faults.ts';
import { Mender } from './mender.ts';
import { openSource } from './open-source.ts';
import type { PlaybackFacts } from './playback-facts.ts';
import type { Source, SourceListener, SourceRequest, SourceView } from './source.ts';

/** What to open, whatever plays it. */
export type Opening = Omit<SourceRequest, 'video' | 'prefix' | 'listener' | 'height'>;

/** What the keeper asks of the engine. */
export interface KeeperHost {
  readonly video: HTMLVideoElement;
  readonly facts: PlaybackFacts;
  readonly prefix: SourceRequest['prefix'];
  /** This is about to be opened. */
  opening(what: Opening): void;
  /** A source is open, or mended: it should play if the viewer wants that. */
  ready(): void;
  /** New media is about to be appended. */
  beforeAppend(view: SourceView): void;
  /** The timeline broke. */
  broke(): void;
  /** True when nothing is on air any more: then a live playlist that is gone is no fault. */
  isOver(): boolean;
}

/** A network error this young is the reason for whatever is wrong. */
const RECENT_MS = 6_000;

export class SourceKeeper {
  readonly #host: KeeperHost;
  readonly #mender = new Mender((act) => this.#mend(act));
  #source: Source | undefined;
  #opening: Opening | undefined;
  /** Counts the sources asked for: what was asked for before does not open any more. */
  #wanted = 0;
  #networkErrorMs = Number.NEGATIVE_INFINITY;
  #backMs = Number.NEGATIVE_INFINITY;
  #hasShown = false;
  #switches = 0;
  #fatalErrors = 0;
  #recreated = 0;
  #lastError: string | null = null;

  constructor(host: KeeperHost) {
    this.#host = host;
  }

  get source(): Source | undefined {
    return this.#source;
  }

  /** A remedy is on its way: what stands still does so with a reason. */
  get isMending(): boolean {
    return this.#mender.isBusy;
  }

  get counts(): { readonly switches: number; readonly fatalErrors: number; readonly recreated: number; readonly lastError: string | null } {
    return { switches: this.#switches, fatalErrors: this.#fatalErrors, recreated: this.#recreated, lastError: this.#lastError };
  }

  /** How long ago media came again after the viewer was told that it does not. */
  sinceBackMs(nowMs: number): number {
    return nowMs - this.#backMs;
  }

  /** The network gave an error a short while ago. */
  hasNetworkTrouble(nowMs: number): boolean {
    return nowMs - this.#networkErrorMs < RECENT_MS;
  }

  open(opening: Opening): void {
    this.close();
    this.#host.opening(opening);
    this.#opening = opening;
    const { video, facts, prefix } = this.#host;
    const wanted = this.#wanted;
    const isWanted = (): boolean => wanted === this.#wanted;
    const listener = this.#listener(isWanted);
    facts.finished.value = false;
    facts.captions.value = null;
    facts.waiting.value = true;
    openSource({ ...opening, video, prefix, listener, height: facts.chosenHeight.value }, isWanted)
      .then((source) => {
        if (!isWanted()) return;
        this.#source = source;
        if (source === undefined) facts.fault.value = 'codec-refused';
        else this.#host.ready();
      })
      .catch(() => listener.failed(NOT_LOADED));
  }

  close(): void {
    this.#wanted += 1;
    this.#mender.cancel();
    this.#source?.close();
    this.#source = undefined;
    this.#hasShown = false;
  }

  /** The picture ran for that long. */
  ran(seconds: number): void {
    if (this.#mender.ran(seconds)) this.#host.facts.fault.value = null;
  }

  /** Nothing is reported, and nothing moves. */
  stoodStill(nowMs: number, tooLongMs: number): void {
    if (this.#mender.isBusy || this.#mender.sinceMs(nowMs) < tooLongMs) return;
    this.#failed(STOOD_STILL);
  }

  /** The network is back, or the viewer does not want to wait any longer. */
  retryNow(): void {
    if (this.#mender.isBusy) this.#mender.now();
    else if (this.hasNetworkTrouble(performance.now())) this.#source?.restartLoad();
  }

  #listener(isCurrent: () => boolean): SourceListener {
    const { facts } = this.#host;
    return {
      qualities: (list) => {
        if (isCurrent()) facts.qualities.value = list;
      },
      shown: (height) => {
        if (!isCurrent()) return;
        if (this.#hasShown) this.#switches += 1;
        this.#hasShown = true;
        facts.shownHeight.value = height;
      },
      captioned: (feed) => {
        if (isCurrent()) facts.captions.value = feed;
      },
      progress: () => {
        if (!isCurrent()) return;
        this.#mender.arrived();
        const isNetwork = facts.fault.value === 'origin-unreachable' || facts.fault.value === 'stream-not-there';
        if (!isNetwork) return;
        facts.fault.value = null;
        this.#backMs = performance.now();
      },
      beforeAppend: () => {
        if (isCurrent() && this.#source !== undefined) this.#host.beforeAppend(this.#source.view());
      },
      broke: () => {
        if (isCurrent()) this.#host.broke();
      },
      failed: (error) => {
        if (isCurrent()) this.#failed(error);
      },
    };
  }

  #failed(error: PlayerError): void {
    const nowMs = performance.now();
    const { facts } = this.#host;
    const isOurs = error === STOOD_STILL;
    if (error.type === 'networkError' && !isOurs) this.#networkErrorMs = nowMs;
    // Why it is not ours any more, the status knows.
    if (error.status === 403) this.#host.broke();
    if (!error.fatal) return;
    if (!isOurs) this.#fatalErrors += 1;
    this.#lastError = error.details;
    if (facts.mode.value === 'live' && this.#host.isOver()) {
      this.close();
      facts.mode.value = 'none';
      facts.waiting.value = false;
      facts.fault.value = null;
      return;
    }
    const fault = this.#mender.failed(error, nowMs);
    if (fault !== null && (!isOurs || facts.fault.value === null)) facts.fault.value = fault;
  }

  #mend(act: Remedy['act']): void {
    if (act === 'recreate') {
      this.#recreate();
      return;
    }
    if (act === 'restart-load') this.#source?.restartLoad();
    else this.#source?.recoverMedia();
    this.#host.ready();
  }

  #recreate(): void {
    const opening = this.#opening;
    if (opening === undefined) return;
    const { video, facts } = this.#host;
    const programMs = facts.positionMs.value;
    const goesOn = opening.startAt !== null && programMs !== null;
    this.#recreated += 1;
    this.open(goesOn ? { ...opening, startAt: { programMs, guessSeconds: video.currentTime } } : opening);
  }
}
