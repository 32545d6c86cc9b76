import type { Kysely as Queries } from 'kysely';
import { CamelCasePlugin, Kysely } from 'kysely';
import { orAway } from './failures.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { PostgresOptions } from './postgres-dialect.ts';
import { postgresDialect } from './postgres-dialect.ts';
import type { Schema } from './schema.ts';
import type { SqliteOptions } from './sqlite-dialect.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** What the queries of this folder take: the database, or a transaction of it. */
export type Db = Queries<Schema>;

/** Where the database is. */
export type DatabaseOptions = ({ readonly kind: 'sqlite' } & SqliteOptions) | ({ readonly kind: 'postgres' } & PostgresOptions);

/** An open database. The queries of this folder are run in one of its two ways. */
export interface Database {
  readonly kind: DatabaseKind;
  /** Each statement by itself. @throws StoreAway when it cannot be reached. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /**
   * All of it or nothing, and on the disk when it returns. On SQLite one at a time; on PostgreSQL read committed: what must not be overtaken is locked by its row.
   * @throws StoreAway when it cannot be reached (it may be committed all the same, when the answer got lost).
   */
  write<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Several reads that see the same moment. @throws StoreAway */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens and brings the tables up to date; two nodes that start at once do it once.
 * @throws DatabaseNewer, DatabaseAltered (db/errors.ts); StoreAway when it cannot be reached.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { kind } = options;
  const db = new Kysely<Schema>({
    dialect: kind === 'sqlite' ? sqliteDialect(options) : postgresDialect(options),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  try {
    await orAway(() => migrate(db, kind, MIGRATIONS));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    kind,
    read: (work) => orAway(() => work(db)),
    write: (work) => orAway(() => db.transaction().execute(work)),
    snapshot: (work) =>
      orAway(() =>
        kind === 'sqlite'
          ? db.transaction().execute(work)
          : db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
      ),
    close: () => db.destroy(),
  };
}
