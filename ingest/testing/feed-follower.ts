import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { FeedEvent } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';

export interface FeedPlace {
  readonly url: string;
  readonly token: string;
}

const PATIENCE_MS = 10_000;

/** What a transcoder sees of a feed. */
export class FeedFollower {
  readonly #place: FeedPlace;
  readonly #responses = new Set<IncomingMessage>();
  /** Without the beats. */
  readonly events: FeedEvent[] = [];

  private constructor(place: FeedPlace) {
    this.#place = place;
  }

  static async open(place: FeedPlace): Promise<FeedFollower> {
    const follower = new FeedFollower(place);
    const response = await follower.get('/feed/events');
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (text + piece).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const event = JSON.parse(line) as FeedEvent;
        if (event.kind !== 'beat') follower.events.push(event);
      }
    });
    return follower;
  }

  /** Answers 200; @throws Error when it does not. */
  async get(path: string): Promise<IncomingMessage> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#place.token}` };
      request(this.#place.url + path, { headers, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    this.#responses.add(response);
    response.on('error', () => undefined);
    if (response.statusCode !== 200) throw new Error(`the feed answered ${response.statusCode}`);
    return response;
  }

  /** The `count`th accepted session of a stream, from 1. */
  async accepted(stream: StreamId, count = 1): Promise<SessionId> {
    const found = await waitUntil(() => this.of('accepted', stream)[count - 1], { within: PATIENCE_MS, what: `${stream} accepted` });
    return (found as Extract<FeedEvent, { kind: 'accepted' }>).session;
  }

  /** Events of one kind about one stream. */
  of(kind: FeedEvent['kind'], stream: StreamId | null): readonly FeedEvent[] {
    return this.events.filter((event) => event.kind === kind && 'stream' in event && event.stream === stream);
  }

  async until(kind: FeedEvent['kind'], stream: StreamId | null, within = PATIENCE_MS): Promise<FeedEvent> {
    return waitUntil(() => this.of(kind, stream)[0], { within, what: `${kind} of ${stream}` });
  }

  /** Reads a session; `tags` grows, and `isOver` becomes true when the feed has ended it. */
  async read(session: SessionId): Promise<{ readonly tags: readonly FlvTag[]; isOver: boolean }> {
    const response = await this.get(`/feed/sessions/${session}.flv`);
    const reader = new FlvReader();
    const tags: FlvTag[] = [];
    const reading = { tags, isOver: false };
    response.on('data', (bytes: Buffer) => tags.push(...reader.push(bytes)));
    response.on('close', () => {
      reading.isOver = true;
    });
    return reading;
  }

  close(): void {
    for (const response of this.#responses) response.destroy();
  }
}
