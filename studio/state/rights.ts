/** What is shown to whom. What somebody may do the server alone decides. Pure. */
import { ACCOUNT_ROLES, type AccountRole } from '../../core/contracts/room/roles.ts';

/** Whether somebody may do what this role may. */
export function isAtLeast(role: AccountRole, wanted: AccountRole): boolean {
  return ACCOUNT_ROLES.indexOf(role) <= ACCOUNT_ROLES.indexOf(wanted);
}

/** Whether somebody may change another of this role, and give it to others: an owner everything, a producer what is below. */
export function mayManage(by: AccountRole, role: AccountRole): boolean {
  return by === 'owner' || (by === 'producer' && by !== role && isAtLeast(by, role));
}
