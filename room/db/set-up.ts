import { PostgresAdapter, sql } from 'kysely';
import type { Account, NewAccount } from './accounts.ts';
import { addAccount } from './accounts.ts';
import type { Db } from './database.ts';
import { createTenant, listTenants } from './tenants.ts';

/**
 * Makes the first organisation and its owner; run it in `write`. What the program made before anybody came (the demo event) becomes that organisation's.
 * undefined: somebody was here before; of two who come at once one is.
 */
export async function setUp(
  db: Db,
  organisation: string,
  owner: Pick<NewAccount, 'email' | 'name' | 'passwordHash' | 'language'>,
  nowMs: number,
): Promise<Account | undefined> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) await sql`LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE`.execute(db);
  if (await hasAccounts(db)) return undefined;
  const [known] = await listTenants(db);
  const tenant = known?.id ?? (await createTenant(db, organisation, nowMs));
  if (known !== undefined) await db.updateTable('tenants').set({ name: organisation }).where('id', '=', tenant).execute();
  return addAccount(db, { ...owner, tenant, role: 'owner', addedBy: null }, nowMs);
}

/** Whether anybody can sign in to this installation. */
export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}
