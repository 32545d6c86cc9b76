/** A closed event in front of the stand-in origin, for the player's own tests: the real joining over a database, real passes, and a say in how long they live. */
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyReply } from 'fastify';
import type { AccessKind, EventSettings } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { EventState } from '../../core/contracts/room/entries.ts';
import { verifyMediaToken } from '../../core/grants/media-token.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { changeEventState, createEvent } from '../../room/db/events.ts';
import { createTenant } from '../../room/db/tenants.ts';
import { openSqliteForTest } from '../../room/db/testing/open.ts';
import { sessionsRevokedSince } from '../../room/db/ticket-sessions.ts';
import { createTickets, listTickets, revokeTicket } from '../../room/db/tickets.ts';
import { visitorRoutes } from '../../room/http/visitor-routes.ts';
import { Joining, tokenHash } from '../../room/joining/joining.ts';
import type { StandIn } from './stand-in-origin.ts';

const SECRETS = ['a secret of the tests, 32 characters and more'] as const;
const KEYS = { ticket: deriveKeys(SECRETS, 'ticket'), media: deriveKeys(SECRETS, 'media') };
const KEPT_HEADERS = ['content-type', 'content-security-policy', 'cache-control'];

export interface StandInDoor extends AsyncDisposable {
  readonly watchUrl: string;
  /** Paths to the picture that were asked for, as they came. */
  readonly asked: string[];
  /** What pages are told of how long a pass lives; null: the truth. */
  passMs: number | null;
  /** Passes that were used, oldest first. */
  readonly passes: Set<string>;
  /** A personal code; good for two windows at once. */
  invite(name: string): Promise<string>;
  /** Everybody who is in is removed. */
  removeAll(): Promise<void>;
  moveTo(state: EventState): Promise<void>;
}

export interface DoorOptions {
  readonly access: AccessKind;
  readonly password?: string;
  readonly title?: string;
  readonly settings?: Partial<EventSettings>;
  readonly startsAtMs?: number;
  readonly state?: EventState;
}

/** @param origin what is behind the door: the page, its files, status and media of `demo`. */
export async function standInDoor(origin: StandIn, options: DoorOptions): Promise<StandInDoor> {
  const { database, close } = await openSqliteForTest();
  const nowMs = (): number => Math.floor(Date.now());
  const event = await database.write(async (db) => {
    const tenant = await createTenant(db, 'Tests', nowMs());
    const made = await createEvent(
      db,
      {
        ...{
          tenant,
          slug: 'demo',
          title: options.title ?? 'The annual meeting of those who stay',
          endsAtMs: null,
          timeZone: 'Europe/Paris',
        },
        ...{ access: options.access, startsAtMs: options.startsAtMs ?? nowMs() + 60_000, createdBy: 'test' },
        passwordHash: options.password === undefined ? null : `hash of ${options.password}`,
        settings: { ...DEFAULT_EVENT_SETTINGS, ...options.settings },
      },
      nowMs(),
    );
    if (!made.ok) throw new Error(made.code);
    return made.event;
  });
  const { tenant, id } = event;
  const isPassword = (password: string, hash: string): Promise<boolean> => Promise.resolve(`hash of ${password}` === hash);
  const joining = new Joining({ database, keys: KEYS, isPassword, clock: systemClock });
  const app = fastify({ routerOptions: { maxParamLength: 500 } });
  await app.register(visitorRoutes, {
    feedback: () => Promise.resolve({ ok: true as const }),
    joining,
    ownOrigins: [],
    publicUrl: 'http://127.0.0.1',
    log: silentLog,
  });

  const self: StandInDoor = {
    watchUrl: '',
    asked: [],
    passMs: null,
    passes: new Set(),
    async invite(name) {
      const token = `code-of-${name}-0123456789`;
      const ticket = { kind: 'token', role: 'attendee', name, account: null, tokenHash: tokenHash(token), maxSessions: 2 } as const;
      await database.write((db) => createTickets(db, tenant, id, [ticket], nowMs()));
      return token;
    },
    async removeAll() {
      const tickets = await database.read((db) => listTickets(db, tenant, id, { limit: 100 }));
      await database.write(async (db) => {
        for (const ticket of tickets) await revokeTicket(db, tenant, id, ticket.id, nowMs());
      });
    },
    async moveTo(state) {
      for (const from of ['draft', 'scheduled', 'live', 'ended', 'published'] as const)
        await database.write((db) => changeEventState(db, tenant, id, { from, to: state }, nowMs()));
    },
    [Symbol.asyncDispose]: async () => {
      app.server.closeAllConnections();
      await app.close();
      await close();
    },
  };

  app.addHook('onSend', async (_request, _reply, payload) => {
    const { passMs } = self;
    if (passMs === null || typeof payload !== 'string' || !payload.includes('"media":')) return payload;
    const joined = JSON.parse(payload) as { readonly media: object; readonly nowMs: number };
    return JSON.stringify({ ...joined, media: { ...joined.media, expiresAtMs: joined.nowMs + passMs } });
  });
  app.get('/v/:token/*', async (request, reply) => {
    const { token, '*': rest } = request.params as { readonly token: string; readonly '*': string };
    self.asked.push(request.url);
    const verdict = verifyMediaToken(token, KEYS.media, Date.now());
    const revoked = await database.read((db) => sessionsRevokedSince(db, 0));
    if (!verdict.ok || revoked.includes(verdict.claim.session)) return refuse(reply, 'ORIGIN_GRANT_INVALID');
    self.passes.add(token);
    return fromOrigin(`/${rest}${request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''}`, reply, `/v/${token}`);
  });
  for (const path of ['/live/*', '/recordings/*', '/api/streams/*'])
    app.get(path, async (request, reply) => {
      self.asked.push(request.url);
      return options.access === 'open' ? fromOrigin(request.url, reply, '') : refuse(reply, 'ORIGIN_GRANT_NEEDED');
    });
  app.get('*', (request, reply) => fromOrigin(request.url, reply, ''));

  async function fromOrigin(path: string, reply: FastifyReply, prefix: string): Promise<FastifyReply> {
    const answer = await fetch(origin.url + path);
    for (const key of KEPT_HEADERS) {
      const value = answer.headers.get(key);
      if (value !== null) void reply.header(key, value);
    }
    const body = Buffer.from(await answer.arrayBuffer());
    const isStatus = path.startsWith('/api/streams/');
    return reply.code(answer.status).send(isStatus ? body.toString().replaceAll(/"\/(?=live\/|recordings\/)/g, `"${prefix}/`) : body);
  }

  await self.moveTo(options.state ?? 'live');
  await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(self, { watchUrl: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/watch/demo` });
}

function refuse(reply: FastifyReply, code: string): FastifyReply {
  return reply.code(403).header('cache-control', 'no-store').send({ code, message: '', retryable: false });
}
