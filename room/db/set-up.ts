import { PostgresAdapter, sql } from 'kysely';
import type { Account, NewAccount } from './accounts.ts';
import { addAccount } from './accounts.ts';
import type { Db } from './database.ts';
import { createTenant, listTenants } from './tenants.ts';

/** Makes the first organisation and its owner; run it in `write`. undefined: somebody was here before; of two who come at once one is. */
export async function setUp(
  db: Db,
  organisation: string,
  owner: Pick<NewAccount, 'email' | 'name' | 'passwordHash' | 'language'>,
  nowMs: number,
): Promise<Account | undefined> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) await sql`LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE`.execute(db);
  if ((await listTenants(db)).length > 0) return undefined;
  const tenant = await createTenant(db, organisation, nowMs);
  return addAccount(db, { ...owner, tenant, role: 'owner', addedBy: null }, nowMs);
}
