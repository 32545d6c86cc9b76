/** Who may do what in the studio, by role alone: owner over producer over moderator over analyst. Pure. */
import type { AccountRole, RoomRole } from '../../core/contracts/room/roles.ts';
import { ACCOUNT_ROLES } from '../../core/contracts/room/roles.ts';

function rank(role: AccountRole): number {
  return ACCOUNT_ROLES.length - ACCOUNT_ROLES.indexOf(role);
}

/** Whether the role has at least the rights of another. */
export function isAtLeast(role: AccountRole, needed: AccountRole): boolean {
  return rank(role) >= rank(needed);
}

/** The lesser of two roles. */
export function lesserRole(one: AccountRole, other: AccountRole): AccountRole {
  return isAtLeast(one, other) ? other : one;
}

/** Whether somebody may change, disable or take away an account of this role: owners any, producers those below them, the others none. */
export function mayManage(by: AccountRole, target: AccountRole): boolean {
  return by === 'owner' || (by === 'producer' && rank(by) > rank(target));
}

/** Whether somebody may give this role to somebody else; nobody gives more than he has. */
export function mayGive(by: AccountRole, role: AccountRole): boolean {
  return mayManage(by, role);
}

/** Whether somebody may take this role himself: a lesser one only. */
export function mayTake(own: AccountRole, role: AccountRole): boolean {
  return rank(role) < rank(own);
}

/** Who an account is in the room; undefined: it is not among the staff there. */
export function roomRoleOf(role: AccountRole): RoomRole | undefined {
  switch (role) {
    case 'owner':
    case 'producer':
      return 'host';
    case 'moderator':
      return 'moderator';
    case 'analyst':
      return undefined;
  }
}
