/** A source through the browser's own HLS, where there is no Media Source (iPhones). It keeps its own latency and quality. */
import type { Source, SourceRequest, SourceView } from './source.ts';

/** Safari's own word for the wall clock at media time 0 of a stream with PROGRAM-DATE-TIME. */
type WithStartDate = HTMLVideoElement & { getStartDate?: () => Date };

/** @returns true when the browser says that it plays HLS by itself. Ask only where hls.js is not supported: others say so too. */
export function playsHlsNatively(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== '';
}

export class NativeSource implements Source {
  readonly kind = 'native';
  readonly #request: SourceRequest;
  readonly #listening = new AbortController();
  #resumeSeconds: number | undefined;

  constructor(request: SourceRequest) {
    this.#request = request;
    const { video, listener, startAt } = request;
    const { signal } = this.#listening;
    video.addEventListener('progress', () => listener.progress(), { signal });
    video.addEventListener('resize', () => listener.shown(video.videoHeight), { signal });
    video.addEventListener('error', () => listener.failed(nativeError(video.error)), { signal });
    video.addEventListener(
      'loadedmetadata',
      () => {
        if (startAt === null) return;
        video.currentTime = this.#resumeSeconds ?? this.placeOf(startAt.programMs) ?? startAt.guessSeconds;
      },
      { signal },
    );
    video.src = request.url;
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
      loadingHeight: video.videoHeight === 0 ? null : video.videoHeight,
    };
  }

  placeOf(programMs: number): number | undefined {
    const startMs = this.#startMs();
    return startMs === null ? undefined : Math.max(0, (programMs - startMs) / 1000);
  }

  tick(): void {}

  choose(): void {}

  /** A recording goes on where it was; live begins at the edge. */
  restartLoad(): void {
    const { video } = this.#request;
    if (video.currentTime > 0) this.#resumeSeconds = video.currentTime;
    video.load();
  }

  recoverMedia(): void {
    this.restartLoad();
  }

  close(): void {
    this.#listening.abort();
    this.#request.video.removeAttribute('src');
    this.#request.video.load();
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
