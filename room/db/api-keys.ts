/** Keys for programs. Shown once when made; here stands their HMAC. */
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

/** A key as it is listed. */
export type ApiKey = Omit<Schema['apiKeys'], 'hmac'>;

const SHOWN = ['id', 'tenant', 'label', 'role', 'createdBy', 'createdAtMs', 'usedAtMs', 'revokedAtMs'] as const;

/** Makes one. */
export async function createApiKey(
  db: Db,
  key: {
    readonly tenant: TenantId;
    readonly hmac: string;
    readonly label: string;
    readonly role: AccountRole;
    readonly createdBy: AccountId;
  },
  nowMs: number,
): Promise<ApiKey> {
  return db
    .insertInto('apiKeys')
    .values({ ...key, id: newId(nowMs), createdAtMs: nowMs, usedAtMs: null, revokedAtMs: null })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
}

/** Those that are valid. */
export async function listApiKeys(db: Db, tenant: TenantId): Promise<readonly ApiKey[]> {
  return db.selectFrom('apiKeys').select(SHOWN).where('tenant', '=', tenant).where('revokedAtMs', 'is', null).orderBy('id').execute();
}

/** Whose it is; the organisation is not known before. undefined: nobody's, or revoked. */
export async function findApiKey(db: Db, hmac: string): Promise<ApiKey | undefined> {
  return db.selectFrom('apiKeys').select(SHOWN).where('hmac', '=', hmac).where('revokedAtMs', 'is', null).executeTakeFirst();
}

/** It was used; once a minute or so is often enough. */
export async function touchApiKey(db: Db, tenant: TenantId, id: string, nowMs: number): Promise<void> {
  await db.updateTable('apiKeys').set({ usedAtMs: nowMs }).where('tenant', '=', tenant).where('id', '=', id).execute();
}

/** @returns whether there was one that was valid. */
export async function revokeApiKey(db: Db, tenant: TenantId, id: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('apiKeys')
    .set({ revokedAtMs: nowMs })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('revokedAtMs', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
