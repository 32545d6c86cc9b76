import type { FeedEntry } from '../../core/contracts/room/entries.ts';
import type { ServerFrame } from '../../core/contracts/room/frames.ts';
import type { Position } from '../../core/contracts/room/ids.ts';
import type { Joined } from '../../core/contracts/room/join.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';

/** Comes into an open event. @param http where Plenary is. @throws Error with what it said. */
export async function joinEvent(http: string, event: string, name: string): Promise<Joined> {
  const answer = await fetch(`${http}/api/join/${event}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Joined;
}

/** Somebody in the room, by the wire alone. */
export class Guest {
  readonly frames: ServerFrame[] = [];
  readonly #socket: WebSocket;

  /** @param at what he has seen already. */
  constructor(http: string, ticket: string, at?: Position) {
    this.#socket = new WebSocket(`${http.replace('http', 'ws')}/room`);
    this.#socket.addEventListener('open', () =>
      this.#socket.send(JSON.stringify({ t: 'hello', ticket, ...(at === undefined ? {} : { at }) })),
    );
    this.#socket.addEventListener('message', ({ data }) => this.frames.push(JSON.parse(String(data)) as ServerFrame));
    this.#socket.addEventListener('error', () => undefined);
  }

  get entries(): readonly FeedEntry[] {
    return this.frames.flatMap((frame) => (frame.t === 'welcome' || frame.t === 'batch' ? frame.entries : []));
  }

  get texts(): readonly string[] {
    return this.entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : []));
  }

  get at(): Position | undefined {
    const welcome = this.frames.find((frame) => frame.t === 'welcome');
    const last = this.frames.findLast((frame) => frame.t === 'batch');
    return welcome === undefined ? undefined : { ...welcome.at, offset: last?.to ?? welcome.at.offset };
  }

  /** Resolves when it is in the database. */
  async say(text: string): Promise<void> {
    const id = uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    await waitUntil(() => this.frames.length > 0, { within: 15_000, what: 'a welcome' });
    this.#socket.send(JSON.stringify({ t: 'say', id, text }));
    await waitUntil(() => this.frames.some((frame) => frame.t === 'ack' && frame.id === id), { within: 15_000, what: `an ack of ${text}` });
  }

  close(): void {
    this.#socket.close();
  }
}
