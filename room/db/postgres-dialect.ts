/** kysely over PostgreSQL: a pool in which everything has a time limit. */
import type { Dialect } from 'kysely';
import { PostgresDialect } from 'kysely';
import type { CustomTypesConfig } from 'pg';
import { Pool, types } from 'pg';

export interface PostgresOptions {
  /** `postgres://user:password@host/database?sslmode=verify-full`, or `?host=/run/postgresql` for a socket. */
  readonly url: string;
  readonly maxConnections: number;
  /** Until a connection is there, ms. */
  readonly connectMs: number;
  /** Of one statement, ms; also of the wait for a row's lock. */
  readonly statementMs: number;
  /** A connection broke while no statement was under way. May be told twice. */
  readonly onError: (error: Error) => void;
}

/** A server that does not keep its own time limit (it is gone) is given up this much later, ms. */
const GRACE_MS = 1_000;

/** int8, also of count(*), as a number: times and counts stay below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (type, format) => (type === types.builtins.INT8 ? Number : types.getTypeParser(type, format)),
};

/** Connects when first asked. */
export function postgresDialect(options: PostgresOptions): Dialect {
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectMs,
    statement_timeout: options.statementMs,
    query_timeout: options.statementMs + GRACE_MS,
    idle_in_transaction_session_timeout: options.statementMs + GRACE_MS,
    keepAlive: true,
    application_name: 'plenary',
    types: parsers,
  });
  pool.on('error', options.onError);
  // a connection that breaks between two statements of a transaction says so here alone; the next statement on it fails
  pool.on('connect', (client) => client.on('error', options.onError));
  return new PostgresDialect({ pool });
}
