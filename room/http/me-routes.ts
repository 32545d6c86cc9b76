import { Type } from 'typebox';
import { MeChangeShape, MeShape, PasswordChangeShape, ProofShape, SessionShape } from '../../core/contracts/room/organiser.ts';
import { checkName } from '../chat/name.ts';
import type { Account } from '../db/accounts.ts';
import { changeAccount } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import { listSessionsOf } from '../db/session-list.ts';
import { endSession, endSessionsOf, proveSession } from '../db/sessions.ts';
import { instantText } from '../event/event-times.ts';
import { checkPassword, hashPassword, isPassword } from '../people/password.ts';
import { IDLE_MS, isAwake } from '../people/session-life.ts';
import { refuse } from '../refusals.ts';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { meOf, ownAccount } from './own-account.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf } from './route-tools.ts';
import type { SignIn } from './sign-in.ts';

/** Enough of a session's hash to name it. */
const SESSION_NAME_LENGTH = 16;

/** What somebody may see and change of himself. */
export function meRoutes(api: Api, desk: Desk, signIn: SignIn): void {
  const { database, keeper, nowMs } = desk;

  api.get(
    '/me',
    { ...keeper.needs('analyst'), schema: { ...about('me', 'getMe', 'Who is asking'), response: { 200: MeShape, ...ERRORS } } },
    async (request) => {
      const account = await ownAccount(desk, request);
      const { role, session } = callerOf(request);
      return { ...(await meOf(desk, account, session?.provedAtMs ?? 0)), role };
    },
  );

  api.patch(
    '/me',
    {
      ...keeper.needs('analyst', 'person'),
      schema: { ...about('me', 'changeMe', 'Change one’s name or language'), body: MeChangeShape, response: { 200: MeShape, ...ERRORS } },
    },
    async (request) => {
      const { tenant, account, session } = callerOf(request);
      const name = request.body.name === undefined ? {} : { name: allowed(request, checkName(request.body.name)).name };
      const language = request.body.language === undefined ? {} : { language: request.body.language };
      if ('name' in name || 'language' in language)
        await database.write((db) => changeAccount(db, tenant, account, { ...name, ...language }));
      return meOf(desk, await ownAccount(desk, request), session?.provedAtMs ?? 0);
    },
  );

  api.post(
    '/me/proof',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'proveMe', 'Give the password again, before an important step'),
        body: ProofShape,
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      const account = await ownAccount(desk, request);
      await rightPassword(request, account, request.body.password);
      const { session } = callerOf(request);
      if (session !== undefined) await database.write((db) => proveSession(db, session.hash, nowMs()));
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/me/password',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'changePassword', 'Choose a new password; every other session ends'),
        ...{ body: PasswordChangeShape, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const account = await ownAccount(desk, request);
      await rightPassword(request, account, request.body.password);
      allowed(request, checkPassword(request.body.newPassword, [account.name, account.email]));
      const passwordHash = await hashPassword(request.body.newPassword);
      const caller = callerOf(request);
      await database.write(async (db) => {
        await changeAccount(db, account.tenant, account.id, { passwordHash });
        await endSessionsOf(db, account.tenant, account.id, caller.session?.hash);
        await writeAudit(db, noteOf(caller, 'account.password-changed', nowMs(), { subject: account.id }));
      });
      return reply.code(204).send(null);
    },
  );

  api.get(
    '/me/sessions',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'listSessions', 'The browsers in which one is signed in'),
        response: { 200: Type.Object({ sessions: Type.Array(SessionShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request) => {
      const { tenant, account, session } = callerOf(request);
      const rows = await database.read((db) => listSessionsOf(db, tenant, account, nowMs()));
      const sessions = rows
        .filter(({ seenAtMs }) => isAwake(seenAtMs, nowMs()))
        .map(({ hash, createdAtMs, seenAtMs, expiresAtMs }) => ({
          ...{ id: hash.slice(0, SESSION_NAME_LENGTH), isThis: hash === session?.hash, createdAt: instantText(createdAtMs) ?? '' },
          ...{ seenAt: instantText(seenAtMs) ?? '', expiresAt: instantText(Math.min(expiresAtMs, seenAtMs + IDLE_MS)) ?? '' },
        }));
      return { sessions };
    },
  );

  api.delete(
    '/me/sessions/:session',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'endSession', 'Sign out in another browser'),
        params: Type.Object({ session: Type.String({ pattern: `^[0-9a-f]{${SESSION_NAME_LENGTH}}$` }) }, { additionalProperties: false }),
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      const { tenant, account } = callerOf(request);
      const rows = await database.read((db) => listSessionsOf(db, tenant, account, nowMs()));
      const { hash } = found(
        request,
        rows.find((row) => row.hash.startsWith(request.params.session)),
      );
      await database.write((db) => endSession(db, hash));
      return reply.code(204).send(null);
    },
  );

  async function rightPassword(request: FastifyRequest, account: Account, password: string): Promise<void> {
    await signIn.guess(request, account.email, async () => {
      if (!(await isPassword(password, account.passwordHash))) throw deny(request, refuse('ROOM_PASSWORD_WRONG'));
    });
  }
}
