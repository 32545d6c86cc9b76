/** Attacks on the socket: the handshake, the WebSocket's frames, the room's protocol, tickets, rights. */
import { deflateRawSync } from 'node:zlib';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { signText } from '../../core/grants/signature.ts';
import type { TicketClaim } from '../../core/grants/ticket.ts';
import { signTicket } from '../../core/grants/ticket.ts';
import type { ClientId, EventId, TicketId } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import type { Random } from './bytes.ts';
import { below, cut, frame, noise, pick, upgrade } from './bytes.ts';
import type { FuzzCase, MakeCase } from './cases.ts';
import { deepJson, poisonedKeys, spoiled, strangeText } from './json.ts';
import type { FuzzWorld } from './world.ts';

const BAD_FRAME = ['4400 ROOM_BAD_FRAME'];
/** Whoever is still sending when the connection is cut may not hear why (RFC 1122 §4.2.2.13). */
const tooMuch = (code: string) => [code, 'gone'];
const MIB = 1024 * 1024;

export const SOCKET_KINDS: Readonly<Record<string, MakeCase>> = {
  // the handshake
  'an origin that is none': (random) => ({
    pieces: [
      upgrade({
        Origin: pick(random, ['null', 'file://', 'javascript:alert(1)', 'https://x.example/path', 'http://', 'https://a b', '*']),
      }),
    ],
    expects: ['http 403 ROOM_NOT_ALLOWED'],
  }),
  'the page of somebody else': (random, world, nowMs) => ({
    pieces: [upgrade({ Origin: `https://evil${below(random, 99)}.example` }), hello(random, ticketFor(random, world, nowMs))],
    expects: ['4403 ROOM_NOT_ALLOWED'],
  }),
  'a handshake that is none': (random) => ({
    pieces: [
      pick(random, [
        upgrade({ 'Sec-WebSocket-Key': undefined }),
        upgrade({ 'Sec-WebSocket-Key': 'short' }),
        upgrade({ 'Sec-WebSocket-Version': pick(random, ['0', '7', '99', 'x']) }),
        upgrade({ Upgrade: 'h2c' }),
        upgrade({ 'Sec-WebSocket-Protocol': 'a,a' }),
        upgrade({}, 'POST /room HTTP/1.1'),
      ]),
    ],
    expects: ['http 400 ROOM_BAD_REQUEST'],
  }),
  'a handshake elsewhere': (random) => ({
    pieces: [upgrade({}, `GET ${pick(random, ['/', '/rooms', '/room/', '/room%2f', '//room', '/api/room'])} HTTP/1.1`)],
    expects: ['http 404 ROOM_NO_SUCH_EVENT'],
  }),
  'a handshake that stops halfway': (random) => {
    const whole = upgrade();
    return {
      pieces: [whole.subarray(0, 1 + below(random, whole.length - 2))],
      hangsUp: hangsUp(random),
      expects: ['gone', 'http 400', 'http 408'],
    };
  },
  'somebody who hangs up after the handshake': (random, world, nowMs) => ({
    pieces: [upgrade(), ...(random() < 0.5 ? [hello(random, ticketFor(random, world, nowMs))] : [])],
    ...{ hangsUp: hangsUp(random), expects: ['gone', 'answered', '1005', '1006'] },
  }),
  // the frames of a WebSocket
  'bytes that are no frames': (random) => ({
    pieces: [upgrade(), ...cut(random, noise(random, 1 + below(random, 3_000)))],
    ...{ hangsUp: 'politely', expects: ['1002', '1007', '1009', '4400 ROOM_BAD_FRAME', 'gone', '1005', '1006'] },
  }),
  'frames that break RFC 6455': (random) => ({ pieces: [upgrade(), ...cut(random, brokenFrame(random))], expects: ['1002'] }),
  'compressed bombs': (random) => ({
    pieces: [
      upgrade({
        'Sec-WebSocket-Extensions': pick(random, [
          'permessage-deflate',
          'permessage-deflate; client_max_window_bits',
          'x-webkit-deflate-frame',
        ]),
      }),
      frame(random, deflateRawSync(Buffer.alloc(256 * 1024 + below(random, MIB))), { first: 0xc1 }),
    ],
    expects: ['1002'],
  }),
  'texts that are no UTF-8': (random) => ({
    pieces: [upgrade(), ...cut(random, frame(random, Buffer.concat([Buffer.from('{"t":"'), pick(random, BAD_UTF8), Buffer.from('"}')])))],
    expects: ['1007'],
  }),
  'binary frames': (random) => ({
    pieces: [
      upgrade(),
      ...cut(random, frame(random, random() < 0.5 ? noise(random, below(random, 200)) : '{"t":"hello"}', { first: 0x82 })),
    ],
    expects: BAD_FRAME,
  }),
  'frames a little too large': (random, world, nowMs) => ({
    pieces: [
      upgrade(),
      frame(random, JSON.stringify({ t: 'hello', ticket: ticketFor(random, world, nowMs) }).padEnd(16_385 + below(random, 40_000))),
    ],
    expects: ['4413 ROOM_FRAME_TOO_LARGE'],
  }),
  'frames of ten megabytes': (random) => ({
    pieces: [
      upgrade(),
      frame(random, noise(random, 1_000), { length: pick<number | bigint>(random, [10 * MIB, 4_294_967_296, 2n ** 53n, 2n ** 63n]) }),
      ...(random() < 0.2 ? [Buffer.alloc(10 * MIB)] : []),
    ],
    expects: tooMuch('1009'),
  }),
  'ten megabytes in pieces': (random) => {
    const piece = () => frame(random, Buffer.alloc(60_000, 97), { first: 0x00 });
    return {
      pieces: [upgrade(), frame(random, Buffer.alloc(60_000, 97), { first: 0x01 }), piece(), piece(), piece()],
      expects: tooMuch('1009'),
    };
  },
  'a frame in too many pieces': (random) => ({
    pieces: [
      upgrade(),
      Buffer.concat([
        frame(random, '{', { first: 0x01 }),
        ...Array.from({ length: 70 + below(random, 500) }, () => frame(random, ' ', { first: 0x00 })),
      ]),
    ],
    expects: tooMuch('1008'),
  }),
  'a flood of pings': (random) => ({
    pieces: [
      upgrade(),
      Buffer.concat(Array.from({ length: 130 + below(random, 200) }, () => frame(random, noise(random, 8), { first: 0x89 }))),
    ],
    // ws itself lets go of who does not read its pongs
    expects: ['4429 ROOM_FLOOD', 'gone'],
  }),
  'a flood behind the hello': (random, world, nowMs) => ({
    pieces: [
      upgrade(),
      hello(random, ticketFor(random, world, nowMs)),
      Buffer.concat(Array.from({ length: 200 + below(random, 100) }, () => text(random, { t: 'react', kind: 'like' }))),
    ],
    expects: ['4429 ROOM_FLOOD'],
  }),
  // the protocol of the room
  'texts that are no JSON': (random) => ({
    pieces: [
      upgrade(),
      ...cut(
        random,
        frame(
          random,
          pick(random, ['', 'null', '[]', '{', '0', '"hello"', '{"t":"hello"}x', "{'t':'hello'}", '{"t":NaN}', strangeText(random)]),
        ),
      ),
    ],
    expects: BAD_FRAME,
  }),
  'JSON nested deeply': (random, world, nowMs) => ({
    pieces: [upgrade(), ...maybeHello(random, world, nowMs), frame(random, deepJson(random, 16_000))],
    expects: BAD_FRAME,
  }),
  'keys that JavaScript knows': (random, world, nowMs) => ({
    pieces: [
      upgrade(),
      ...maybeHello(random, world, nowMs),
      frame(random, poisonedKeys(random, { t: 'say', id: newId(random, nowMs), text: 'x' })),
    ],
    expects: BAD_FRAME,
  }),
  'a hello that is spoiled': (random, world, nowMs) => ({
    pieces: [
      upgrade(),
      text(
        random,
        spoiled(random, {
          t: 'hello',
          ticket: ticketFor(random, world, nowMs),
          lang: 'en',
          at: { epoch: newId(random, nowMs), offset: 1 },
        }),
      ),
    ],
    expects: BAD_FRAME,
  }),
  'a frame that is spoiled': (random, world, nowMs) => ({
    pieces: [upgrade(), hello(random, ticketFor(random, world, nowMs)), text(random, spoiled(random, goodFrame(random, world, nowMs)))],
    expects: BAD_FRAME,
  }),
  'frames in the wrong order': (random, world, nowMs) => {
    const [first, again] = [hello(random, ticketFor(random, world, nowMs)), hello(random, ticketFor(random, world, nowMs))];
    return {
      pieces: [upgrade(), ...(random() < 0.5 ? [text(random, goodFrame(random, world, nowMs))] : [first, again])],
      expects: BAD_FRAME,
    };
  },
  'places in a history that never was': (random, world, nowMs) => {
    const at = { epoch: newId(random, nowMs), offset: pick(random, [0, 1, Number.MAX_SAFE_INTEGER, below(random, 1e9)]) };
    const voted = Array.from({ length: below(random, 20) }, () => newId(random, nowMs));
    return answered(random, { world, nowMs, more: { at, voted }, frames: [] });
  },
  // tickets
  'forged tickets': (random, world, nowMs) => ({
    pieces: [upgrade(), hello(random, forgedTicket(random, world, nowMs))],
    expects: ['4401 ROOM_TICKET_INVALID'],
  }),
  'expired tickets': (random, world, nowMs) => ({
    pieces: [upgrade(), hello(random, ticketFor(random, world, nowMs, { expiresAtMs: nowMs - 1 - below(random, 1e9) }))],
    expects: ['4502 ROOM_TICKET_EXPIRED'],
  }),
  'tickets of events that are not there': (random, world, nowMs) => ({
    pieces: [upgrade(), hello(random, ticketFor(random, world, nowMs, { event: newId(random, nowMs) as string as EventId }))],
    expects: ['4410 ROOM_NO_SUCH_EVENT'],
  }),
  'a renewal with somebody else’s ticket': (random, world, nowMs) => ({
    pieces: [
      upgrade(),
      hello(random, ticketFor(random, world, nowMs)),
      text(random, {
        t: 'renew',
        ticket: random() < 0.5 ? ticketFor(random, world, nowMs, { event: world.theirs.id }) : forgedTicket(random, world, nowMs),
      }),
    ],
    expects: ['4401 ROOM_TICKET_INVALID'],
  }),
  // rights
  'what an attendee may not do': (random, world, nowMs) =>
    answered(random, {
      ...{ world, nowMs },
      frames: [
        [{ t: 'backstage', text: 'psst' }, ['ROOM_NOT_ALLOWED']],
        [{ t: 'act', act: { act: 'ban', person: world.ours.ticket, erase: true } }, ['ROOM_NOT_ALLOWED']],
        [{ t: 'act', act: { act: 'rules', change: { chat: 'off' } } }, ['ROOM_NOT_ALLOWED']],
        [{ t: 'act', act: { act: 'close-poll', poll: world.ours.poll } }, ['ROOM_NOT_ALLOWED']],
        [{ t: 'act', act: { act: 'redirect', url: 'https://evil.example' } }, ['ROOM_NOT_ALLOWED']],
      ],
    }),
  'things of another event': (random, world, nowMs) =>
    answered(random, {
      ...{ world, nowMs },
      more: { voted: [world.theirs.poll] },
      frames: [
        [{ t: 'vote', poll: world.theirs.poll, choice: { options: [0] } }, ['ROOM_NO_SUCH_POLL']],
        [{ t: 'upvote', question: newId(random, nowMs), on: true }, ['ROOM_NO_SUCH_QUESTION']],
      ],
    }),
  'a moderator beyond his event': (random, world, nowMs) =>
    answered(random, {
      ...{ world, nowMs, role: 'moderator' as const },
      frames: [
        [{ t: 'act', act: { act: 'ban', person: world.theirs.ticket, erase: true } }, ['ROOM_NO_SUCH_PERSON']],
        [{ t: 'act', act: { act: 'open-poll', poll: world.theirs.poll } }, ['ROOM_NO_SUCH_POLL']],
        [{ t: 'act', act: { act: 'remove-message', offset: 2 ** 40 } }, ['ROOM_NO_SUCH_MESSAGE']],
      ],
    }),
  'votes that are none': (random, world, nowMs) =>
    answered(random, {
      ...{ world, nowMs },
      frames: [
        [
          {
            t: 'vote',
            poll: world.ours.poll,
            choice: pick<object>(random, [{ options: [49] }, { value: 3 }, { text: 'one' }, { options: [0, 1] }]),
          },
          ['ROOM_CHOICE_INVALID', 'ROOM_TOO_MANY_CHOICES'],
        ],
        [{ t: 'vote', poll: world.ours.poll, choice: { options: [3] } }, ['ROOM_CHOICE_INVALID']],
      ],
    }),
  'texts that should not be shown': (random, world, nowMs) =>
    answered(random, {
      ...{ world, nowMs },
      frames: [
        [{ t: 'say', text: pick(random, ['\u200b\u200b', ' \n ', '\u0000', '\u202e\u2066']) }, ['ROOM_TEXT_EMPTY']],
        [{ t: 'say', text: '😀'.repeat(501) }, ['ROOM_TEXT_TOO_LONG']],
        [
          { t: 'ask', text: strangeText(random) },
          ['ack', 'ROOM_TEXT_EMPTY', 'ROOM_TEXT_TOO_LONG', 'ROOM_LINKS_OFF', 'ROOM_TOO_MANY_QUESTIONS', 'ROOM_TOO_FAST'],
        ],
        [
          { t: 'say', text: strangeText(random) },
          ['ack', 'ROOM_TEXT_EMPTY', 'ROOM_TEXT_TOO_LONG', 'ROOM_LINKS_OFF', 'ROOM_SLOW_MODE', 'ROOM_TOO_FAST'],
        ],
      ],
    }),
  'the same act again': (random, world, nowMs) => {
    const id = newId(random, nowMs);
    return answered(random, {
      ...{ world, nowMs },
      frames: [
        [{ t: 'vote', id, poll: world.ours.poll, choice: { options: [0] } }, ['ack']],
        [{ t: 'vote', id, poll: world.ours.poll, choice: { options: [1] } }, ['ack']],
      ],
    });
  },
};

/** Frames of somebody who is in; each is answered, then he leaves in order. */
function answered(
  random: Random,
  options: {
    readonly world: FuzzWorld;
    readonly nowMs: number;
    readonly role?: TicketClaim['role'];
    readonly more?: object;
    readonly frames: readonly (readonly [object, readonly string[]])[];
  },
): FuzzCase {
  const { world, nowMs, role = 'attendee', more = {}, frames } = options;
  // a known refusal at the end shows that the connection is still taken for good
  const all = [...frames, [{ t: 'vote', poll: newId(random, nowMs), choice: { value: 1 } }, ['ROOM_NO_SUCH_POLL']] as const];
  const sent = all.map(([body, wanted]) => ({ body: { id: newId(random, nowMs), ...body }, wanted }));
  return {
    pieces: [
      upgrade(),
      text(random, { t: 'hello', ticket: ticketFor(random, world, nowMs, { role }), ...more }),
      ...sent.map(({ body }) => text(random, body)),
    ],
    ...{ answers: sent.length, expects: ['answered'], replies: Object.fromEntries(sent.map(({ body, wanted }) => [body.id, wanted])) },
  };
}

const hangsUp = (random: Random) => pick(random, ['politely', 'rudely'] as const);

/** A good one, for our event unless it is said otherwise. */
export function ticketFor(random: Random, world: FuzzWorld, nowMs: number, more: Partial<TicketClaim> = {}): string {
  return signTicket(
    {
      ...{ event: world.ours.id, ticket: newId(random, nowMs) as string as TicketId, name: 'Eve', role: 'attendee' },
      ...{ session: newId(random, nowMs), maxSessions: 0, expiresAtMs: nowMs + 3_600_000 },
      ...more,
    },
    deriveKeys([world.secret], 'ticket'),
  );
}

/** Of another secret or purpose, changed after it was signed, or with a form of its own; never valid. */
export function forgedTicket(random: Random, world: FuzzWorld, nowMs: number): string {
  const good = ticketFor(random, world, nowMs);
  const [claim = '', signature = ''] = good.split('.');
  const raised = Buffer.from(Buffer.from(claim, 'base64url').toString().replace('attendee', 'host')).toString('base64url');
  const key = deriveKeys([world.secret], 'ticket')[0];
  const signed = (value: unknown) => {
    const part = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part}.${signText(part, key)}`;
  };
  const at = below(random, signature.length);
  return pick(random, [
    signTicketWith('another secret, of thirty-two characters at least', random, world, nowMs),
    `${claim}.${signText(claim, deriveKeys([world.secret], 'media')[0])}`,
    `${raised}.${signature}`,
    `${claim}.${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`,
    `${claim}.${signature}.${signature}`,
    `${claim}.`.padEnd(60, 'A'),
    // our own signature under things that are no claim
    signed(['x'.repeat(below(random, 300))]),
    signed({ ...(JSON.parse(Buffer.from(claim, 'base64url').toString()) as object) }),
    signed([1, world.ours.id, world.ours.ticket, 7, 'attendee', 's', 0, nowMs + 1e6]),
    signed([1, world.ours.id, world.ours.ticket, 'Eve', 'owner', 's', 0, nowMs + 1e6]),
    signed([1, world.ours.id, world.ours.ticket, 'Eve', '__proto__', 's', -1, Number.MAX_VALUE]),
  ]);
}

function signTicketWith(secret: string, random: Random, world: FuzzWorld, nowMs: number): string {
  return ticketFor(random, { ...world, secret }, nowMs);
}

function hello(random: Random, ticket: string): Buffer {
  return text(random, { t: 'hello', ticket });
}

function maybeHello(random: Random, world: FuzzWorld, nowMs: number): readonly Buffer[] {
  return random() < 0.5 ? [] : [hello(random, ticketFor(random, world, nowMs))];
}

function text(random: Random, value: object): Buffer {
  return frame(random, JSON.stringify(value));
}

export function newId(random: Random, nowMs: number): ClientId {
  return uuid7(nowMs, noise(random, 10)) as ClientId;
}

function goodFrame(random: Random, world: FuzzWorld, nowMs: number): Readonly<Record<string, unknown>> {
  const id = newId(random, nowMs);
  return pick<Readonly<Record<string, unknown>>>(random, [
    { t: 'say', id, text: 'hello', replyTo: 1 },
    { t: 'vote', id, poll: world.ours.poll, choice: { options: [1] }, atMs: nowMs },
    { t: 'ask', id, text: 'why?', anonymous: true },
    { t: 'upvote', id, question: newId(random, nowMs), on: true },
    { t: 'act', id, act: { act: 'ban', person: world.ours.ticket, erase: false } },
  ]);
}

const BAD_UTF8: readonly [Buffer, ...Buffer[]] = [
  Buffer.of(0xff),
  Buffer.of(0xc0, 0xaf),
  Buffer.of(0xed, 0xa0, 0x80),
  Buffer.of(0xf4, 0x90, 0x80, 0x80),
  Buffer.of(0xe2, 0x82),
  Buffer.of(0x80),
];

/** Each breaks one rule of the RFC: §5.1 masked, §5.2 reserved bits and opcodes, §5.4 fragments, §5.5 control frames, §7.4 close codes. */
function brokenFrame(random: Random): Buffer {
  return pick(random, [
    frame(random, '{}', { isMasked: false }),
    frame(random, '{}', { first: 0x81 | pick(random, [0x40, 0x20, 0x10, 0x70]) }),
    frame(random, '{}', { first: 0x80 | pick(random, [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) }),
    frame(random, 'x', { first: 0x80 }),
    Buffer.concat([frame(random, '{', { first: 0x01 }), frame(random, '}', { first: 0x81 })]),
    frame(random, Buffer.alloc(126 + below(random, 1_000)), { first: 0x89 }),
    frame(random, 'x', { first: 0x09 }),
    frame(random, Buffer.of(3), { first: 0x88 }),
    frame(
      random,
      Buffer.of(
        ...pick<readonly number[]>(random, [
          [3, 0xed],
          [0, 0],
          [3, 0xe7],
          [0xff, 0xff],
        ]),
      ),
      { first: 0x88 },
    ),
  ]);
}
