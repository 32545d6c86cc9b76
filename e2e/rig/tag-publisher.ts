import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FLV_AUDIO, FLV_VIDEO } from '../../core/flv/flv-reader.ts';
import { RtmpClient } from '../../ingest/testing/rtmp-client.ts';

const TICK_MS = 10;

/** A tag, when to send it, and the timestamp that it says it has. */
export interface TimedTag {
  readonly tag: FlvTag;
  /** After the first one, ms. */
  readonly sendMs: number;
  /** Unsigned 32 bits. */
  readonly timestampMs: number;
}

/** An encoder that sends exactly what it is given, when it is told. */
export class TagPublisher {
  readonly #client: RtmpClient;
  #isClosed = false;

  private constructor(client: RtmpClient) {
    this.#client = client;
  }

  /** Logs in. @throws Error when it is not let in. */
  static async open(url: string): Promise<TagPublisher> {
    const { port, pathname } = new URL(url.replace('rtmp:', 'http:'));
    const [, app = '', key = ''] = pathname.split('/');
    const client = await RtmpClient.open({ port: Number(port) });
    const { code, description } = await client.publish(app, key);
    if (code !== 'NetStream.Publish.Start') throw new Error(`not let in: ${code} ${description}`);
    return new TagPublisher(client);
  }

  /** Bytes on the connection, as they are. */
  write(bytes: Buffer): void {
    this.#client.write(bytes);
  }

  /** Sends tags, each in its time; resolves when the last is sent, or the connection is over. */
  async play(tags: readonly TimedTag[]): Promise<void> {
    const startMs = performance.now();
    let next = 0;
    while (next < tags.length && this.#client.end === undefined && !this.#isClosed) {
      const nowMs = performance.now() - startMs;
      for (let one = tags[next]; one !== undefined && one.sendMs <= nowMs; one = tags[++next]) this.#send(one);
      await new Promise((resolve) => {
        setTimeout(resolve, TICK_MS);
      });
    }
  }

  /** Everything the server said about this publish, in order. */
  said(): readonly string[] {
    return this.#client.statuses.map((status) => status.description);
  }

  /** Waits until the server has closed the connection. */
  async untilEnd(withinMs: number): Promise<void> {
    await this.#client.untilEnd(withinMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#client.close();
  }

  #send({ tag, timestampMs }: TimedTag): void {
    if (tag.type === FLV_VIDEO) this.#client.video(timestampMs, tag.body);
    else if (tag.type === FLV_AUDIO) this.#client.audio(timestampMs, tag.body);
  }
}

/** Tags in real time at their own timestamps, moved by `shiftMs` (modulo 32 bits); `afterMs` later than they would be. */
export function inRealTime(tags: readonly FlvTag[], options: { readonly shiftMs?: number; readonly afterMs?: number } = {}): TimedTag[] {
  const { shiftMs = 0, afterMs = 0 } = options;
  return tags.map((tag) => ({ tag, sendMs: tag.timestampMs + afterMs, timestampMs: (tag.timestampMs + shiftMs) >>> 0 }));
}
