/** A source through the browser's own HLS, where there is no Media Source (iPhones). It keeps its own latency and quality. */
import { effect } from '@preact/signals';
import { withPass } from '../state/media-pass.ts';
import type { Source, SourceRequest, SourceView } from './source.ts';

/** Safari's own word for the wall clock at media time 0 of a stream with PROGRAM-DATE-TIME. */
type WithStartDate = HTMLVideoElement & { getStartDate?: () => Date };

/** @returns true when the browser says that it plays HLS by itself. Ask only where hls.js is not supported: others say so too. */
export function playsHlsNatively(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== '';
}

/** A playlist keeps the pass that it was opened with. After another has come the old one is good for longer than that; the picture is opened anew before it ends. */
const REOPEN_MS = 75_000;
/** Nearer to the edge than this, it begins at the edge again. */
const EDGE_SECONDS = 15;

export class NativeSource implements Source {
  readonly kind = 'native';
  readonly #request: SourceRequest;
  readonly #listening = new AbortController();
  readonly #forgetPass: () => void;
  #prefix: string;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  #resume: { readonly programMs: number | null; readonly seconds: number } | undefined;

  constructor(request: SourceRequest) {
    this.#request = request;
    const { video, listener, startAt, prefix } = request;
    const { signal } = this.#listening;
    video.addEventListener('progress', () => listener.progress(), { signal });
    video.addEventListener('resize', () => listener.shown(video.videoHeight), { signal });
    video.addEventListener('error', () => listener.failed(nativeError(video.error)), { signal });
    video.addEventListener(
      'loadedmetadata',
      () => {
        const begin = startAt === null ? undefined : { programMs: startAt.programMs, seconds: startAt.guessSeconds };
        const to = this.#resume ?? begin;
        if (to !== undefined) video.currentTime = (to.programMs === null ? undefined : this.placeOf(to.programMs)) ?? to.seconds;
      },
      { signal },
    );
    // Who has paused sees the same picture until he goes on.
    video.addEventListener('play', () => this.#isLate() && this.#reopen(), { signal });
    this.#prefix = prefix.peek();
    video.src = withPass(request.url, this.#prefix);
    this.#forgetPass = effect(() => {
      if (prefix.value === this.#prefix) return;
      this.#reopening ??= setTimeout(() => this.#onTime(), REOPEN_MS);
    });
  }

  view(): SourceView {
    const { video } = this.#request;
    const { seekable } = video;
    const startMs = this.#startMs();
    const edge = seekable.length === 0 ? null : seekable.end(seekable.length - 1);
    return {
      // Native players hold their own distance: no part target, no control.
      partTargetSeconds: null,
      behindEdgeSeconds: edge === null ? null : edge - video.currentTime,
      edgeSeconds: edge,
      listed: edge === null || startMs === null ? null : { startMs: startMs + seekable.start(0) * 1000, endMs: startMs + edge * 1000 },
      programMs: startMs === null ? null : startMs + video.currentTime * 1000,
      bandwidthBps: null,
      starving: false,
      arrivesInSeconds: null,
      calmMs: 100,
      loadingHeight: video.videoHeight === 0 ? null : video.videoHeight,
    };
  }

  latencyRule(): null {
    return null;
  }

  placeOf(programMs: number): number | undefined {
    const startMs = this.#startMs();
    return startMs === null ? undefined : Math.max(0, (programMs - startMs) / 1000);
  }

  tick(): void {}

  choose(): void {}

  /** A recording goes on where it was; live begins at the edge. */
  restartLoad(): void {
    const { video, startAt, prefix } = this.#request;
    if (video.currentTime > 0 && startAt !== null) this.#resume = this.#place();
    if (prefix.peek() === this.#prefix) video.load();
    else this.#open();
  }

  recoverMedia(): void {
    this.restartLoad();
  }

  close(): void {
    this.#listening.abort();
    this.#forgetPass();
    clearTimeout(this.#reopening);
    this.#request.video.removeAttribute('src');
    this.#request.video.load();
  }

  #onTime(): void {
    this.#reopening = undefined;
    if (!this.#request.video.paused) this.#reopen();
  }

  /** The pass that it plays with may be over. */
  #isLate(): boolean {
    return this.#reopening === undefined && this.#request.prefix.peek() !== this.#prefix;
  }

  /** Opens the same with the present pass, goes on where it was, and plays. */
  #reopen(): void {
    const { video, startAt } = this.#request;
    const { behindEdgeSeconds } = this.view();
    const isAtEdge = startAt === null && (behindEdgeSeconds === null || behindEdgeSeconds < EDGE_SECONDS);
    this.#resume = isAtEdge ? undefined : this.#place();
    this.#open();
    // Refused or overtaken: then the viewer has the button.
    video.play().catch(() => {});
  }

  #place(): { readonly programMs: number | null; readonly seconds: number } {
    return { programMs: this.view().programMs, seconds: this.#request.video.currentTime };
  }

  #open(): void {
    const { video, url, prefix } = this.#request;
    clearTimeout(this.#reopening);
    this.#reopening = undefined;
    this.#prefix = prefix.peek();
    video.src = withPass(url, this.#prefix);
  }

  #startMs(): number | null {
    const video: WithStartDate = this.#request.video;
    const ms = video.getStartDate?.().getTime() ?? Number.NaN;
    return Number.isFinite(ms) ? ms : null;
  }
}

function nativeError(error: MediaError | null): { type: string; details: string; fatal: boolean } {
  const isNetwork = error?.code === 2;
  return { type: isNetwork ? 'networkError' : 'mediaError', details: isNetwork ? 'manifestLoadError' : 'native', fatal: true };
}
