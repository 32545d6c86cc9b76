import { ACCOUNT_ROLES, type AccountRole } from '../../core/contracts/room/roles.ts';
import type { Phrase, Words } from '../words/words.ts';

/** Each role in words. */
export const ROLE_PHRASES: Readonly<Record<AccountRole, Phrase>> = {
  owner: 'roleOwner',
  producer: 'roleProducer',
  moderator: 'roleModerator',
  analyst: 'roleAnalyst',
};

/** What each may. */
export const ROLE_MORE: Readonly<Record<AccountRole, Phrase>> = {
  owner: 'roleOwnerMore',
  producer: 'roleProducerMore',
  moderator: 'roleModeratorMore',
  analyst: 'roleAnalystMore',
};

/** Roles to choose from. @param may which. */
export function roleOptions(words: Words, may: (role: AccountRole) => boolean): readonly (readonly [AccountRole, string])[] {
  return ACCOUNT_ROLES.filter(may).map((role) => [role, words.say(ROLE_PHRASES[role])] as const);
}
