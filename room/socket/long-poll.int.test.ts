import { describe, expect, it, onTestFinished } from 'vitest';
import type { RoomAnswer, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { Position } from '../../core/contracts/room/ids.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { claimOf, clientId, EPOCH } from '../channel/test-room.ts';
import { testEdge, ticketOf, WireClient } from './test-edge.ts';
import type { TestEdge, TestEdgeOptions } from './test-edge.ts';

async function edge(options?: TestEdgeOptions): Promise<TestEdge> {
  const one = await testEdge(options);
  onTestFinished(() => one.close());
  return one;
}

async function post(
  port: number,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: RoomAnswer & { code?: string; message?: string } }> {
  const response = await fetch(`http://127.0.0.1:${port}/api/room/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as RoomAnswer };
}

/** Asks again and again, as a browser does. */
class Poller {
  readonly frames: ServerFrame[] = [];
  readonly #port: number;
  readonly #claim: TicketClaim;
  at: Position | undefined;
  asked = 0;
  isStopped = false;

  constructor(port: number, claim: TicketClaim) {
    this.#port = port;
    this.#claim = claim;
  }

  async once(): Promise<readonly ServerFrame[]> {
    this.asked++;
    const { body } = await post(this.#port, 'poll', { ticket: ticketOf(this.#claim), ...(this.at === undefined ? {} : { at: this.at }) });
    for (const frame of body.frames) {
      this.frames.push(frame);
      if (frame.t === 'welcome') this.at = frame.at;
      if (frame.t === 'batch' && this.at !== undefined) this.at = { ...this.at, offset: frame.to };
    }
    return body.frames;
  }

  async run(): Promise<void> {
    while (!this.isStopped) await this.once();
  }

  get texts(): readonly string[] {
    const entries = this.frames.flatMap((frame) => (frame.t === 'welcome' || frame.t === 'batch' ? frame.entries : []));
    return entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : []));
  }
}

const say = (n: number, text = `text ${n}`) => ({ t: 'say', id: clientId(n), text });

describe('the room by long-poll', () => {
  it('welcomes, brings what happens, takes what is said, one room with the sockets', async () => {
    const { port } = await edge({ holdMs: 300 });
    const ada = await new WireClient(port).enter(claimOf(1));
    const bob = new Poller(port, claimOf(2));
    expect((await bob.once())[0]).toMatchObject({ t: 'welcome', you: { name: 'Person 2' }, missedMore: false, viewers: 2 });
    const running = bob.run();
    ada.send(say(1));
    await waitUntil(() => bob.texts.length === 1, { within: 5_000 });
    const sent = await post(port, 'send', { ticket: ticketOf(claimOf(2)), frame: say(2) });
    expect(sent.body.frames).toEqual([{ t: 'ack', id: clientId(2), offset: 2 }]);
    const again = await post(port, 'send', { ticket: ticketOf(claimOf(2)), frame: say(2) });
    expect(again.body.frames).toEqual(sent.body.frames);
    await waitUntil(() => ada.texts.length === 2 && bob.texts.length === 2, { within: 5_000 });
    bob.isStopped = true;
    await running;
    expect(bob.texts).toEqual(ada.texts);
  });

  it('answers at most once a second while much happens, and misses nothing', async () => {
    const { port } = await edge({ holdMs: 2_000, limits: { sendsAtOnce: 100 } });
    const ada = await new WireClient(port).enter(claimOf(1));
    const bob = new Poller(port, claimOf(2));
    const running = bob.run();
    for (let n = 0; n < 30; n++) {
      ada.send(say(n));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await waitUntil(() => bob.texts.length === 30, { within: 8_000 });
    bob.isStopped = true;
    await running;
    expect(bob.asked).toBeLessThan(8);
    expect(bob.texts).toEqual(ada.texts);
  });

  it('somebody who comes back on another node gets what he missed', async () => {
    const first = await edge({ holdMs: 200 });
    const second = await edge({ holdMs: 200, store: first.store });
    const bob = new Poller(first.port, claimOf(2));
    await bob.once();
    await post(first.port, 'send', { ticket: ticketOf(claimOf(1)), frame: say(1) });
    const back = new Poller(second.port, claimOf(2));
    back.at = bob.at;
    await waitUntil(async () => (await back.once()) && back.texts.length === 1, { within: 5_000 });
    expect(back.frames[0]).toMatchObject({ t: 'welcome', missedMore: false });
    back.at = { epoch: '99999999-0000-4000-8000-000000000000' as Position['epoch'], offset: 7 };
    expect((await back.once())[0]).toMatchObject({ t: 'welcome', missedMore: true, at: { epoch: EPOCH } });
  });

  it('a ban reaches who polls', async () => {
    const { port } = await edge({ holdMs: 5_000 });
    const chair = await new WireClient(port).enter(claimOf(9, { role: 'host' }));
    const bob = new Poller(port, claimOf(2));
    await bob.once();
    const held = bob.once();
    chair.send({ t: 'act', id: clientId(1), act: { act: 'ban', person: claimOf(2).ticket, erase: false } });
    expect((await held).at(-1)).toMatchObject({ t: 'bye', code: 'ROOM_BANNED', comeBackMs: null });
    expect(await post(port, 'poll', { ticket: ticketOf(claimOf(2)) })).toMatchObject({ status: 403, body: { code: 'ROOM_BANNED' } });
    expect((await post(port, 'send', { ticket: ticketOf(claimOf(2)), frame: say(5) })).body.frames[0]).toMatchObject({
      t: 'no',
      code: 'ROOM_BANNED',
    });
  });

  it('who stops asking is gone; who gives a request up asks anew', async () => {
    const { port, longPoll, hub } = await edge({ holdMs: 60_000 });
    const bob = new Poller(port, claimOf(2));
    await bob.once();
    const giveUp = new AbortController();
    const held = fetch(`http://127.0.0.1:${port}/api/room/poll`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket: ticketOf(claimOf(2)), at: bob.at }),
      signal: giveUp.signal,
    });
    giveUp.abort();
    await expect(held).rejects.toThrow();
    expect([longPoll.size, [...hub.rooms()][0]?.size]).toEqual([1, 1]);
    const ada = await new WireClient(port).enter(claimOf(1));
    ada.send(say(1));
    await waitUntil(async () => (await bob.once()) && bob.texts.length === 1, { within: 5_000 });
  });

  it('a stopping node answers what it holds with a time to come back', async () => {
    const one = await testEdge({ holdMs: 60_000 });
    const bob = new Poller(one.port, claimOf(2));
    await bob.once();
    const held = bob.once();
    await new Promise((resolve) => setTimeout(resolve, 50));
    one.longPoll.drain();
    expect((await held).at(-1)).toMatchObject({ t: 'bye', code: 'ROOM_DRAINING' });
    expect((await post(one.port, 'poll', { ticket: ticketOf(claimOf(3)) })).body).toMatchObject({ code: 'ROOM_DRAINING' });
    await one.close();
  });

  it('says too fast when it is', async () => {
    const { port } = await edge({ limits: { sendsAtOnce: 2, sendsPerSecond: 0.001 } });
    const answers = [];
    for (const n of [1, 2, 3]) answers.push((await post(port, 'send', { ticket: ticketOf(claimOf(1)), frame: say(n) })).body.frames[0]);
    expect(answers).toMatchObject([{ t: 'ack' }, { t: 'ack' }, { t: 'no', code: 'ROOM_TOO_FAST' }]);
  });

  it.each([
    { path: 'poll', body: {}, status: 400, code: 'ROOM_BAD_REQUEST', because: 'no ticket' },
    { path: 'poll', body: { ticket: ticketOf(claimOf(1)), more: 1 }, status: 400, code: 'ROOM_BAD_REQUEST', because: 'an unknown key' },
    { path: 'poll', body: { ticket: `${ticketOf(claimOf(1))}x` }, status: 401, code: 'ROOM_TICKET_INVALID', because: 'not our signature' },
    {
      path: 'poll',
      body: { ticket: ticketOf(claimOf(1, { expiresAtMs: 1_700_000_000_000 })) },
      status: 401,
      code: 'ROOM_TICKET_EXPIRED',
      because: 'it is over',
    },
    {
      path: 'send',
      body: { ticket: ticketOf(claimOf(1)), frame: { t: 'renew', ticket: ticketOf(claimOf(1)) } },
      status: 400,
      code: 'ROOM_BAD_REQUEST',
      because: 'not by this way',
    },
    {
      path: 'send',
      body: { ticket: ticketOf(claimOf(1)), frame: { ...say(1), role: 'host' } },
      status: 400,
      code: 'ROOM_BAD_REQUEST',
      because: 'a role of one’s own',
    },
  ])('refuses: $because', async ({ path, body, status, code }) => {
    const { port } = await edge();
    expect(await post(port, path, body)).toMatchObject({ status, body: { code } });
  });

  it.each([
    { body: '{"ticket":', type: 'application/json', status: 400, code: 'ROOM_BAD_REQUEST', because: 'half of a JSON' },
    { body: '<a/>', type: 'text/xml', status: 400, code: 'ROOM_BAD_REQUEST', because: 'no JSON at all' },
    { body: '"'.padEnd(40_000), type: 'application/json', status: 413, code: 'ROOM_FRAME_TOO_LARGE', because: 'too large' },
  ])('says so in the words of the room: $because', async ({ body, type, status, code }) => {
    const { port } = await edge();
    const answer = await fetch(`http://127.0.0.1:${port}/api/room/poll`, { method: 'POST', headers: { 'content-type': type }, body });
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, retryable: false }]);
  });

  it('refuses pages of other hosts', async () => {
    const { port } = await edge();
    expect(await post(port, 'poll', { ticket: ticketOf(claimOf(1)) }, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'ROOM_NOT_ALLOWED' },
    });
  });
});
