/** Secrets that are read again (of authenticator apps, of webhooks) stand sealed in their rows. */
import type { AccountId } from '../../core/contracts/room/ids.ts';
import { isSealed, seal, unseal } from '../../core/grants/sealed.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import type { Database } from './database.ts';

/** Seals and opens what stands in the database, each for its own row. */
export class SecretSeal {
  readonly #keys: SigningKeys;

  /** @param secrets of the installation: the first seals, all open. */
  constructor(secrets: SigningKeys) {
    this.#keys = deriveKeys(secrets, 'seal');
  }

  sealTotp(account: AccountId, secret: string): string {
    return seal(secret, `totp ${account}`, this.#keys);
  }

  /** undefined: it was sealed with a secret that this installation has not. */
  openTotp(account: AccountId, stored: string): string | undefined {
    return unseal(stored, `totp ${account}`, this.#keys);
  }

  sealWebhook(webhook: string, secret: string): string {
    return seal(secret, `webhook ${webhook}`, this.#keys);
  }

  /** undefined: it was sealed with a secret that this installation has not. */
  openWebhook(webhook: string, stored: string): string | undefined {
    return unseal(stored, `webhook ${webhook}`, this.#keys);
  }
}

/** Seals what was stored before there were seals; once, and again without harm. @returns how many. @throws StoreAway */
export async function sealOldSecrets(database: Database, secretSeal: SecretSeal): Promise<number> {
  return database.write(async (db) => {
    const accounts = await db.selectFrom('accounts').select(['id', 'totpSecret']).where('totpSecret', 'is not', null).execute();
    const webhooks = await db.selectFrom('webhooks').select(['id', 'secret']).execute();
    let count = 0;
    for (const { id, totpSecret } of accounts) {
      if (totpSecret === null || isSealed(totpSecret)) continue;
      const sealed = secretSeal.sealTotp(id, totpSecret);
      await db.updateTable('accounts').set({ totpSecret: sealed }).where('id', '=', id).where('totpSecret', '=', totpSecret).execute();
      count++;
    }
    for (const { id, secret } of webhooks) {
      if (isSealed(secret)) continue;
      const sealed = secretSeal.sealWebhook(id, secret);
      await db.updateTable('webhooks').set({ secret: sealed }).where('id', '=', id).where('secret', '=', secret).execute();
      count++;
    }
    return count;
  });
}
