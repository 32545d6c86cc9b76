/** Which failures mean "not now" (the database cannot be reached, is busy, full or going down) rather than a mistake of ours. */
import { StoreAway } from '../errors.ts';

/** What the network says, by Node's code. */
const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  // a unix socket that is not there
  'ENOENT',
]);

/**
 * SQLSTATE (PostgreSQL, appendix A), by class or whole: connection, resources, intervention by the operator (restart, failover, cancelled by a
 * time limit), a lost race that may be run again, a lock not had in time, a standby that takes no writes.
 */
const SQLSTATE = /^(?:08|53|57|58)|^(?:40001|40P01|55P03|25006|25P03)$/;

/** What pg and kysely say without a code. */
const SENTENCES =
  /^(?:timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Postgres connection has been discarded|Client was closed|Cannot use a pool after calling end|The server does not support SSL)/;

/** SQLite result codes (sqlite.org/rescode.html), the low byte: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL. */
const SQLITE = new Set([5, 6, 7, 8, 10, 13, 14, 15]);

/** Whether the same may work later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isAway)) return true;
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE.has(error.errcode & 0xff);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK.has(code) || SQLSTATE.test(code) || SENTENCES.test(error.message) || error.message === 'database is not open';
}

/** Runs; what means "not now" comes out as StoreAway, everything else as it is. @throws StoreAway */
export async function orAway<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? new StoreAway({}, error) : error;
  }
}

/** Whether a row could not be written because another has the same value where only one may (SQLSTATE 23505, SQLITE_CONSTRAINT_UNIQUE or _PRIMARYKEY). */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error) return error.errcode === 2067 || error.errcode === 1555;
  return 'code' in error && error.code === '23505';
}
