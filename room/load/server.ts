/** The process under load: `node room/load/server.ts '<ServerOptions>'`, a child of the bench. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ClientId, PollId } from '../../core/contracts/room/ids.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { CHANNEL_LIMITS } from '../channel/limits.ts';
import { RoomHub } from '../channel/room-hub.ts';
import type { RoomStore } from '../channel/room-store.ts';
import { SYSTEM } from '../channel/room-store.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { createEvent, findEventBySlug } from '../db/events.ts';
import { newId } from '../db/new-id.ts';
import { createPoll } from '../db/poll-drafts.ts';
import { createTenant } from '../db/tenants.ts';
import { roomRules } from '../decide.ts';
import { Door } from '../socket/door.ts';
import { SOCKET_LIMITS } from '../socket/limits.ts';
import { RoomSockets } from '../socket/room-sockets.ts';
import { sqlRoomStore } from '../store/room-store-sql.ts';
import { answerBench, sayReady } from './child.ts';
import { BENCH_SECRET } from './bench-event.ts';
import type { ServerCommand, ServerOptions, Usage } from './messages.ts';
import { naiveServer } from './naive-server.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();

function usage(sockets: number, asked: Usage['asked']): Usage {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const lagMs = lag.percentile(99) / 1e6;
  lag.reset();
  return { cpuUs: user + system, rssBytes: process.memoryUsage.rss(), sockets, lagMs, asked };
}

if (options.kind === 'naive') {
  const { http, size } = naiveServer();
  http.listen({ port: options.port, host: '127.0.0.1', backlog: 4_096 }, () => sayReady((http.address() as AddressInfo).port));
  answerBench((command) => ((command as ServerCommand).do === 'usage' ? usage(size(), {}) : newId(Date.now())));
} else {
  const log = createLog({ name: 'bench', level: 'warn' });
  const database = await openDatabase(
    'sqlite' in options.store
      ? { kind: 'sqlite', file: options.store.sqlite, busyMs: 5_000 }
      : {
          kind: 'postgres',
          url: options.store.postgres,
          maxConnections: 10,
          connectMs: 3_000,
          statementMs: 5_000,
          onError: () => undefined,
        },
  );
  const event = await benchEvent(database, options.readablePerSecond);
  const asked: Record<string, number> = {};
  const store = counting(sqlRoomStore(database, systemClock), asked);
  const common = { clock: systemClock, random: Math.random, log };
  const hub = new RoomHub({
    ...{ ...common, node: newId(Date.now()), bus: new BusMemory({ log }), rules: roomRules, limits: CHANNEL_LIMITS, store },
    newId: () => newId(Date.now()) as ClientId,
  });
  const keys = deriveKeys([BENCH_SECRET], 'ticket');
  const door = new Door({ hub, verifyTicket: (ticket) => verifyTicket(ticket, keys, Date.now()), random: Math.random });
  const limits = { ...SOCKET_LIMITS, perAddress: SOCKET_LIMITS.connections };
  const sockets = new RoomSockets({ ...common, door, limits, ownOrigins: [], addressOf: (request) => request.socket.remoteAddress ?? '' });
  const http = createServer();
  sockets.mount(http);
  http.listen({ port: options.port, host: '127.0.0.1', backlog: 4_096 }, () => sayReady((http.address() as AddressInfo).port));
  answerBench(async (question) => {
    const command = question as ServerCommand;
    switch (command.do) {
      case 'usage':
        return usage(sockets.size, { ...asked });
      case 'event':
        return event.id;
      case 'open-poll': {
        const draft = {
          kind: 'single',
          question: 'Yes?',
          options: ['yes', 'no'],
          isTest: false,
          correct: [],
          isChangeable: false,
        } as const;
        const poll = await database.write((db) =>
          createPoll(
            db,
            event.tenant,
            event.id,
            { ...draft, options: [...draft.options], correct: [], results: 'always', maxChoices: 1 },
            Date.now(),
          ),
        );
        const room = await hub.room(event.id);
        const id = newId(Date.now()) as ClientId;
        await room?.submit({ kind: 'act', id, by: SYSTEM, act: { act: 'open-poll', poll: poll.id }, atMs: Date.now() });
        return poll.id;
      }
      case 'stored': {
        const poll = command.poll as PollId;
        return (await store.tally(event.id, [poll]))[poll]?.voters ?? 0;
      }
    }
  });
}

/** The event of the bench, made the first time. */
async function benchEvent(database: Database, readablePerSecond: number): Promise<EventRecord> {
  const settings = { ...DEFAULT_EVENT_SETTINGS, room: { ...DEFAULT_EVENT_SETTINGS.room, readablePerSecond } };
  return database.write(async (db) => {
    const known = await findEventBySlug(db, 'bench');
    if (known !== undefined) return known;
    const tenant = await createTenant(db, 'Bench', Date.now());
    const made = await createEvent(
      db,
      {
        ...{ tenant, slug: 'bench', title: 'Bench', startsAtMs: null, endsAtMs: null, timeZone: 'UTC', access: 'open', passwordHash: null },
        ...{ settings, createdBy: 'bench' },
      },
      Date.now(),
    );
    if (!made.ok) throw new Error(made.code);
    return made.event;
  });
}

/** The same store, and how often it was asked what. */
function counting(store: RoomStore, asked: Record<string, number>): RoomStore {
  const count = (what: string) => {
    asked[what] = (asked[what] ?? 0) + 1;
  };
  return {
    open: (event) => (count('open'), store.open(event)),
    commit: (event, ops, nowMs) => (count('commit'), store.commit(event, ops, nowMs)),
    read: (event, after, limit) => (count('read'), store.read(event, after, limit)),
    edge: (event) => (count('edge'), store.edge(event)),
    settings: (event) => (count('settings'), store.settings(event)),
    tally: (event, polls) => (count('tally'), store.tally(event, polls)),
    voters: (event, poll) => (count('voters'), store.voters(event, poll)),
    questions: (event, limit) => (count('questions'), store.questions(event, limit)),
  };
}
