import { expect, it } from 'vitest';
import { ACCOUNT_ROLES } from '../../core/contracts/room/roles.ts';
import { mayManage as serverMayManage } from '../../room/people/roles.ts';
import { isAtLeast, mayManage } from './rights.ts';

it('shows what the server allows', () => {
  for (const by of ACCOUNT_ROLES)
    for (const role of ACCOUNT_ROLES) expect(mayManage(by, role), `${by}, ${role}`).toBe(serverMayManage(by, role));
});

it('each role may what those after it may', () => {
  expect(ACCOUNT_ROLES.map((role) => isAtLeast(role, 'moderator'))).toEqual([true, true, true, false]);
});
