import { openPostgresForTest } from '../db/testing/open.ts';
import { openPostgres } from '../db/testing/postgres-server.ts';
import { actsContract } from './acts.contract.ts';
import { retentionContract } from './retention.contract.ts';
import { roomStoreContract } from './room-store.contract.ts';
import type { SqlStoreWorld } from './testing/world.ts';
import { sqlWorld } from './testing/world.ts';

const postgres = async () => {
  const server = await openPostgres();
  const url = await server.createDatabase();
  const database = await openPostgresForTest(url);
  const worlds: SqlStoreWorld[] = [];
  return {
    world: async () => {
      const world = await sqlWorld(database, () => openPostgresForTest(url));
      worlds.push(world);
      return world;
    },
    close: async () => {
      for (const world of worlds) await world.close();
      await database.close();
      await server.close();
    },
  };
};
roomStoreContract('PostgreSQL', postgres);
actsContract('PostgreSQL', postgres);
retentionContract('PostgreSQL', postgres);
