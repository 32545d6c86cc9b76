import { PostgresAdapter } from 'kysely';
import type { Db } from './database.ts';

interface Lockable<Query> {
  forUpdate(): Query;
}

/**
 * Makes a select lock its rows until the transaction ends. SQLite has one writer at a time anyway (BEGIN IMMEDIATE).
 * `skip`: rows that others have locked are left out instead of waited for.
 */
export function locking<Query extends Lockable<Query> & { skipLocked(): Query }>(db: Db, query: Query, skip?: 'skip'): Query {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return query;
  return skip === 'skip' ? query.forUpdate().skipLocked() : query.forUpdate();
}
