/** Signed-in browsers. The cookie holds a secret; here stands its hash. */
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Db } from './database.ts';

/** Who is behind a cookie. */
export interface SignedIn {
  readonly account: AccountId;
  readonly tenant: TenantId;
  readonly role: AccountRole;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly seenAtMs: number;
  /** When the password was given last. */
  readonly provedAtMs: number;
  readonly expiresAtMs: number;
}

/** A browser has signed in. */
export async function createSession(
  db: Db,
  session: { readonly hash: string; readonly tenant: TenantId; readonly account: AccountId; readonly expiresAtMs: number },
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({ ...session, createdAtMs: nowMs, seenAtMs: nowMs, provedAtMs: nowMs })
    .execute();
}

/** undefined: there is no such session, it is over, or the account is disabled. */
export async function findSession(db: Db, hash: string, nowMs: number): Promise<SignedIn | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', (join) => join.onRef('accounts.id', '=', 'sessions.account').onRef('accounts.tenant', '=', 'sessions.tenant'))
    .select(['sessions.account', 'sessions.tenant', 'accounts.role', 'accounts.name', 'accounts.email', 'accounts.language'])
    .select(['sessions.seenAtMs', 'sessions.provedAtMs', 'sessions.expiresAtMs'])
    .where('sessions.hash', '=', hash)
    .where('sessions.expiresAtMs', '>', nowMs)
    .where('accounts.disabledAtMs', 'is', null)
    .executeTakeFirst();
}

/** It is used; once a minute or so is often enough. */
export async function touchSession(db: Db, hash: string, nowMs: number, expiresAtMs: number): Promise<void> {
  await db.updateTable('sessions').set({ seenAtMs: nowMs, expiresAtMs }).where('hash', '=', hash).execute();
}

/** The password was given again. */
export async function proveSession(db: Db, hash: string, nowMs: number): Promise<void> {
  await db.updateTable('sessions').set({ provedAtMs: nowMs }).where('hash', '=', hash).execute();
}

/** Signed out. */
export async function endSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hash).execute();
}

/** After a new password, or by hand: all others of the account, or all. */
export async function endSessionsOf(db: Db, tenant: TenantId, account: AccountId, exceptHash?: string): Promise<void> {
  let query = db.deleteFrom('sessions').where('tenant', '=', tenant).where('account', '=', account);
  if (exceptHash !== undefined) query = query.where('hash', '<>', exceptHash);
  await query.execute();
}
