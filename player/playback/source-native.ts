/** A source through the browser's own HLS, where there is no Media Source (iPhones). It keeps its own latency and quality. */
import { mediaTimeOf } from './programme-time.ts';
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
        const startMs = this.#startMs();
        const whole = { startSeconds: 0, durationSeconds: Number.MAX_SAFE_INTEGER, programMs: startMs };
        video.currentTime = mediaTimeOf([whole], startAt.programMs) ?? startAt.guessSeconds;
      },
      { signal, once: true },
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
      segments:
        edge === null
          ? []
          : [
              {
                startSeconds: seekable.start(0),
                durationSeconds: edge - seekable.start(0),
                programMs: startMs === null ? null : startMs + seekable.start(0) * 1000,
              },
            ],
      programMs: startMs === null ? null : startMs + video.currentTime * 1000,
      bandwidthBps: null,
      starving: false,
      loadingHeight: video.videoHeight === 0 ? null : video.videoHeight,
    };
  }

  tick(): void {}

  choose(): void {}

  restartLoad(): void {
    this.#request.video.load();
  }

  recoverMedia(): void {
    this.#request.video.load();
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
