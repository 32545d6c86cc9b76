import { afterAll, beforeAll } from 'vitest';
import { openPostgresForTest } from '../db/testing/open.ts';
import type { PostgresServer } from '../db/testing/postgres-server.ts';
import { openPostgres } from '../db/testing/postgres-server.ts';
import { libraryApiContract } from './library-api.contract.ts';
import { organiserApiContract } from './organiser-api.contract.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await openPostgres();
});
afterAll(() => server.close());

const open = async () => {
  const database = await openPostgresForTest(await server.createDatabase());
  return { database, close: () => database.close() };
};
organiserApiContract('PostgreSQL', open);
libraryApiContract('PostgreSQL', open);
