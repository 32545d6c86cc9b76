import type { StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded, TimelineEntry } from '../../core/contracts/timeline.ts';
import type { LogPosition, MediaLog } from '../../core/ports/media-log.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';
import { LiveStream } from './live-stream.ts';
import type { RenditionWindow } from './rendition-window.ts';

export interface StreamDirectoryOptions {
  readonly mediaLog: MediaLog;
  readonly clock: Clock;
  readonly log: Log;
  /** A rendition's playlist has changed. */
  readonly changed: (window: RenditionWindow) => void;
  /** A part has come in. */
  readonly onPart?: (part: PartAdded) => void;
}

/** A stream that is over gives its media back after so long: nobody has any of it in front of him by then. */
const RELEASE_AFTER_MS = 5 * 60_000;
/** A log that could not be followed is tried again after so long, and the double each time. */
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;

/** Every stream that has a timeline, followed from the media log. */
export class StreamDirectory {
  readonly #options: StreamDirectoryOptions;
  readonly #streams = new Map<StreamId, LiveStream>();
  readonly #cancelRelease = new Map<StreamId, () => void>();
  readonly #aborter = new AbortController();
  readonly #following: Promise<void>[] = [];
  readonly #stop: () => void;

  constructor(options: StreamDirectoryOptions) {
    this.#options = options;
    this.#stop = options.mediaLog.onStream((stream) => this.#add(stream));
  }

  find(stream: StreamId): LiveStream | undefined {
    return this.#streams.get(stream);
  }

  all(): Iterable<LiveStream> {
    return this.#streams.values();
  }

  async close(): Promise<void> {
    this.#stop();
    this.#aborter.abort();
    for (const cancel of this.#cancelRelease.values()) cancel();
    await Promise.all(this.#following);
  }

  #add(stream: StreamId): void {
    if (this.#streams.has(stream)) return;
    const live = new LiveStream(stream, this.#options.changed);
    this.#streams.set(stream, live);
    this.#following.push(this.#follow(live));
  }

  /** Never throws, and ends only at close: a stream whose log is away goes on when it is back. */
  async #follow(live: LiveStream): Promise<void> {
    const { mediaLog, log } = this.#options;
    const { signal } = this.#aborter;
    let after: LogPosition | undefined;
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        for await (const { position, entry } of mediaLog.follow(live.stream, after, signal)) {
          after = position;
          retryMs = FIRST_RETRY_MS;
          this.#apply(live, entry);
        }
        return;
      } catch (error) {
        log.warn({ err: error, stream: live.stream, retryMs }, 'the timeline cannot be followed');
        await this.#pause(retryMs);
        retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
      }
    }
  }

  #apply(live: LiveStream, entry: TimelineEntry): void {
    try {
      live.apply(entry);
    } catch (error) {
      this.#options.log.error({ err: error, stream: live.stream, kind: entry.kind }, 'an entry of the timeline makes no sense');
      return;
    }
    if (entry.kind === 'part') this.#options.onPart?.(entry);
    if (entry.kind === 'ended') this.#releaseLater(live);
  }

  #releaseLater(live: LiveStream): void {
    const { recording } = live.facts;
    this.#cancelRelease.get(live.stream)?.();
    const cancel = this.#options.clock.after(RELEASE_AFTER_MS, () => {
      this.#cancelRelease.delete(live.stream);
      if (live.facts.state === 'ended' && live.facts.recording === recording) live.release();
    });
    this.#cancelRelease.set(live.stream, cancel);
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#aborter;
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#options.clock.after(ms, done);
      signal.addEventListener('abort', done);
    });
  }
}
