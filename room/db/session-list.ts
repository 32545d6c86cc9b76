import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import type { Schema } from './schema.ts';

/** A signed-in browser as its owner sees it. */
export type SessionRecord = Omit<Schema['sessions'], 'tenant' | 'account'>;

/** The browsers of an account that are signed in, the newest first. */
export async function listSessionsOf(db: Db, tenant: TenantId, account: AccountId, nowMs: number): Promise<readonly SessionRecord[]> {
  return db
    .selectFrom('sessions')
    .select(['hash', 'createdAtMs', 'seenAtMs', 'provedAtMs', 'expiresAtMs'])
    .where('tenant', '=', tenant)
    .where('account', '=', account)
    .where('expiresAtMs', '>', nowMs)
    .orderBy('createdAtMs', 'desc')
    .orderBy('hash')
    .execute();
}
