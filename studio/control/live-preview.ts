/** The presenter's picture as it arrives, in a video element: one endless file, appended to a Media Source as it comes. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { EPOCH_HEADER } from '../../core/contracts/feed.ts';
import { edgeMove } from './preview-edge.ts';

/** The server has its keyframe at hand. */
const BEGIN_WITHIN_MS = 8_000;
/** A presenter who is there sends several pictures in this time. */
const SILENT_MS = 5_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A picture that held this long was no failure: the next one is tried at once. */
const HELD_MS = 10_000;
const KEEP_SECONDS = 10;
const LOOK_MS = 200;

export class LivePreview {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #nowMs: () => number;
  readonly #closing = new AbortController();
  readonly #isPlaying = signal(false);
  readonly #behind = signal<number | null>(null);
  #buffer: SourceBuffer | undefined;
  /** Unix ms of time 0 of the file. */
  #epochMs = Number.NaN;

  /** `nowMs`: the server's clock. Begins at once, and again whenever it ends; rests while nobody looks at the page. */
  constructor(video: HTMLVideoElement, url: string, nowMs: () => number) {
    this.#video = video;
    this.#url = url;
    this.#nowMs = nowMs;
    void this.#keepGoing();
  }

  /** There is a picture that moves. */
  get isPlaying(): ReadonlySignal<boolean> {
    return this.#isPlaying;
  }

  /** Seconds from the presenter's encoder to this screen; null: not known. */
  get behind(): ReadonlySignal<number | null> {
    return this.#behind;
  }

  close(): void {
    this.#closing.abort();
  }

  async #keepGoing(): Promise<void> {
    const { signal: closing } = this.#closing;
    const look = setInterval(() => this.#keepAtEdge(), LOOK_MS);
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.aborted) {
      const startMs = performance.now();
      // whatever it was that ended it, the next try is the answer
      await this.#play(closing).catch(() => undefined);
      batch(() => {
        this.#isPlaying.value = false;
        this.#behind.value = null;
      });
      pauseMs = performance.now() - startMs > HELD_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await pause(pauseMs, closing);
      await untilSeen(closing);
    }
    clearInterval(look);
  }

  /** One file, until it ends. */
  async #play(closing: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const hide = (): void => {
      if (document.hidden) ending.abort();
    };
    let silence = setTimeout(() => ending.abort(), BEGIN_WITHIN_MS);
    document.addEventListener('visibilitychange', hide);
    const source = new MediaSource();
    const url = URL.createObjectURL(source);
    try {
      const signals = AbortSignal.any([closing, ending.signal]);
      const answer = await fetch(this.#url, { cache: 'no-store', signal: signals });
      const type = answer.headers.get('content-type') ?? '';
      if (!answer.ok || answer.body === null || !MediaSource.isTypeSupported(type)) {
        await answer.body?.cancel();
        return;
      }
      this.#epochMs = Number(answer.headers.get(EPOCH_HEADER) ?? Number.NaN);
      this.#video.src = url;
      await happens(source, 'sourceopen', signals);
      this.#buffer = source.addSourceBuffer(type);
      for await (const bytes of piecesOf(answer.body)) {
        clearTimeout(silence);
        silence = setTimeout(() => ending.abort(), SILENT_MS);
        await this.#append(this.#buffer, bytes, signals);
        if (this.#video.paused && this.#video.buffered.length > 0) {
          this.#keepAtEdge();
          // begins when enough has come: what comes is not held up for it
          this.#video.play().catch(() => ending.abort());
        }
        if (this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#isPlaying.value = true;
      }
    } finally {
      clearTimeout(silence);
      document.removeEventListener('visibilitychange', hide);
      ending.abort();
      this.#buffer = undefined;
      this.#video.removeAttribute('src');
      this.#video.load();
      URL.revokeObjectURL(url);
    }
  }

  async #append(buffer: SourceBuffer, bytes: BufferSource, signals: AbortSignal): Promise<void> {
    buffer.appendBuffer(bytes);
    await happens(buffer, 'updateend', signals);
    const oldest = buffer.buffered.length === 0 ? 0 : buffer.buffered.start(0);
    const keepFrom = this.#video.currentTime - KEEP_SECONDS;
    if (oldest < keepFrom - KEEP_SECONDS) {
      buffer.remove(oldest, keepFrom);
      await happens(buffer, 'updateend', signals);
    }
  }

  #keepAtEdge(): void {
    const ranges = this.#video.buffered;
    if (ranges.length === 0) return;
    const edge = ranges.end(ranges.length - 1);
    const move = edgeMove(edge - this.#video.currentTime);
    if (move.kind === 'jump') this.#video.currentTime = Math.max(ranges.start(ranges.length - 1), edge - move.behind);
    else this.#video.playbackRate = move.rate;
    const behind = (this.#nowMs() - this.#epochMs) / 1_000 - this.#video.currentTime;
    this.#behind.value = Number.isFinite(behind) ? Math.max(0, behind) : null;
  }
}

async function* piecesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Waits for one event; what was listened for besides it is let go. @throws Error when the target fails, or `signals` aborts. */
async function happens(target: EventTarget, name: string, signals: AbortSignal): Promise<void> {
  signals.throwIfAborted();
  const over = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const { signal } = over;
      target.addEventListener(name, () => resolve(), { signal });
      target.addEventListener('error', () => reject(new Error(`no ${name}`)), { signal });
      signals.addEventListener('abort', () => reject(new Error('it ended')), { signal });
    });
  } finally {
    over.abort();
  }
}

/** Waits so long, or until `closing` aborts. */
function pause(ms: number, closing: AbortSignal): Promise<void> {
  const over = AbortSignal.any([closing, AbortSignal.timeout(ms)]);
  return new Promise((resolve) => {
    if (over.aborted) resolve();
    over.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function untilSeen(closing: AbortSignal): Promise<void> {
  while (document.hidden && !closing.aborted) await happens(document, 'visibilitychange', closing).catch(() => undefined);
}
