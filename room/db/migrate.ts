import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DatabaseKind } from './database.ts';
import { DatabaseAltered, DatabaseNewer } from './errors.ts';

/** One step of the tables. Once released it never changes. */
export interface Migration {
  /** Sorts after those before it: `0001-people`. */
  readonly name: string;
  /** SQL that both databases understand, in order. */
  readonly both: readonly string[];
  /** What can only be said in one database's own words, after `both`. */
  readonly own?: Readonly<Record<DatabaseKind, readonly string[]>>;
}

/** Any number will do, the same for all nodes: names the lock under which tables are changed. */
const LOCK = 7_341_912_058;

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/**
 * Applies what is missing, each in a transaction of its own under one lock: whoever comes second finds it done.
 * @throws DatabaseNewer when the database has a migration that the code has not; DatabaseAltered when one has another text.
 */
export async function migrate<Schema>(db: Kysely<Schema>, kind: DatabaseKind, migrations: readonly Migration[]): Promise<void> {
  let more = true;
  while (more) {
    more = await db.transaction().execute(async (tx) => {
      // BEGIN IMMEDIATE of SQLite is such a lock already
      if (kind === 'postgres') await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
      await sql`CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)`.execute(
        tx,
      );
      const { rows } = await sql<Applied>`SELECT name, checksum FROM migrations ORDER BY name`.execute(tx);
      const next = nextMigration(migrations, kind, rows);
      if (next === undefined) return false;
      for (const statement of statementsOf(next, kind)) await sql.raw(statement).execute(tx);
      await sql`INSERT INTO migrations (name, checksum, applied_at_ms) VALUES (${next.name}, ${checksumOf(next, kind)}, ${Date.now()})`.execute(
        tx,
      );
      return true;
    });
  }
}

/** The first that is not applied; undefined: all are. @throws DatabaseNewer, DatabaseAltered */
function nextMigration(migrations: readonly Migration[], kind: DatabaseKind, applied: readonly Applied[]): Migration | undefined {
  const unknown = applied.filter(({ name }) => !migrations.some((one) => one.name === name)).map(({ name }) => name);
  if (unknown.length > 0) throw new DatabaseNewer({ unknown });
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  for (const migration of migrations) {
    const checksum = checksums.get(migration.name);
    if (checksum === undefined) return migration;
    if (checksum !== checksumOf(migration, kind)) throw new DatabaseAltered({ migration: migration.name });
  }
  return undefined;
}

function statementsOf({ both, own }: Migration, kind: DatabaseKind): readonly string[] {
  return [...both, ...(own?.[kind] ?? [])];
}

/** Of the text without its spaces. */
function checksumOf(migration: Migration, kind: DatabaseKind): string {
  const text = statementsOf(migration, kind).join(';').replace(/\s+/g, ' ');
  return createHash('sha256').update(text).digest('hex');
}
