/** Who sets the installation up: whoever has the link that is printed where the program was started. */
import type { SigningKeys } from '../../core/grants/secrets.ts';
import { isSignedBy, signText } from '../../core/grants/signature.ts';

const PURPOSE = 'first owner';

/**
 * The link by which the first owner's account is made: good on every node and after every restart, until there is an account. `keys`: those of the
 * purpose `cookie`. The token stands after the `#`, where no log and no proxy sees it.
 */
export function firstOwnerLink(publicUrl: string, keys: SigningKeys): string {
  return `${publicUrl.replace(/\/+$/u, '')}/studio/#setup=${signText(PURPOSE, keys[0])}`;
}

/** Whether somebody has the link. That nobody was before him, the database knows. */
export function isFirstOwnerToken(token: string, keys: SigningKeys): boolean {
  return isSignedBy(PURPOSE, token, keys);
}
