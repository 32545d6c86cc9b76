/** For tests: databases that are opened the way main does it, with small time limits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../database.ts';
import { openDatabase } from '../database.ts';

/** SQLite in a folder of its own. */
export async function openSqliteForTest(): Promise<{
  readonly database: Database;
  readonly file: string;
  readonly close: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-db-'));
  const file = path.join(folder, 'plenary.db');
  const database = await openDatabase({ kind: 'sqlite', file, busyMs: 2_000 });
  return {
    database,
    file,
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL at an address. Broken connections are what some tests are about: nobody is told. */
export function openPostgresForTest(url: string): Promise<Database> {
  return openDatabase({ kind: 'postgres', url, maxConnections: 8, connectMs: 2_000, statementMs: 5_000, onError: () => undefined });
}
