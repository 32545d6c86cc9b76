/** Invitations to become an account. The link holds a secret; here stands its hash. */
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Account } from './accounts.ts';
import { addAccount } from './accounts.ts';
import type { Db } from './database.ts';
import { locking } from './lock.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

export type Invitation = Schema['invitations'];

/** An earlier one to the same address that waits is void. */
export async function invite(
  db: Db,
  invitation: {
    readonly tenant: TenantId;
    readonly hash: string;
    readonly email: string;
    readonly role: AccountRole;
    readonly invitedBy: AccountId;
    readonly expiresAtMs: number;
  },
  nowMs: number,
): Promise<Invitation> {
  const email = invitation.email.toLowerCase();
  await db
    .deleteFrom('invitations')
    .where('tenant', '=', invitation.tenant)
    .where('email', '=', email)
    .where('acceptedAtMs', 'is', null)
    .execute();
  return db
    .insertInto('invitations')
    .values({ ...invitation, email, id: newId(nowMs), createdAtMs: nowMs, acceptedAtMs: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One that can still be accepted. */
export async function findInvitation(db: Db, hash: string, nowMs: number): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('hash', '=', hash)
    .where('acceptedAtMs', 'is', null)
    .where('expiresAtMs', '>', nowMs)
    .executeTakeFirst();
}

/** Those that wait. */
export async function listInvitations(db: Db, tenant: TenantId, nowMs: number): Promise<readonly Invitation[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('acceptedAtMs', 'is', null)
    .where('expiresAtMs', '>', nowMs)
    .orderBy('id')
    .execute();
}

/** Takes one back. @returns whether there was one. */
export async function withdrawInvitation(db: Db, tenant: TenantId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('invitations')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('acceptedAtMs', 'is', null)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Makes the account, once; run it in `write`. `taken`: the address has an account by now. */
export async function acceptInvitation(
  db: Db,
  hash: string,
  person: { readonly name: string; readonly passwordHash: string; readonly language: string },
  nowMs: number,
): Promise<Account | 'unknown' | 'taken'> {
  const query = db
    .selectFrom('invitations')
    .selectAll()
    .where('hash', '=', hash)
    .where('acceptedAtMs', 'is', null)
    .where('expiresAtMs', '>', nowMs);
  const invitation = await locking(db, query).executeTakeFirst();
  if (invitation === undefined) return 'unknown';
  const { tenant, email, role, invitedBy, id } = invitation;
  const account = await addAccount(db, { ...person, tenant, email, role, addedBy: invitedBy }, nowMs);
  if (account === undefined) return 'taken';
  await db.updateTable('invitations').set({ acceptedAtMs: nowMs }).where('tenant', '=', tenant).where('id', '=', id).execute();
  return account;
}
