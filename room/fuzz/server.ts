/** The process that is attacked: the room as it is in production, on a port of its own. A child of the test. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { SYSTEM } from '../channel/room-store.ts';
import { addAccount } from '../db/accounts.ts';
import { openDatabase } from '../db/database.ts';
import { changeEventState, createEvent } from '../db/events.ts';
import { newId } from '../db/new-id.ts';
import { createPoll } from '../db/poll-drafts.ts';
import { createSession } from '../db/sessions.ts';
import { createTenant } from '../db/tenants.ts';
import { createTickets } from '../db/tickets.ts';
import { answerBench, sayReady } from '../load/child.ts';
import { openRoom } from '../open-room.ts';
import { hashOf, newSecret } from '../people/secrets.ts';
import { LONGEST_MS } from '../people/session-life.ts';
import type { FuzzEvent, FuzzUse, FuzzWorld } from './world.ts';

const SECRET = 'a secret of the fuzz, thirty-two characters and more';
/** As the origin sets them, with more time for a machine that does other things: who is slow is not what is tried here. */
const LIMITS = { bodyLimit: 64 * 1024, requestTimeout: 90_000, http: { headersTimeout: 60_000, connectionsCheckingInterval: 5_000 } };

const [folder = ''] = process.argv.slice(2);
const log = createLog({ name: 'fuzz', level: 'error' });
const database = await openDatabase({ kind: 'sqlite', file: path.join(folder, 'room.db'), busyMs: 5_000 });
const room = openRoom({
  ...{ database, bus: new BusMemory({ log }), secrets: [SECRET], node: randomUUID(), clock: systemClock, log },
  ...{ publicUrl: 'https://webcast.example', webhookHosts: [] },
});
const app = fastify({ ...LIMITS, routerOptions: { maxParamLength: 400 } });
await room.mount(app);
await app.listen({ host: '127.0.0.1', port: 0 });

async function organisation(name: string): Promise<{ readonly tenant: TenantId; readonly event: FuzzEvent }> {
  const nowMs = Date.now();
  const tenant = await database.write((db) => createTenant(db, name, nowMs));
  // everybody is shown everything, so that a test can miss something
  const settings = { ...DEFAULT_EVENT_SETTINGS, room: { ...DEFAULT_EVENT_SETTINGS.room, readablePerSecond: 0 } };
  const made = await database.write(async (db) => {
    const created = await createEvent(
      db,
      {
        ...{ tenant, slug: name, title: name, startsAtMs: null, endsAtMs: null, timeZone: 'UTC', access: 'open', passwordHash: null },
        ...{ settings, createdBy: 'fuzz' },
      },
      nowMs,
    );
    if (!created.ok) throw new Error(created.code);
    const { id } = created.event;
    await changeEventState(db, tenant, id, { from: 'draft', to: 'live' }, nowMs);
    const [ticket] = await createTickets(
      db,
      tenant,
      id,
      [{ kind: 'open', role: 'attendee', name: 'Nora', account: null, tokenHash: null, maxSessions: 0 }],
      nowMs,
    );
    const poll = await createPoll(db, tenant, id, POLL, nowMs);
    return { id, ticket, poll };
  });
  if (made.ticket === undefined) throw new Error('no ticket');
  await openPoll(made.id, made.poll.id);
  return { tenant, event: { id: made.id, slug: name, poll: made.poll.id, ticket: made.ticket.id } };
}

const POLL = {
  ...{ kind: 'single' as const, question: 'Which?', options: ['one', 'two', 'three'], isTest: false, correct: [], maxChoices: 1 },
  ...{ isChangeable: true, results: 'always' as const },
};

async function openPoll(event: EventId, poll: string): Promise<void> {
  const opened = await room.hub.room(event);
  const id = newId(Date.now()) as Parameters<NonNullable<typeof opened>['submit']>[0]['id'];
  const outcome = await opened?.submit({ kind: 'act', id, by: SYSTEM, act: { act: 'open-poll', poll }, atMs: Date.now() });
  if (outcome?.ok !== true) throw new Error('the poll does not open');
}

async function cookieOf(tenant: TenantId, role: AccountRole): Promise<string> {
  const secret = newSecret();
  const person = { tenant, email: `${role}@fuzz.example`, role, passwordHash: null, name: role, language: 'en', addedBy: null };
  await database.write(async (db) => {
    const account = await addAccount(db, person, Date.now());
    if (account === undefined) throw new Error('the address is taken');
    await createSession(db, { hash: hashOf(secret), tenant, account: account.id, expiresAtMs: Date.now() + LONGEST_MS }, Date.now());
  });
  return `__Host-plenary=${secret}`;
}

const [ours, theirs] = [await organisation('ours'), await organisation('theirs')];
const world: FuzzWorld = {
  ...{ port: (app.server.address() as AddressInfo).port, secret: SECRET, ours: ours.event, theirs: theirs.event },
  ...{ owner: await cookieOf(ours.tenant, 'owner'), analyst: await cookieOf(ours.tenant, 'analyst') },
};
const connections = promisify(app.server.getConnections.bind(app.server));
answerBench(async (): Promise<FuzzUse> => {
  globalThis.gc?.();
  return { heapMib: process.memoryUsage().heapUsed / 2 ** 20, connections: await connections() };
});
sayReady(world);
