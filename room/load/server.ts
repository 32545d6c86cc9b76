/** The process under load: `node room/load/server.ts '<ServerOptions>'`, a child of the bench. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { ClientId, PollId } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { CHANNEL_LIMITS } from '../channel/limits.ts';
import { plainRules } from '../channel/plain-rules.ts';
import { RoomHub } from '../channel/room-hub.ts';
import { RoomStoreFake } from '../channel/room-store-fake.ts';
import { Door } from '../socket/door.ts';
import { SOCKET_LIMITS } from '../socket/limits.ts';
import { RoomSockets } from '../socket/room-sockets.ts';
import { answerBench, sayReady } from './child.ts';
import { BENCH_EVENT, BENCH_SECRET } from './bench-event.ts';
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
  answerBench((command) => ((command as ServerCommand).do === 'usage' ? usage(size(), {}) : null));
} else {
  const store = new RoomStoreFake();
  store.addEvent(BENCH_EVENT, '10000000-0000-4000-8000-000000000000', { readablePerSecond: options.readablePerSecond });
  const log = createLog({ name: 'bench', level: 'warn' });
  const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const common = { clock: systemClock, random: Math.random, log };
  const hub = new RoomHub({
    ...{ ...common, node: newId(), bus: new BusMemory({ log }), rules: plainRules, limits: CHANNEL_LIMITS, store: store.connection() },
    newId: () => newId() as ClientId,
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
        return usage(sockets.size, { ...store.asked });
      case 'open-poll': {
        const id = newId() as PollId;
        const poll: PollView = {
          ...{
            id,
            kind: 'single',
            question: 'Yes?',
            options: ['yes', 'no'],
            state: 'open',
            isTest: false,
            isChangeable: false,
            results: 'always',
          },
          ...{ maxChoices: 1, openedAtMs: Date.now(), closesAtMs: null },
        };
        const room = await hub.room(BENCH_EVENT);
        await room?.submit({ kind: 'notice', id: newId() as ClientId, audience: 'all', body: { kind: 'poll', poll } });
        return id;
      }
      case 'stored':
        return store.rows(BENCH_EVENT).ballots.get(command.poll as PollId)?.size ?? 0;
    }
  });
}
