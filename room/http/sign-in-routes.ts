import { MeShape, PasswordResetShape, SetupShape, SignInShape } from '../../core/contracts/room/organiser.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { checkName } from '../chat/name.ts';
import { checkText } from '../chat/text.ts';
import { changeAccount, findAccount } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { endSession, endSessionsOf } from '../db/sessions.ts';
import { setUp } from '../db/set-up.ts';
import { lockTenant } from '../db/tenants.ts';
import { checkEmail } from '../people/email.ts';
import { isFirstOwnerToken } from '../people/first-owner.ts';
import { checkPassword, hashPassword } from '../people/password.ts';
import { accountOfReset, isResetToken } from '../people/password-reset.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny } from './answers.ts';
import { callerOf } from './caller.ts';
import { meOf } from './own-account.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING } from './route-tools.ts';
import type { SignIn } from './sign-in.ts';

/** Setting the installation up, signing in and out. */
export function signInRoutes(api: Api, desk: Desk, signIn: SignIn): void {
  const { database, keeper, nowMs } = desk;
  const cookieKeys = deriveKeys(desk.secrets, 'cookie');

  api.post(
    '/setup',
    {
      schema: {
        ...about('sign-in', 'setUp', 'Create the first account, with the link that was printed at the first start', 'open'),
        ...{ body: SetupShape, response: { 200: MeShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const { token, organisation, name, email, password, language } = request.body;
      const isHis = await signIn.guess(request, 'setup', async () => {
        if (!isFirstOwnerToken(token, cookieKeys)) throw deny(request, refuse('ROOM_LINK_INVALID'));
        return true;
      });
      const address = allowed(request, checkEmail(email));
      const person = allowed(request, checkName(name));
      const { text } = allowed(request, checkText(organisation, { max: 120, lines: 1 }));
      allowed(request, checkPassword(password, [person.name, address.email, text]));
      const owner = { email: address.email, name: person.name, language, passwordHash: await hashPassword(password) };
      const account = isHis ? await database.write((db) => setUp(db, text, owner, nowMs())) : undefined;
      if (account === undefined) throw deny(request, refuse('ROOM_LINK_INVALID'));
      await signIn.start(reply, account, 'installation.set-up');
      return meOf(desk, account, nowMs());
    },
  );

  api.post(
    '/sign-in',
    {
      schema: {
        ...about('sign-in', 'signIn', 'Sign in; the answer sets a cookie', 'open'),
        body: SignInShape,
        response: { 200: MeShape, ...ERRORS },
      },
    },
    async (request, reply) => {
      const account = await signIn.check(request, request.body);
      await signIn.start(reply, account, 'session.started');
      return meOf(desk, account, nowMs());
    },
  );

  api.post(
    '/password-reset',
    {
      schema: {
        ...about(
          'sign-in',
          'resetPassword',
          'Choose another password with a link that was printed by `plenary accounts reset`; ends every session',
          'open',
        ),
        ...{ body: PasswordResetShape, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      const goodAccount = async (db: Db) => {
        const id = accountOfReset(token);
        const account = id === undefined ? undefined : await findAccount(db, id);
        const isGood = account?.disabledAtMs === null && isResetToken(token, account, nowMs(), cookieKeys);
        if (!isGood) throw deny(request, refuse('ROOM_LINK_INVALID'));
        return account;
      };
      const { id, tenant, name, email, role } = await signIn.guess(request, token, () => database.read(goodAccount));
      allowed(request, checkPassword(password, [name, email]));
      const passwordHash = await hashPassword(password);
      await database.write(async (db) => {
        // of two who have the link one comes first, and the other's is worth nothing any more
        await lockTenant(db, tenant);
        await goodAccount(db);
        await changeAccount(db, tenant, id, { passwordHash });
        await endSessionsOf(db, tenant, id);
        const by = { kind: 'account', id, role } as const;
        await writeAudit(db, { tenant, atMs: nowMs(), by, act: 'account.password-reset', event: null, subject: id, facts: {} });
      });
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/sign-out',
    {
      ...keeper.needs('analyst', 'person'),
      schema: { ...about('sign-in', 'signOut', 'End this session'), response: { 204: NOTHING, ...ERRORS } },
    },
    async (request, reply) => {
      const { session } = callerOf(request);
      if (session !== undefined) await database.write((db) => endSession(db, session.hash));
      keeper.setCookie(reply, '', 0);
      return reply.code(204).send(null);
    },
  );
}
