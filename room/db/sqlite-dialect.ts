/** kysely over Node's own SQLite: one connection, used by one at a time. */
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';

export interface SqliteOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /** How long a writer of another process is waited for, ms. */
  readonly busyMs: number;
}

/** Statements kept prepared. */
const KEPT_STATEMENTS = 200;
/** Between two looks whether another process has done writing. */
const LOOK_EVERY_MS = 5;
const SQLITE_BUSY = 5;

/**
 * WAL, so that other processes may read; synchronous=FULL, since an ack means that it is on the disk: the log is flushed before COMMIT returns.
 * @throws Error of node:sqlite when the file cannot be opened.
 */
export function sqliteDialect(options: SqliteOptions): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(options),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class SqliteDriver implements Driver {
  readonly #options: SqliteOptions;
  #connection: SqliteConnection | undefined;
  #tail: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(options: SqliteOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {
    const db = new DatabaseSync(this.#options.file, { timeout: 0, enableForeignKeyConstraints: true });
    await this.#whenFree(() => db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;'));
    this.#connection = new SqliteConnection(db, (work) => this.#whenFree(work));
  }

  /** Waits until whoever has it is done: a statement never lands in somebody else's transaction. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#tail;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#tail = promise;
    await before;
    this.#release = resolve;
    if (this.#connection === undefined) {
      resolve();
      throw new Error('database is not open');
    }
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** IMMEDIATE: a transaction that would write later than another has read never fails half-way. */
  async beginTransaction(): Promise<void> {
    await this.#whenFree(() => this.#connection?.exec('BEGIN IMMEDIATE'));
  }

  async commitTransaction(): Promise<void> {
    this.#connection?.exec('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite has rolled back by itself after some failures (disk full, I/O)
    if (this.#connection?.isInTransaction === true) this.#connection.exec('ROLLBACK');
  }

  async destroy(): Promise<void> {
    await this.#tail;
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** SQLite's own waiting would stop the event loop, and whoever in this process has the lock with it. */
  async #whenFree<T>(work: () => T): Promise<T> {
    const untilMs = performance.now() + this.#options.busyMs;
    for (;;) {
      try {
        return work();
      } catch (error) {
        const isBusy = error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
        if (!isBusy || performance.now() > untilMs) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

type WhenFree = <T>(work: () => T) => Promise<T>;

class SqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #whenFree: WhenFree;
  /** The longest unused is the first. */
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, whenFree: WhenFree) {
    this.#db = db;
    this.#whenFree = whenFree;
  }

  get isInTransaction(): boolean {
    return this.#db.isTransaction;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters as readonly SQLInputValue[];
    return this.#whenFree(() => {
      const statement = this.#prepare(sql);
      if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] };
      return { numAffectedRows: BigInt(statement.run(...values).changes), rows: [] };
    });
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  #prepare(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    const statement = kept ?? this.#db.prepare(sql);
    if (kept !== undefined) this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > KEPT_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }
}
