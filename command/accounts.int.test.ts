import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { deriveKeys } from '../core/grants/secrets.ts';
import { addAccount, changeAccount, findAccountByEmail } from '../room/db/accounts.ts';
import { readAudit } from '../room/db/audit.ts';
import { openDatabase } from '../room/db/database.ts';
import { createTenant } from '../room/db/tenants.ts';
import { isResetToken } from '../room/people/password-reset.ts';

const SECRET = 'a secret of thirty-two characters at least';

it('plenary accounts reset prints a link that is good, takes the authenticator off when it is asked to, and writes it down', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-accounts-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const database = await openDatabase({ kind: 'sqlite', file: path.join(dataDir, 'plenary.db'), busyMs: 5_000 });
  onTestFinished(() => database.close());
  const person = { email: 'olga@stage.example', name: 'Olga', role: 'owner', passwordHash: 'hash', language: 'en', addedBy: null } as const;
  const tenant = await database.write(async (db) => {
    const made = await createTenant(db, 'Stage', Date.now());
    const account = await addAccount(db, { tenant: made, ...person }, Date.now());
    if (account !== undefined) await changeAccount(db, made, account.id, { totpSecret: 'sealed' });
    return made;
  });
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, INSTALLATION_SECRET: SECRET, PUBLIC_URL: 'https://stage.example' };
  const plenary = async (...words: string[]) =>
    promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../main.ts'), 'accounts', ...words], { env });
  const accountNow = () => database.read((db) => findAccountByEmail(db, person.email));

  const { stdout } = await plenary('reset', 'OLGA@stage.example');
  const [, token = ''] = /^https:\/\/stage\.example\/studio\/#reset=(\S+)\n$/.exec(stdout) ?? [];
  const account = await accountNow();
  expect(account?.totpSecret).toBe('sealed');
  expect(account !== undefined && isResetToken(token, account, Date.now(), deriveKeys([SECRET], 'cookie'))).toBe(true);

  await plenary('reset', person.email, '--without-authenticator');
  expect((await accountNow())?.totpSecret).toBeNull();
  const log = await database.read((db) => readAudit(db, tenant, { limit: 10 }));
  expect(log.map(({ act, facts, by }) => [act, facts['withoutAuthenticator'], by.kind])).toEqual([
    ['account.reset-link', true, 'system'],
    ['account.reset-link', false, 'system'],
  ]);
  const refused = { code: 1, stderr: expect.stringMatching(/^plenary: .*accounts?/) };
  await Promise.all([
    expect(plenary('reset', 'nobody@stage.example')).rejects.toMatchObject(refused),
    expect(plenary('remove', person.email)).rejects.toMatchObject(refused),
  ]);
});
