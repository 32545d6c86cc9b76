import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseContract } from './database.contract.ts';
import { openDatabase } from './database.ts';
import { openSqliteForTest } from './testing/open.ts';

databaseContract('SQLite', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-db-'));
  return {
    open: () => openDatabase({ kind: 'sqlite', file: path.join(folder, 'plenary.db'), busyMs: 2_000 }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

it('flushes to the disk before it says that something is written, and holds references', async () => {
  const { database, close } = await openSqliteForTest();
  const ask = (pragma: string) =>
    database.read((db) =>
      sql<Record<string, unknown>>`${sql.raw(`PRAGMA ${pragma}`)}`.execute(db).then(({ rows }) => Object.values(rows[0] ?? {})[0]),
    );
  expect([await ask('journal_mode'), await ask('synchronous'), await ask('foreign_keys')]).toEqual(['wal', 2, 1]);
  await close();
});

it('is away where the folder cannot be written', async () => {
  await expect(openDatabase({ kind: 'sqlite', file: '/proc/plenary/none.db', busyMs: 10 })).rejects.toMatchObject({
    code: 'ROOM_STORE_AWAY',
  });
});

it('is away, not broken, while another process writes', async () => {
  const { database, file, close } = await openSqliteForTest();
  const other = await openDatabase({ kind: 'sqlite', file, busyMs: 10 });
  let release: () => void = () => undefined;
  const held = database.write(() => new Promise<void>((resolve) => void (release = resolve)));
  await expect(other.write((db) => db.deleteFrom('tenants').execute())).rejects.toMatchObject({ code: 'ROOM_STORE_AWAY', retryable: true });
  release();
  await held;
  await other.write((db) => db.deleteFrom('tenants').execute());
  await other.close();
  await close();
});
