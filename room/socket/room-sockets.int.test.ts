import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_FRAME_BYTES } from '../../core/contracts/room/frames.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { claimOf, clientId, EPOCH, EVENT } from '../channel/test-room.ts';
import { testEdge, ticketOf, WireClient } from './test-edge.ts';
import type { TestEdge, TestEdgeOptions } from './test-edge.ts';
import { signTicket } from '../../core/grants/ticket.ts';

async function edge(options?: TestEdgeOptions): Promise<TestEdge> {
  const one = await testEdge(options);
  onTestFinished(() => one.close());
  return one;
}

const say = (n: number, text: string) => ({ t: 'say', id: clientId(n), text });

describe('the room’s socket', () => {
  it('welcomes, acks, tells everybody; large and small frames', async () => {
    const { port } = await edge();
    const [ada, bob] = [await new WireClient(port).enter(claimOf(1), { lang: 'de' }), await new WireClient(port).enter(claimOf(2))];
    const texts = ['x'.repeat(20), 'é'.repeat(100), 'long '.repeat(700)];
    for (const [n, text] of texts.entries()) ada.send(say(n, text));
    await waitUntil(() => ada.texts.length === 3 && bob.texts.length === 3, { within: 5_000 });
    expect([ada.texts, bob.texts]).toEqual([texts, texts]);
    expect(ada.frames.filter(({ t }) => t === 'ack')).toHaveLength(3);
    ada.send({ t: 'act', id: clientId(9), act: { act: 'pin', offset: null } });
    expect(await ada.get('no')).toMatchObject({ id: clientId(9), code: 'ROOM_NOT_ALLOWED', retryable: false });
  });

  it('one database read a room, none a socket', async () => {
    const { port, store } = await edge();
    await Promise.all(Array.from({ length: 50 }, (_, n) => new WireClient(port).enter(claimOf(n))));
    expect([store.asked.open, store.asked.read, store.asked.voters]).toEqual([1, 0, 0]);
  });

  it('takes what comes right behind hello', async () => {
    const { port } = await edge();
    const ada = await new WireClient(port).open();
    ada.send({ t: 'hello', ticket: ticketOf(claimOf(1)) });
    ada.send(say(1, 'at once'));
    expect(await ada.get('ack')).toMatchObject({ id: clientId(1), offset: 1 });
    expect(ada.frames[0]?.t).toBe('welcome');
  });

  const hello = { t: 'hello', ticket: ticketOf(claimOf(1)) };
  const deep = `${'['.repeat(8_000)}${']'.repeat(8_000)}`;
  const refusals: readonly { frames: readonly unknown[]; code: number; reason?: string; because: string }[] = [
    { frames: ['nonsense'], code: 4400, reason: 'ROOM_BAD_FRAME', because: 'no JSON' },
    { frames: [say(1, 'x')], code: 4400, because: 'hello comes first' },
    { frames: [{ ...hello, more: 1 }], code: 4400, because: 'a key that there is not' },
    { frames: [`{"t":"hello","ticket":"${hello.ticket}","__proto__":{"role":"host"}}`], code: 4400, because: 'a prototype' },
    { frames: [`{"t":"hello","ticket":"${hello.ticket}","constructor":1}`], code: 4400, because: 'a constructor' },
    { frames: [deep], code: 4400, because: 'eight thousand deep' },
    { frames: [`{"t":"hello","ticket":${deep}}`], code: 4400, because: 'deep inside' },
    { frames: [[hello]], code: 4400, because: 'a list' },
    { frames: [null], code: 4400, because: 'nothing' },
    { frames: [Buffer.from(JSON.stringify(hello))], code: 4400, because: 'binary' },
    { frames: [hello, hello], code: 4400, because: 'hello twice' },
    { frames: [hello, { ...say(1, 'x'), role: 'host' }], code: 4400, because: 'a role of one’s own' },
    { frames: [hello, { ...say(1, 'x'), id: 'x' }], code: 4400, because: 'an id that is none' },
    {
      frames: [hello, { t: 'vote', id: clientId(1), poll: clientId(2), choice: { options: [1, 1] } }],
      code: 4400,
      because: 'an option twice',
    },
    { frames: [hello, { t: 'dance' }], code: 4400, because: 'an unknown kind' },
    { frames: [hello, 'x'.repeat(MAX_FRAME_BYTES + 1)], code: 4413, reason: 'ROOM_FRAME_TOO_LARGE', because: 'a byte too large' },
    { frames: [hello, 'x'.repeat(10_000_000)], code: 1009, because: 'ten megabytes' },
    { frames: [{ t: 'hello', ticket: `${hello.ticket}x` }], code: 4401, reason: 'ROOM_TICKET_INVALID', because: 'not our signature' },
    { frames: [{ t: 'hello', ticket: signTicket(claimOf(1), ['another key']) }], code: 4401, because: 'another installation’s' },
    {
      frames: [{ t: 'hello', ticket: ticketOf(claimOf(1, { expiresAtMs: 1_700_000_000_000 })) }],
      code: 4502,
      reason: 'ROOM_TICKET_EXPIRED',
      because: 'it is over',
    },
    {
      frames: [{ t: 'hello', ticket: ticketOf(claimOf(1, { event: '0190163d-8694-739b-aea5-966c26f8ad90' as typeof EVENT })) }],
      code: 4410,
      because: 'an event that there is not',
    },
    { frames: [hello, { t: 'renew', ticket: ticketOf(claimOf(2)) }], code: 4401, because: 'the ticket of another' },
    { frames: [hello, { t: 'renew', ticket: ticketOf(claimOf(1, { role: 'host' })) }], code: 4401, because: 'a role cannot be changed so' },
  ];
  for (const { frames, code, reason, because } of refusals) {
    it(`closes with ${code}: ${because}`, async () => {
      const { port } = await edge();
      const client = await new WireClient(port).open();
      for (const frame of frames) client.send(frame);
      expect(await client.ended()).toMatchObject(reason === undefined ? { code } : { code, reason });
      if (code > 4_000) expect((await client.get('bye')).message).toMatch(/\w/);
      // Nobody else is harmed.
      await new WireClient(port).enter(claimOf(5));
    });
  }

  it.each([
    { bytes: [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], code: 1007, because: 'bad UTF-8' },
    { bytes: [0x81, 0x01, 0x41], code: 1002, because: 'a frame of a client that is not masked' },
    { bytes: [0xc1, 0x81, 0, 0, 0, 0, 0x41], code: 1002, because: 'compression that nobody agreed on' },
    { bytes: [0x83, 0x80, 0, 0, 0, 0], code: 1002, because: 'an opcode that there is not' },
    {
      bytes: [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
      code: 1009,
      because: 'more bytes than there are numbers',
    },
  ])('closes with $code: $because', async ({ bytes, code }) => {
    const { port } = await edge();
    const socket = connect(port, '127.0.0.1');
    const got: Buffer[] = [];
    socket.on('data', (data) => got.push(data));
    socket.on('error', () => undefined);
    socket.write(
      'GET /room HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await waitUntil(() => Buffer.concat(got).includes('\r\n\r\n'), { within: 5_000 });
    got.length = 0;
    socket.write(Buffer.from(bytes));
    await waitUntil(() => Buffer.concat(got).length >= 4, { within: 5_000 });
    expect(Buffer.concat(got).readUInt16BE(2)).toBe(code);
    socket.destroy();
  });

  it.each([
    { origin: undefined, status: undefined, because: 'an app has no origin' },
    { origin: 'http://127.0.0.1:PORT', status: undefined, because: 'our own page' },
    { origin: 'https://stage.example', status: undefined, because: 'ours by configuration' },
    { origin: 'null', status: 403, because: 'a sandbox' },
    { origin: 'file://', status: 403, because: 'a file' },
    { origin: 'https://evil.example/x', status: 403, because: 'not an origin' },
  ])('judges the origin before the upgrade: $because', async ({ origin, status }) => {
    const { port } = await edge({ ownOrigins: ['https://stage.example'] });
    const client = await new WireClient(port, origin === undefined ? {} : { origin: origin.replace('PORT', String(port)) }).open();
    expect(client.refused).toBe(status);
  });

  it('pages of another host come in only where the event allows them', async () => {
    const { port } = await edge();
    const client = await new WireClient(port, { origin: 'https://evil.example' }).open();
    client.send({ t: 'hello', ticket: ticketOf(claimOf(1)) });
    expect(await client.ended()).toEqual({ code: 4403, reason: 'ROOM_NOT_ALLOWED' });
  });

  it('who says nothing is told so and may come back', async () => {
    const { port } = await edge({ limits: { helloMs: 50, sweepMs: 20 } });
    const client = await new WireClient(port).open();
    expect(await client.ended()).toEqual({ code: 4508, reason: 'ROOM_HELLO_TIMEOUT' });
    expect((await client.get('bye')).comeBackMs).toBeGreaterThan(0);
  });

  it('who asks too fast is told to wait; who floods is cut', async () => {
    const { port } = await edge({ limits: { sendsAtOnce: 3, framesAtOnce: 10, framesPerSecond: 1 } });
    const ada = await new WireClient(port).enter(claimOf(1));
    for (let n = 0; n < 4; n++) ada.send(say(n, 'x'));
    expect(await ada.get('no')).toMatchObject({ id: clientId(3), code: 'ROOM_TOO_FAST', retryable: true, waitMs: 1_000 });
    for (let n = 4; n < 20; n++) ada.send(say(n, 'x'));
    expect(await ada.ended()).toEqual({ code: 4429, reason: 'ROOM_FLOOD' });
  });

  it('takes so many connections, and so many from one address, and says when it is full', async () => {
    const { port, sockets } = await edge({ limits: { connections: 2, perAddress: 2 } });
    const [one] = [await new WireClient(port).open(), await new WireClient(port).open()];
    const third = await new WireClient(port).open();
    expect(third.refused).toBe(503);
    one.ws.close();
    await waitUntil(() => sockets.size === 1, { within: 5_000 });
    expect((await new WireClient(port).open()).refused).toBeUndefined();
  });

  it('one address may have its share', async () => {
    const { port, sockets } = await edge({ limits: { perAddress: 1 } });
    const one = await new WireClient(port).open();
    expect((await new WireClient(port).open()).refused).toBe(503);
    one.ws.terminate();
    await waitUntil(() => sockets.size === 0, { within: 5_000 });
    expect((await new WireClient(port).open()).refused).toBeUndefined();
  });

  it('another path is not ours', async () => {
    const { port } = await edge();
    expect((await new WireClient(port, {}, '/elsewhere').open()).refused).toBe(404);
    expect((await new WireClient(port, {}, '/room?x=1').open()).refused).toBeUndefined();
  });

  it('asks the silent whether they are there, and lets go of who is not', async () => {
    const { port, sockets } = await edge({ limits: { pingMs: 40, silentMs: 300, sweepMs: 20 } });
    const ada = await new WireClient(port).enter(claimOf(1));
    const dead = await new WireClient(port, { autoPong: false }).enter(claimOf(2));
    let pings = 0;
    ada.ws.on('ping', () => pings++);
    expect((await dead.ended()).code).toBe(1006);
    await waitUntil(() => pings > 8, { within: 5_000 });
    expect([sockets.size, ada.closed]).toEqual([1, undefined]);
  });

  it('a ban closes within a second, with the code that says stay away', async () => {
    const { port } = await edge();
    const [ada, chair] = [await new WireClient(port).enter(claimOf(1)), await new WireClient(port).enter(claimOf(2, { role: 'host' }))];
    chair.send({ t: 'act', id: clientId(1), act: { act: 'ban', person: claimOf(1).ticket, erase: false } });
    expect(await ada.ended()).toEqual({ code: 4403, reason: 'ROOM_BANNED' });
    expect((await ada.get('bye')).comeBackMs).toBeNull();
    const again = await new WireClient(port).open();
    again.send({ t: 'hello', ticket: ticketOf(claimOf(1)) });
    expect((await again.ended()).code).toBe(4403);
  });

  it('who does not read is cut with “come back”, and has lost nothing when he does', async () => {
    const limits = {
      softBytes: 64 * 1024,
      slowMs: 300,
      sweepMs: 50,
      sendsAtOnce: 1e6,
      framesAtOnce: 1e6,
      sendsPerSecond: 1e6,
      framesPerSecond: 1e6,
      unanswered: 1e6,
    };
    const { port, sockets } = await edge({ limits, channel: { queuedOps: 1e6, tickMs: 20, sliceBytes: 1e6 } });
    const [ada, slow] = [await new WireClient(port).enter(claimOf(1)), await new WireClient(port).enter(claimOf(2))];
    slow.ws.pause();
    let n = 0;
    const text = 'x'.repeat(3_900);
    await waitUntil(
      () => {
        for (let burst = 0; burst < 100; burst++) ada.send(say(n++, text));
        return sockets.size === 1;
      },
      { within: 30_000, every: 50 },
    );
    slow.ws.resume();
    await slow.ended();
    const last = slow.frames.findLast((frame) => frame.t === 'batch' || frame.t === 'welcome');
    const offset = last?.t === 'batch' ? last.to : 0;
    await waitUntil(() => ada.texts.length === n, { within: 20_000 });
    const back = await new WireClient(port).enter(claimOf(2), { at: { epoch: EPOCH, offset } });
    await waitUntil(() => slow.texts.length + back.texts.length >= n, { within: 20_000 });
    expect((await back.get('welcome')).missedMore).toBe(false);
    expect(slow.texts.length + back.texts.length).toBe(n);
  });

  it('a node that stops sends everybody away with a time of his own, after what was said is committed', async () => {
    const one = await testEdge();
    const clients = await Promise.all(Array.from({ length: 30 }, (_, n) => new WireClient(one.port).enter(claimOf(n))));
    await one.sockets.drain(200);
    const endings = await Promise.all(clients.map((client) => client.ended()));
    expect(new Set(endings.map(({ code }) => code))).toEqual(new Set([4501]));
    const times = await Promise.all(clients.map(async (client) => (await client.get('bye')).comeBackMs));
    expect(new Set(times).size).toBeGreaterThan(20);
    expect((await new WireClient(one.port).open()).refused).toBe(503);
    await one.close();
  });

  it('says so when the database is away, and opens when it is back', async () => {
    const one = await edge();
    one.health = 'away';
    const client = await new WireClient(one.port).open();
    client.send({ t: 'hello', ticket: ticketOf(claimOf(1)) });
    expect(await client.ended()).toEqual({ code: 4503, reason: 'ROOM_STORE_AWAY' });
    one.health = 'well';
    await waitUntil(
      async () => {
        const again = await new WireClient(one.port).open();
        again.send({ t: 'hello', ticket: ticketOf(claimOf(1)) });
        await waitUntil(() => again.frames.length > 0, { within: 5_000 });
        return again.frames[0]?.t === 'welcome';
      },
      { within: 10_000 },
    );
  });
});
