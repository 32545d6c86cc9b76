import path from 'node:path';
import { parseArgs } from 'node:util';
import { deriveKeys } from '../core/grants/secrets.ts';
import { errorMessage } from '../core/runtime/errors.ts';
import { silentLog } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';
import { readSettings } from '../core/runtime/settings.ts';
import { changeAccount, findAccountByEmail } from '../room/db/accounts.ts';
import { writeAudit } from '../room/db/audit.ts';
import type { Database } from '../room/db/database.ts';
import { passwordResetLink, RESET_MS } from '../room/people/password-reset.ts';
import { UsageError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { databaseOf } from './open-database.ts';
import { secretOf } from './secret.ts';

/** `plenary accounts reset EMAIL`: prints a link to another password; a running Plenary takes it at once. */
export async function accountsCommand(words: readonly string[]): Promise<void> {
  const [action, ...rest] = words;
  if (action !== 'reset')
    throw new UsageError({ sentence: action === undefined ? 'accounts needs reset' : `there is no accounts ${action}` });
  const { values, positionals } = parse(rest);
  const [email] = positionals;
  if (email === undefined || positionals.length > 1) throw new UsageError({ sentence: 'accounts reset needs the address of an account' });
  const settings = readSettings(process.env);
  const dataDir = path.resolve(settings.DATA_DIR);
  await makeFolder(dataDir, 0o750);
  const database = await databaseOf(settings, dataDir, silentLog);
  try {
    const keys = deriveKeys([await secretOf(settings, dataDir)], 'cookie');
    const untilMs = Date.now() + RESET_MS;
    const account = await prepare(database, email, values['without-authenticator'] === true);
    process.stdout.write(`${passwordResetLink(publicUrlOf(settings), account, untilMs, keys)}\n`);
    process.stderr.write(
      `Whoever has this link chooses the password of ${account.email}: once, until ${new Date(untilMs).toISOString()}.\n`,
    );
  } finally {
    await database.close();
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: { 'without-authenticator': { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError({ sentence: errorMessage(error) }, error);
  }
}

/** Finds the account, takes its authenticator off if that is lost too, and writes down that a link was made. */
async function prepare(database: Database, email: string, withoutAuthenticator: boolean) {
  return database.write(async (db) => {
    const account = await findAccountByEmail(db, email.trim());
    if (account === undefined) throw new UsageError({ sentence: `there is no account with the address ${email}` });
    if (account.disabledAtMs !== null) throw new UsageError({ sentence: `the account ${email} is disabled: an owner can enable it` });
    if (withoutAuthenticator) await changeAccount(db, account.tenant, account.id, { totpSecret: null });
    await writeAudit(db, {
      ...{ tenant: account.tenant, atMs: Date.now(), by: { kind: 'system', id: '', role: '' }, act: 'account.reset-link', event: null },
      ...{ subject: account.id, facts: { withoutAuthenticator } },
    });
    return account;
  });
}

/** Where the studio is, as `plenary start` says it. */
function publicUrlOf({ PUBLIC_URL, TLS_CERT_FILE, HOST, PORT }: Settings): string {
  const shown = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST;
  return PUBLIC_URL ?? `${TLS_CERT_FILE === undefined ? 'http' : 'https'}://${shown}:${PORT}`;
}
