import { open } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, LiveError } from '../core/runtime/errors.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';
import type { Database } from '../room/db/database.ts';
import { openDatabase } from '../room/db/database.ts';
import { DatabaseUnusable } from './errors.ts';

const BUSY_MS = 5_000;
const CONNECTIONS = 10;
const CONNECT_MS = 3_000;
const STATEMENT_MS = 5_000;

/** PostgreSQL when DATABASE_URL is set, else the file in DATA_DIR; tables up to date. @throws DatabaseNewer, DatabaseAltered, DatabaseUnusable, StoreAway */
export async function databaseOf(settings: Settings, dataDir: string, log: Log): Promise<Database> {
  const { DATABASE_URL: url } = settings;
  if (url === undefined) {
    const file = path.join(dataDir, 'plenary.db');
    // SQLite gives its other files the rights of this one: names and messages are for this user alone
    await (await open(file, 'a', 0o600)).close();
    try {
      return await openDatabase({ kind: 'sqlite', file, busyMs: BUSY_MS });
    } catch (error) {
      throw error instanceof LiveError ? error : new DatabaseUnusable({ file, reason: errorMessage(error) }, error);
    }
  }
  return openDatabase({
    ...{ kind: 'postgres', url, maxConnections: CONNECTIONS, connectMs: CONNECT_MS, statementMs: STATEMENT_MS },
    onError: (error) => log.warn({ err: error }, 'a connection to the database broke; the next one is opened when it is needed'),
  });
}
