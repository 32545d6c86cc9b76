/** People who sign in to the studio. */
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';
import { lockTenant } from './tenants.ts';

export type Account = Schema['accounts'];

/** Who is to be added. The address is stored in lower case. */
export interface NewAccount {
  readonly tenant: TenantId;
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly passwordHash: string | null;
  readonly language: string;
  readonly addedBy: AccountId | null;
}

/** @returns undefined when the address has an account already, in whatever organisation. */
export async function addAccount(db: Db, account: NewAccount, nowMs: number): Promise<Account | undefined> {
  const row = {
    ...{ ...account, id: newId(nowMs) as AccountId, email: account.email.toLowerCase(), createdAtMs: nowMs },
    ...{ totpSecret: null, totpLastStep: 0, disabledAtMs: null },
  };
  return db
    .insertInto('accounts')
    .values(row)
    .onConflict((on) => on.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** For signing in, where the organisation is not known yet. A disabled account is found too. */
export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();
}

/** For a link that names it, of whichever organisation. */
export async function findAccount(db: Db, id: AccountId): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function getAccount(db: Db, tenant: TenantId, id: AccountId): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
}

/** In order of arrival. */
export async function listAccounts(db: Db, tenant: TenantId): Promise<readonly Account[]> {
  return db.selectFrom('accounts').selectAll().where('tenant', '=', tenant).orderBy('id').execute();
}

/** What of an account may be set. */
export type AccountChange = Partial<Pick<Account, 'name' | 'role' | 'passwordHash' | 'totpSecret' | 'language' | 'disabledAtMs'>>;

/**
 * Changes an account; run it in `write`. `last-owner`: somebody must remain who may do everything.
 * A new TOTP secret starts with no code used.
 */
export async function changeAccount(
  db: Db,
  tenant: TenantId,
  id: AccountId,
  change: AccountChange,
): Promise<'changed' | 'unknown' | 'last-owner'> {
  await lockTenant(db, tenant);
  const account = await getAccount(db, tenant, id);
  if (account === undefined) return 'unknown';
  const after = { ...account, ...change };
  if (isOwner(account) && !isOwner(after) && (await countOwners(db, tenant)) === 1) return 'last-owner';
  const steps = change.totpSecret === undefined ? {} : { totpLastStep: 0 };
  await db
    .updateTable('accounts')
    .set({ ...change, ...steps })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
  return 'changed';
}

/** Takes an account away, with its sessions and the invitation that it came by; run it in `write`. What it did stays in the audit log, without a name. */
export async function removeAccount(db: Db, tenant: TenantId, id: AccountId): Promise<'removed' | 'unknown' | 'last-owner'> {
  await lockTenant(db, tenant);
  const account = await getAccount(db, tenant, id);
  if (account === undefined) return 'unknown';
  if (isOwner(account) && (await countOwners(db, tenant)) === 1) return 'last-owner';
  await db.deleteFrom('invitations').where('tenant', '=', tenant).where('email', '=', account.email).execute();
  await db.deleteFrom('accounts').where('tenant', '=', tenant).where('id', '=', id).execute();
  return 'removed';
}

/** Uses up a TOTP time step. @returns false when a code of this step or a later one was used before: a code is good once. */
export async function useTotpStep(db: Db, tenant: TenantId, id: AccountId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ totpLastStep: step })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('totpLastStep', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function isOwner({ role, disabledAtMs }: Pick<Account, 'role' | 'disabledAtMs'>): boolean {
  return role === 'owner' && disabledAtMs === null;
}

async function countOwners(db: Db, tenant: TenantId): Promise<number> {
  const owners = await db
    .selectFrom('accounts')
    .select('id')
    .where('tenant', '=', tenant)
    .where('role', '=', 'owner')
    .where('disabledAtMs', 'is', null)
    .execute();
  return owners.length;
}
