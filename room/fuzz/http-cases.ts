/** Attacks on the room's HTTP interfaces: the visitors', the long-poll, the organisers', and HTTP itself. */
import { gzipSync } from 'node:zlib';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { signMediaToken } from '../../core/grants/media-token.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { Random } from './bytes.ts';
import { below, cut, noise, pick, request } from './bytes.ts';
import type { MakeCase } from './cases.ts';
import { deepJson, poisonedKeys, spoiled, strangeText } from './json.ts';
import { forgedTicket, newId, ticketFor } from './socket-cases.ts';
import type { FuzzWorld } from './world.ts';

const BAD_REQUEST = ['http 400 ROOM_BAD_REQUEST'];
const OWN_PAGE = 'https://webcast.example';

/** Where anybody may send JSON. */
const OPEN_DOORS = [
  '/api/room/poll',
  '/api/room/send',
  '/api/renew',
  '/api/join/ours',
  '/api/setup',
  '/api/sign-in',
  '/api/password-reset',
] as const;

export const HTTP_KINDS: Readonly<Record<string, MakeCase>> = {
  'bodies that are no JSON': (random) => ({
    pieces: cut(
      random,
      post(pick(random, OPEN_DOORS), pick(random, ['', '{', '[1,', 'null', '7', '"x"', '{"a":1}}', strangeText(random)])),
    ),
    expects: BAD_REQUEST,
  }),
  'bodies that are no text': (random) => ({
    pieces: [post(pick(random, OPEN_DOORS), noise(random, 1 + below(random, 500)))],
    expects: BAD_REQUEST,
  }),
  'bodies nested deeply': (random) => ({ pieces: [post(pick(random, OPEN_DOORS), deepJson(random, 16_000))], expects: BAD_REQUEST }),
  'bodies with keys that JavaScript knows': (random, world, nowMs) => ({
    pieces: [post('/api/room/poll', poisonedKeys(random, { ticket: ticketFor(random, world, nowMs) }))],
    expects: BAD_REQUEST,
  }),
  'bodies that are spoiled': (random, world, nowMs) => {
    const ticket = ticketFor(random, world, nowMs);
    const frame = { t: 'say', id: newId(random, nowMs), text: 'x' };
    const [path, good] = pick<readonly [string, Readonly<Record<string, unknown>>]>(random, [
      ['/api/room/poll', { ticket, at: { epoch: newId(random, nowMs), offset: 1 }, lang: 'en' }],
      ['/api/room/send', { ticket, frame }],
      ['/api/renew', { ticket }],
    ]);
    return { pieces: [post(path, JSON.stringify(spoiled(random, good)))], expects: BAD_REQUEST };
  },
  'bodies of ten megabytes': (random) => ({
    pieces: [
      random() < 0.5
        ? post(pick(random, OPEN_DOORS), '{"ticket":"', { 'Content-Length': '10485760' })
        : request('POST', pick(random, OPEN_DOORS), {
            headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
            body: chunks(700_000),
          }),
    ],
    // whoever is still sending when the connection is cut may not hear why
    expects: ['http 413 ROOM_FRAME_TOO_LARGE', 'gone'],
  }),
  'compressed bodies': (random) => ({
    pieces: [
      post(pick(random, OPEN_DOORS), gzipSync(Buffer.alloc(500_000 + below(random, 1e6), 32)), {
        'Content-Encoding': pick(random, ['gzip', 'deflate', 'br']),
      }),
    ],
    expects: BAD_REQUEST,
  }),
  'bodies of other kinds': (random) => ({
    pieces: [
      post(pick(random, OPEN_DOORS), '{"ticket":"a ticket of sixteen"}', {
        'Content-Type': pick(random, [
          'text/xml',
          'multipart/form-data; boundary=x',
          'application/x-www-form-urlencoded',
          'text/html',
          'x',
          'application/json/x',
        ]),
      }),
    ],
    expects: BAD_REQUEST,
  }),
  'forged tickets over HTTP': (random, world, nowMs) => {
    const ticket = forgedTicket(random, world, nowMs);
    const frame = { t: 'say', id: newId(random, nowMs), text: 'x' };
    const [path, body] = pick<readonly [string, object]>(random, [
      ['/api/room/poll', { ticket }],
      ['/api/room/send', { ticket, frame }],
      ['/api/renew', { ticket }],
    ]);
    return { pieces: [post(path, JSON.stringify(body))], expects: ['http 401 ROOM_TICKET_INVALID'] };
  },
  'a media token as a ticket': (random, world, nowMs) => ({
    pieces: [post('/api/renew', JSON.stringify({ ticket: mediaToken(random, world, nowMs) }))],
    expects: ['http 401 ROOM_TICKET_INVALID'],
  }),
  'expired tickets over HTTP': (random, world, nowMs) => ({
    pieces: [post('/api/room/poll', JSON.stringify({ ticket: ticketFor(random, world, nowMs, { expiresAtMs: nowMs - 1_000 }) }))],
    expects: ['http 401 ROOM_TICKET_EXPIRED'],
  }),
  'renewals of sessions that never were': (random, world, nowMs) => ({
    pieces: [
      post('/api/renew', JSON.stringify({ ticket: ticketFor(random, world, nowMs, random() < 0.5 ? { event: world.theirs.id } : {}) })),
    ],
    expects: ['http 401 ROOM_TICKET_INVALID'],
  }),
  'pages of somebody else': (random, world, nowMs) => {
    const Origin = pick(random, ['https://evil.example', 'null', 'https://webcast.example.evil.example', 'http://webcast.example']);
    const ticket = ticketFor(random, world, nowMs);
    const [attack, code] = pick<readonly [Buffer, string]>(random, [
      [post('/api/join/ours', '{}', { Origin }), 'ROOM_NOT_ALLOWED'],
      [post('/api/renew', JSON.stringify({ ticket }), { Origin }), 'ROOM_NOT_ALLOWED'],
      [post('/api/room/poll', JSON.stringify({ ticket }), { Origin }), 'ROOM_NOT_ALLOWED'],
      [post('/api/events', '{}', { Origin, Cookie: world.owner }), 'ROOM_FOREIGN_PAGE'],
      [request('DELETE', `/api/events/${world.ours.id}`, { headers: { Origin, Cookie: world.owner } }), 'ROOM_FOREIGN_PAGE'],
    ]);
    return { pieces: [attack], expects: [`http 403 ${code}`] };
  },
  'the organisers’ API without a right to it': (random, world, nowMs) => {
    const headers: Readonly<Record<string, string>> = pick<Readonly<Record<string, string>>>(random, [
      {},
      { Cookie: `__Host-plenary=${noise(random, 24).toString('base64url')}` },
      { Cookie: `__Host-plenary=${'x'.repeat(3_000)}` },
      { Cookie: `${world.owner.slice(0, -1)}; plenary=1; =; ;` },
      { Authorization: `Bearer ${noise(random, 24).toString('base64url')}` },
      { Authorization: `Bearer ${ticketFor(random, world, nowMs)}` },
      { Authorization: 'Basic b3duZXI6b3duZXI=' },
    ]);
    const path = pick(random, [
      '/api/events',
      `/api/events/${world.ours.id}`,
      `/api/events/${world.ours.id}/messages`,
      '/api/me',
      '/api/audit',
      '/api/webhooks',
    ]);
    return { pieces: [request('GET', path, { headers })], expects: ['http 401 ROOM_SIGN_IN_NEEDED'] };
  },
  'things of another organisation': (random, world, nowMs) => {
    const at = `/api/events/${world.theirs.id}`;
    const [method, path, body] = pick<readonly [string, string, object?]>(random, [
      ['GET', at],
      ['GET', `${at}/messages`],
      ['GET', `${at}/polls`],
      ['GET', `${at}/registrations`],
      ['GET', `${at}/stream-keys`],
      ['PATCH', at, { title: 'Ours now' }],
      ['POST', `${at}/state`, { state: 'ended' }],
      ['POST', `${at}/stream-keys`, { slot: 'primary', label: 'x' }],
      ['DELETE', at],
      ['POST', `${at}/acts`, { id: newId(random, nowMs), act: { act: 'rules', change: { chat: 'off' } } }],
    ]);
    return { pieces: [asStaff(method, path, world.owner, body)], expects: ['http 404 ROOM_NO_SUCH_EVENT'] };
  },
  'what an analyst may not do': (random, world, nowMs) => {
    const at = `/api/events/${world.ours.id}`;
    const [method, path, body] = pick<readonly [string, string, object?]>(random, [
      ['POST', '/api/events', { title: 'x', slug: 'x' }],
      ['PATCH', at, { title: 'x' }],
      ['POST', `${at}/state`, { state: 'ended' }],
      ['POST', `${at}/acts`, { id: newId(random, nowMs), act: { act: 'pin', offset: 1 } }],
      ['POST', '/api/api-keys', { label: 'x', role: 'owner' }],
      ['GET', '/api/webhooks'],
    ]);
    return { pieces: [asStaff(method, path, world.analyst, body)], expects: ['http 403 ROOM_NOT_ALLOWED'] };
  },
  'an owner’s requests that are spoiled': (random, world) => {
    const draft = { title: 'x', slug: 'x', timeZone: 'UTC', access: 'open' };
    const [path, body] = pick<readonly [string, object]>(random, [
      ['/api/events', spoiled(random, draft)],
      [`/api/events/${world.ours.id}/acts`, spoiled(random, { id: world.ours.poll, act: { act: 'pin', offset: 1 } })],
      [`/api/events/${world.ours.id}/stream-keys`, { slot: 'third' }],
      [`/api/events/${strange(random)}/state`, { state: 'live' }],
    ]);
    return { pieces: [asStaff('POST', path, world.owner, body)], expects: BAD_REQUEST };
  },
  'names in links that are none': (random) => ({
    pieces: [request('GET', `/api/card/${strange(random)}`)],
    expects: ['http 404 ROOM_NO_SUCH_EVENT'],
  }),
  'addresses that cannot be read': (random) => ({
    pieces: [request('GET', `/api/card/${pick(random, ['%', '%E0%A4%A', '%zz', '%ff%'])}`)],
    // the server that the room is mounted on says it, before any route
    expects: ['http 400 FST_ERR_BAD_URL'],
  }),
  'HTTP that is none': (random) => ({
    pieces: cut(random, pick(random, NO_HTTP)),
    ...{ hangsUp: 'politely', expects: ['http 400', 'gone'] },
  }),
  'requests that mean two things': (random) => ({
    pieces: [Buffer.concat([pick(random, SMUGGLED), request('GET', '/api/card/theirs')])],
    expects: ['http 400'],
  }),
  'headers without end': (random) => ({
    pieces: [request('GET', '/api/card/ours', { headers: { 'X-Long': 'x'.repeat(17_000 + below(random, 60_000)) } })],
    expects: ['http 431', 'gone'],
  }),
  'a body that stops halfway': (random, world, nowMs) => ({
    pieces: [post('/api/room/poll', JSON.stringify({ ticket: ticketFor(random, world, nowMs) }), { 'Content-Length': '2000' })],
    ...{ hangsUp: pick(random, ['politely', 'rudely'] as const), expects: ['gone', 'http 400', 'http 400 ROOM_BAD_REQUEST'] },
  }),
  'somebody who hangs up while he is answered': (random, world, nowMs) => ({
    pieces: [post('/api/room/poll', JSON.stringify({ ticket: ticketFor(random, world, nowMs) }))],
    ...{ hangsUp: 'rudely', expects: ['gone', 'http 200'] },
  }),
};

function post(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Buffer {
  return request('POST', path, { body, headers: { Origin: OWN_PAGE, ...headers } });
}

function asStaff(method: string, path: string, cookie: string, body?: object): Buffer {
  const headers = { Origin: OWN_PAGE, Cookie: cookie };
  return request(method, path, body === undefined ? { headers } : { headers, body: JSON.stringify(body) });
}

function chunks(bytes: number): string {
  const chunk = `1000\r\n${' '.repeat(4_096)}\r\n`;
  return chunk.repeat(Math.ceil(bytes / 4_096));
}

function mediaToken(random: Random, world: FuzzWorld, nowMs: number): string {
  const claim = { stream: 'ours' as StreamId, session: newId(random, nowMs), expiresAtMs: nowMs + 60_000, isStaff: true };
  return signMediaToken(claim, deriveKeys([world.secret], 'media'), nowMs);
}

/** A part of a path that is well formed and means nothing. */
function strange(random: Random): string {
  return pick(random, [
    '%00',
    '..%2f..%2fetc%2fpasswd',
    "'%20OR%201=1",
    '%F0%9F%98%80',
    '__proto__',
    'constructor',
    'OURS',
    'x'.repeat(390),
    '%2e%2e',
    '-',
    'ours%20',
  ]);
}

const NO_HTTP: readonly [Buffer, ...Buffer[]] = [
  Buffer.from('GET\r\n\r\n'),
  Buffer.from('GET / HTTP/9.9\r\n\r\n'),
  Buffer.from('\u0000\u0001\u0002\u0003\r\n\r\n'),
  Buffer.from('GET /api/card/ours HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n'),
  Buffer.from('GET /api/card/o urs HTTP/1.1\r\nHost: x\r\n\r\n'),
  Buffer.from('BREW /room HTTP/1.1\r\nHost: x\r\n\r\n'),
  Buffer.from('GET /api/card/ours HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n'),
  Buffer.from('\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001', 'latin1'),
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
];

/** RFC 9112 §6.1: a length and a coding, two lengths, a coding that is none. */
const SMUGGLED: readonly [Buffer, ...Buffer[]] = [
  Buffer.from('POST /api/renew HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  Buffer.from('POST /api/renew HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}'),
  Buffer.from('POST /api/renew HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'),
  Buffer.from('POST /api/renew HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'),
  Buffer.from('POST /api/renew HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\n{}'),
];
