import { queriesContract } from './queries.contract.ts';
import { openPostgresForTest } from './testing/open.ts';
import { openPostgres } from './testing/postgres-server.ts';

queriesContract('PostgreSQL', async () => {
  const server = await openPostgres();
  const database = await openPostgresForTest(await server.createDatabase());
  return {
    database,
    close: async () => {
      await database.close();
      await server.close();
    },
  };
});
