import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestRedis } from '../../core/ports/test-redis.ts';
import { openTestRedis } from '../../core/ports/test-redis.ts';
import { seededRandom, waitUntil } from '../../core/runtime/test-support.ts';
import type { Database } from '../db/database.ts';
import { openPostgresForTest } from '../db/testing/open.ts';
import type { PostgresServer } from '../db/testing/postgres-server.ts';
import { openPostgres } from '../db/testing/postgres-server.ts';
import { SYSTEM } from '../channel/room-store.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import { newId } from '../db/new-id.ts';
import { sqlRoomStore } from '../store/room-store-sql.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { ChaosClient } from './chaos-client.ts';
import { audit } from './ledger.ts';
import { faultsOf, liveEvent, openNode } from './two-nodes.ts';

/** 8 in the tests; `make chaos` takes 200. */
const SCHEDULES = Number(process.env['CHAOS_SCHEDULES'] ?? 8);
const FIRST_SEED = Number(process.env['CHAOS_SEED'] ?? 1);
const CLIENTS = 6;
const ROUNDS = 25;
const OPTIONS = 3;

let redis: TestRedis;
let postgres: PostgresServer;
let databaseUrl: string;
let database: Database;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([openTestRedis(), openPostgres()]);
  databaseUrl = await postgres.createDatabase();
  database = await openPostgresForTest(databaseUrl);
});
afterAll(async () => {
  await database.close();
  await Promise.all([redis.close(), postgres.close()]);
});

describe('two nodes over one Redis and one PostgreSQL are one room, whatever happens', () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
    it(`schedule ${seed}: nothing acked is lost, nothing is shown twice, one order for all`, async () => {
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const { event, poll } = await liveEvent(database);
      const store = sqlRoomStore(database, systemClock);
      const act = (what: Parameters<typeof store.commit>[1][number]) => store.commit(event.id, [what], Date.now());
      await act({ kind: 'act', id: newId(Date.now()) as ClientId, by: SYSTEM, act: { act: 'open-poll', poll }, atMs: Date.now() });
      const nodes = [
        await openNode(redis.url, databaseUrl, `chaos-${seed}:`, event.slug),
        await openNode(redis.url, databaseUrl, `chaos-${seed}:`, event.slug),
      ];
      const clients: ChaosClient[] = [];
      try {
        for (let n = 0; n < CLIENTS; n++) {
          const ticket = await (nodes[n % 2] ?? pick(nodes)).joinTicket(`Person ${n}`);
          // some stay with their node, some come back to any
          clients.push(new ChaosClient(`client ${n}`, ticket, () => (n < 4 ? nodes[n % 2] : pick(nodes))?.port ?? 0));
        }
        await waitUntil(() => clients.every((client) => client.offset > 0), { within: 10_000, what: 'everybody in' });
        const faults = faultsOf(redis, nodes);
        const plan = Array.from({ length: 2 }, () => {
          const beginsAt = Math.floor(random() * (ROUNDS - 5));
          return { fault: pick(faults), beginsAt, endsAt: beginsAt + 3 + Math.floor(random() * 12) };
        });
        const running = new Set<(typeof plan)[number]>();
        for (let round = 0; round < ROUNDS; round++) {
          for (const one of plan) {
            if (one.beginsAt === round && ![...running].some(({ fault }) => fault === one.fault)) {
              await one.fault.begin();
              running.add(one);
            }
            if (one.endsAt === round && running.delete(one)) await one.fault.end();
          }
          for (const client of clients) {
            if (random() < 0.6) client.say(`round ${round}`);
            if (random() < 0.3) client.vote(poll, Math.floor(random() * OPTIONS));
          }
          await new Promise((resolve) => {
            setTimeout(resolve, 60);
          });
        }
        for (const { fault } of running) await fault.end();
        const what = plan.map(({ fault, beginsAt, endsAt }) => `${fault.name} in rounds ${beginsAt}-${endsAt}`).join(', ');
        await waitUntil(() => clients.every((client) => client.unanswered === 0), { within: 30_000, what: `every answer (${what})` });
        const edge = await store.edge(event.id);
        await waitUntil(() => clients.every((client) => client.offset >= (edge?.offset ?? Number.POSITIVE_INFINITY)), {
          within: 20_000,
          what: `everybody at the end of the feed (${what})`,
        });
        const stored = await store.read(event.id, 0, 100_000);
        expect(
          audit(
            clients.map((client) => client.record),
            stored,
          ),
          what,
        ).toEqual([]);
        expect(clients.reduce((sum, client) => sum + client.record.acked.size, 0)).toBeGreaterThan(ROUNDS);
        expect(clients.map((client) => client.missedMore)).toEqual(clients.map(() => 0));
        // acked = stored = shown
        const voters = clients.filter((client) => client.ackedVotes.size > 0).length;
        const truth = (await store.tally(event.id, [poll]))[poll];
        expect(truth?.voters).toBe(voters);
        await waitUntil(() => clients.every((client) => JSON.stringify(client.numbers[poll]) === JSON.stringify(truth)), {
          within: 15_000,
          what: `the numbers that all are shown (${what})`,
        });
      } finally {
        for (const client of clients) client.close();
        for (const node of nodes) {
          node.mend();
          await node.close();
        }
        redis.signal('SIGCONT');
        await redis.restart();
      }
    }, 120_000);
  }
});
