/** A link by which somebody who has forgotten his password chooses another one; made by whoever runs the program, because there is no mail. */
import type { AccountId } from '../../core/contracts/room/ids.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import { isSignedBy, signText } from '../../core/grants/signature.ts';

/** A day: it is handed over by other ways than mail. */
export const RESET_MS = 24 * 3_600_000;

/** Whose it is, and the password that it replaces: with another password the link is worth nothing, so that it is good once. */
export interface ResetOf {
  readonly id: AccountId;
  readonly passwordHash: string | null;
}

/** `keys`: those of the purpose `cookie`. The token stands after the `#`, where no log and no proxy sees it. */
export function passwordResetLink(publicUrl: string, account: ResetOf, untilMs: number, keys: SigningKeys): string {
  const token = `${account.id}.${untilMs}.${signText(signed(account, String(untilMs)), keys[0])}`;
  return `${publicUrl.replace(/\/+$/u, '')}/studio/#reset=${token}`;
}

/** Whose link it says it is; undefined: it is none. */
export function accountOfReset(token: string): AccountId | undefined {
  return /^([0-9a-f-]{36})\.\d{13,15}\.[\w-]{43}$/.exec(token)?.[1] as AccountId | undefined;
}

/** Whether it is good still. */
export function isResetToken(token: string, account: ResetOf, nowMs: number, keys: SigningKeys): boolean {
  const [id = '', untilMs = '', signature = ''] = token.split('.', 3);
  return id === account.id && isSignedBy(signed(account, untilMs), signature, keys) && Number(untilMs) > nowMs;
}

function signed({ id, passwordHash }: ResetOf, untilMs: string): string {
  return `password reset ${id} ${untilMs} ${passwordHash ?? ''}`;
}
