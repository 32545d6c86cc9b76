import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { databaseContract } from './database.contract.ts';
import { openPostgresForTest } from './testing/open.ts';
import type { PostgresServer } from './testing/postgres-server.ts';
import { openPostgres } from './testing/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await openPostgres();
});
afterAll(() => server.close());

databaseContract('PostgreSQL', async () => {
  const url = await server.createDatabase();
  return { open: () => openPostgresForTest(url), close: async () => undefined };
});

it('is away while its server is, and goes on by itself when it is back', async () => {
  const database = await openPostgresForTest(await server.createDatabase());
  const read = () => database.read((db) => db.selectFrom('tenants').selectAll().execute());
  expect(await read()).toEqual([]);
  await server.crash();
  await expect(read()).rejects.toMatchObject({ code: 'ROOM_STORE_AWAY', retryable: true });
  await expect(database.write(read)).rejects.toMatchObject({ code: 'ROOM_STORE_AWAY' });
  await server.start();
  await waitUntil(
    () =>
      read().then(
        () => true,
        () => false,
      ),
    { within: 5_000, what: 'the pool to be back' },
  );
  await database.close();
});

it('lets no lock hold a statement longer than its limit', async () => {
  const url = await server.createDatabase();
  const database = await openPostgresForTest(url);
  const { openDatabase } = await import('./database.ts');
  const hasty = await openDatabase({
    kind: 'postgres',
    url,
    maxConnections: 1,
    connectMs: 1_000,
    statementMs: 100,
    onError: () => undefined,
  });
  const id = 'a0000000-0000-7000-8000-000000000001' as never;
  await database.write((db) => db.insertInto('tenants').values({ id, name: 'a', createdAtMs: 1 }).execute());
  let release: () => void = () => undefined;
  const locked = Promise.withResolvers<void>();
  const held = database.write(async (db) => {
    await db.selectFrom('tenants').select('id').where('id', '=', id).forUpdate().execute();
    locked.resolve();
    await new Promise<void>((resolve) => void (release = resolve));
  });
  await locked.promise;
  await expect(hasty.write((db) => db.updateTable('tenants').set({ name: 'b' }).where('id', '=', id).execute())).rejects.toMatchObject({
    code: 'ROOM_STORE_AWAY',
  });
  release();
  await held;
  await hasty.write((db) => db.updateTable('tenants').set({ name: 'b' }).where('id', '=', id).execute());
  await Promise.all([hasty.close(), database.close()]);
});
