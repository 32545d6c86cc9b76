/** Organisations: whose everything is. */
import type { TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { locking } from './lock.ts';
import { newId } from './new-id.ts';

export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
}

/** Makes one. */
export async function createTenant(db: Db, name: string, nowMs: number): Promise<TenantId> {
  const id = newId(nowMs) as TenantId;
  await db.insertInto('tenants').values({ id, name, createdAtMs: nowMs }).execute();
  return id;
}

/** All of the installation, oldest first; empty: nobody has set it up yet. */
export async function listTenants(db: Db): Promise<readonly Tenant[]> {
  return db.selectFrom('tenants').select(['id', 'name']).orderBy('id').execute();
}

/** Until the transaction ends nobody else changes who may do what in this organisation. */
export async function lockTenant(db: Db, tenant: TenantId): Promise<void> {
  await locking(db, db.selectFrom('tenants').select('id').where('id', '=', tenant)).execute();
}

/** What an organisation is called; '' when it is gone. */
export async function tenantName(db: Db, tenant: TenantId): Promise<string> {
  return (await db.selectFrom('tenants').select('name').where('id', '=', tenant).executeTakeFirst())?.name ?? '';
}

/** Calls it otherwise. */
export async function renameTenant(db: Db, tenant: TenantId, name: string): Promise<void> {
  await db.updateTable('tenants').set({ name }).where('id', '=', tenant).execute();
}
