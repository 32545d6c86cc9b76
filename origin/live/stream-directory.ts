import type { StreamId } from '../../core/contracts/ids.ts';
import type { MediaLog } from '../../core/ports/media-log.ts';
import type { Log } from '../../core/runtime/log.ts';
import { LiveStream } from './live-stream.ts';

/** Every stream that has a timeline, followed from the media log. */
export class StreamDirectory {
  readonly #streams = new Map<StreamId, LiveStream>();
  readonly #aborter = new AbortController();
  readonly #following: Promise<void>[] = [];
  readonly #mediaLog: MediaLog;
  readonly #log: Log;
  readonly #stop: () => void;

  constructor(mediaLog: MediaLog, log: Log) {
    this.#mediaLog = mediaLog;
    this.#log = log;
    this.#stop = mediaLog.onStream((stream) => this.#add(stream));
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
    await Promise.allSettled(this.#following);
  }

  #add(stream: StreamId): void {
    if (this.#streams.has(stream)) return;
    const live = new LiveStream(stream);
    this.#streams.set(stream, live);
    this.#following.push(this.#follow(live));
  }

  async #follow(live: LiveStream): Promise<void> {
    try {
      for await (const { entry } of this.#mediaLog.follow(live.stream, undefined, this.#aborter.signal)) live.apply(entry);
    } catch (error) {
      this.#log.error({ err: error, stream: live.stream }, 'the timeline can no longer be followed');
    }
  }
}
