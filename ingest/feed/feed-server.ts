import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { FeedEvent } from '../../core/contracts/feed.ts';
import { EPOCH_HEADER } from '../../core/contracts/feed.ts';
import type { SessionId } from '../../core/contracts/ids.ts';
import { asSessionId } from '../../core/contracts/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Metrics } from '../../core/runtime/metrics.ts';
import type { FeedSession } from './feed-session.ts';

const BEAT_MS = 1_000;
/** A follower that does not read its events is let go. */
const MAX_EVENT_BYTES = 1024 * 1024;

export interface FeedServerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly token: string;
  readonly sessions: ReadonlyMap<SessionId, FeedSession>;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** Hands sessions on over HTTP on loopback (core/contracts/feed.ts). */
export class FeedServer {
  readonly #options: FeedServerOptions;
  readonly #followers = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => this.#answer(request, response));
  #beat: NodeJS.Timeout | undefined;

  private constructor(options: FeedServerOptions) {
    this.#options = options;
  }

  static async open(options: FeedServerOptions): Promise<FeedServer> {
    const feed = new FeedServer(options);
    await new Promise<void>((resolve, reject) => {
      feed.#server.once('error', reject);
      feed.#server.listen(options.port, '127.0.0.1', () => resolve());
    });
    feed.#beat = setInterval(() => feed.tell({ kind: 'beat', atMs: options.clock.nowMs() }), BEAT_MS);
    return feed;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : this.#options.port}`;
  }

  tell(event: FeedEvent): void {
    const line = `${JSON.stringify(event)}\n`;
    for (const follower of this.#followers) {
      if (follower.writableLength > MAX_EVENT_BYTES) follower.destroy();
      else follower.write(line);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    for (const follower of this.#followers) follower.end();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    response.socket?.setNoDelay(true);
    if (!this.#isAllowed(request.headers.authorization)) {
      response.writeHead(401).end();
      return;
    }
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET' }).end();
      return;
    }
    if (request.url === '/feed/events') this.#follow(response);
    else if (request.url === '/feed/metrics') this.#tellMetrics(response);
    else this.#sendSession(/^\/feed\/sessions\/([^/]+)\.flv$/.exec(request.url ?? '')?.[1], response);
  }

  #isAllowed(authorization: string | undefined): boolean {
    const wanted = Buffer.from(`Bearer ${this.#options.token}`);
    const given = Buffer.from(authorization ?? '');
    return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for (const session of this.#options.sessions.values()) {
      const accepted: FeedEvent = {
        kind: 'accepted',
        session: session.id,
        stream: session.stream,
        slot: session.slot,
        atMs: session.acceptedMs,
      };
      response.write(`${JSON.stringify(accepted)}\n`);
    }
    response.write(`${JSON.stringify({ kind: 'beat', atMs: this.#options.clock.nowMs() } satisfies FeedEvent)}\n`);
    this.#followers.add(response);
    response.once('close', () => this.#followers.delete(response));
  }

  #tellMetrics(response: ServerResponse): void {
    this.#options.metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': this.#options.metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }

  #sendSession(name: string | undefined, response: ServerResponse): void {
    const id = name === undefined ? undefined : asSessionId(name);
    const session = id === undefined ? undefined : this.#options.sessions.get(id);
    if (session === undefined) {
      response.writeHead(404).end();
      return;
    }
    const epoch = session.epochMs === undefined ? {} : { [EPOCH_HEADER]: String(session.epochMs) };
    response.writeHead(200, { 'content-type': 'video/x-flv', ...epoch });
    session.addReader(response);
  }
}
