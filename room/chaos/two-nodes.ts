import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { PollId, TenantId } from '../../core/contracts/room/ids.ts';
import { BusRedis } from '../../core/ports/bus-redis.ts';
import type { TestRedis } from '../../core/ports/test-redis.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { changeEventState, createEvent } from '../db/events.ts';
import type { EventRecord } from '../db/events.ts';
import { createPoll } from '../db/poll-drafts.ts';
import { createTenant } from '../db/tenants.ts';
import { openRoom } from '../open-room.ts';
import type { CuttableLine } from './cuttable-line.ts';
import { openCuttableLine } from './cuttable-line.ts';

const SECRETS = ['a secret of the tests, 32 characters and more'] as const;

/** A room's node behind lines of its own. */
export interface Node {
  readonly port: number;
  readonly joinTicket: (name: string) => Promise<string>;
  /** No Redis and no database for it; for the others all is well. */
  cutOff(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A node over one Redis and one PostgreSQL, as a process of ours would be. */
export async function openNode(redisUrl: string, databaseUrl: string, prefix: string, slug: string): Promise<Node> {
  const redisLine = await openCuttableLine(Number(new URL(redisUrl).port));
  const databaseLine = await openCuttableLine(Number(new URL(databaseUrl).port));
  const database = await openDatabase({
    ...{ kind: 'postgres', url: onLine(databaseUrl, databaseLine), maxConnections: 4, connectMs: 1_000, statementMs: 1_500 },
    onError: () => undefined,
  });
  const bus = new BusRedis({ url: onLine(redisUrl, redisLine), prefix, log: silentLog });
  const room = openRoom({
    database,
    bus,
    secrets: SECRETS,
    node: randomUUID(),
    publicUrl: 'http://127.0.0.1',
    webhookHosts: [],
    clock: systemClock,
    log: silentLog,
  });
  const app = fastify();
  await room.mount(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const lines = [redisLine, databaseLine];
  return {
    port: (app.server.address() as AddressInfo).port,
    joinTicket: async (name) => {
      const answer = await room.joining.join(slug, { name }, { place: '127.0.0.1', language: 'en' });
      if (!answer.ok) throw new Error(answer.code);
      return answer.joined.ticket;
    },
    cutOff: () => {
      for (const line of lines) line.cut();
    },
    mend: () => {
      for (const line of lines) line.mend();
    },
    close: async () => {
      await room.close();
      await app.close();
      await bus.close();
      await database.close();
      for (const line of lines) await line.close();
    },
  };
}

function onLine(url: string, line: CuttableLine): string {
  const moved = new URL(url);
  moved.port = String(line.port);
  return moved.href;
}

/** A live event without sampling, and a poll in it that is open. */
export async function liveEvent(database: Database): Promise<{ readonly event: EventRecord; readonly poll: PollId }> {
  const slug = `chaos-${randomUUID().slice(0, 8)}`;
  const settings = { ...DEFAULT_EVENT_SETTINGS, room: { ...DEFAULT_EVENT_SETTINGS.room, readablePerSecond: 0 } };
  const nowMs = Date.now();
  return database.write(async (db) => {
    const tenant: TenantId = await createTenant(db, 'Chaos', nowMs);
    const made = await createEvent(
      db,
      {
        tenant,
        slug,
        title: 'Chaos',
        startsAtMs: null,
        endsAtMs: null,
        timeZone: 'UTC',
        access: 'open',
        passwordHash: null,
        settings,
        createdBy: 'test',
      },
      nowMs,
    );
    if (!made.ok) throw new Error(made.code);
    await changeEventState(db, tenant, made.event.id, { from: 'draft', to: 'live' }, nowMs);
    const poll = await createPoll(
      db,
      tenant,
      made.event.id,
      {
        ...{ kind: 'single', question: 'Well?', options: ['Yes', 'No', 'Perhaps'], isTest: false, correct: [], maxChoices: 1 },
        ...{ isChangeable: true, results: 'always' },
      },
      nowMs,
    );
    return { event: made.event, poll: poll.id };
  });
}

/** The faults of a schedule. Each is over when `end` returns. */
export interface Fault {
  readonly name: string;
  begin(): Promise<void>;
  end(): Promise<void>;
}

export function faultsOf(redis: TestRedis, nodes: readonly Node[]): readonly Fault[] {
  // a Redis that is away at that moment has nothing to flush
  const nothing = async () => undefined;
  return [
    { name: 'Redis is killed', begin: () => redis.kill(), end: () => redis.restart() },
    { name: 'Redis hangs', begin: async () => redis.signal('SIGSTOP'), end: async () => redis.signal('SIGCONT') },
    { name: 'Redis is flushed', begin: () => redis.flush().catch(nothing), end: nothing },
    ...nodes.map((node, index) => ({
      name: `node ${index} is cut off`,
      begin: async () => node.cutOff(),
      end: async () => node.mend(),
    })),
  ];
}
