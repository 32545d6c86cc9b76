import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { AccountId } from '../../core/contracts/room/ids.ts';
import {
  AcceptShape,
  AccountChangeShape,
  AccountShape,
  InvitationShape,
  InvitedShape,
  InviteShape,
  MeShape,
} from '../../core/contracts/room/organiser.ts';
import { checkName } from '../chat/name.ts';
import type { Account, AccountChange } from '../db/accounts.ts';
import { changeAccount, getAccount, listAccounts } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import { acceptInvitation, findInvitation, invite, listInvitations, withdrawInvitation } from '../db/invitations.ts';
import { endSessionsOf } from '../db/sessions.ts';
import { checkEmail } from '../people/email.ts';
import { checkPassword, hashPassword } from '../people/password.ts';
import { mayGive, mayManage, mayTake } from '../people/roles.ts';
import { hashOf, newSecret } from '../people/secrets.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import { accountAnswer, invitationAnswer } from './organiser-answers.ts';
import { meOf } from './own-account.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_ITEM } from './route-tools.ts';
import type { SignIn } from './sign-in.ts';

const closed = { additionalProperties: false } as const;
const INVITATION_MS = 7 * 86_400_000;

const namesOf = (accounts: readonly Account[]) => new Map<string, string>(accounts.map(({ id, name }) => [id, name]));

/** Who works here, with which rights, and how others come in. Persons alone: a program makes no people. */
export function accountRoutes(api: Api, desk: Desk, signIn: SignIn): void {
  const { database, keeper, nowMs, publicUrl } = desk;

  api.get(
    '/accounts',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('accounts', 'listAccounts', 'Everybody who may sign in, and who added them'),
        response: { 200: Type.Object({ accounts: Type.Array(AccountShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const accounts = await database.read((db) => listAccounts(db, callerOf(request).tenant));
      const names = namesOf(accounts);
      return { accounts: accounts.map((account) => accountAnswer(account, names)) };
    },
  );

  api.patch(
    '/accounts/:id',
    {
      ...keeper.needs('producer', 'person'),
      schema: {
        ...about('accounts', 'changeAccount', 'Change a role, disable somebody, remove a lost authenticator'),
        ...{ params: OF_ITEM, body: AccountChangeShape, response: { 200: AccountShape, ...ERRORS } },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { role, isDisabled, hasTotp } = request.body;
      if (hasTotp !== undefined) keeper.demandProof(request);
      const change: AccountChange = {
        ...(role === undefined ? {} : { role }),
        ...(isDisabled === undefined ? {} : { disabledAtMs: isDisabled ? nowMs() : null }),
        ...(hasTotp === undefined ? {} : { totpSecret: null }),
      };
      const id = request.params.id as AccountId;
      await database.write(async (db) => {
        const target = found(request, await getAccount(db, caller.tenant, id));
        judgeChange(request, caller, target, change);
        const outcome = Object.keys(change).length === 0 ? 'changed' : await changeAccount(db, caller.tenant, id, change);
        if (outcome === 'last-owner') throw deny(request, refuse('ROOM_LAST_OWNER'));
        if (isDisabled === true) await endSessionsOf(db, caller.tenant, id);
        await writeAudit(db, noteOf(caller, 'account.changed', nowMs(), { subject: id, facts: request.body }));
      });
      const accounts = await database.read((db) => listAccounts(db, caller.tenant));
      const changed = accounts.find((account) => account.id === id);
      return accountAnswer(found(request, changed), namesOf(accounts));
    },
  );

  api.get(
    '/invitations',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('accounts', 'listInvitations', 'Pending invitations'),
        response: { 200: Type.Object({ invitations: Type.Array(InvitationShape) }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const { tenant } = callerOf(request);
      const [invitations, accounts] = await database.read(async (db) => [
        await listInvitations(db, tenant, nowMs()),
        await listAccounts(db, tenant),
      ]);
      const names = namesOf(accounts);
      return { invitations: invitations.map((invitation) => invitationAnswer(invitation, names)) };
    },
  );

  api.post(
    '/invitations',
    {
      ...keeper.needs('producer', 'person'),
      schema: {
        ...about('accounts', 'invite', 'Invite somebody; the link is valid once, for seven days, and is shown only this once'),
        ...{ body: InviteShape, response: { 201: InvitedShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { role } = request.body;
      if (!mayGive(caller.role, role)) throw deny(request, refuse('ROOM_ABOVE_YOU'));
      const { email } = allowed(request, checkEmail(request.body.email));
      const secret = newSecret();
      const { tenant, account: invitedBy } = caller;
      const expiresAtMs = nowMs() + INVITATION_MS;
      const [invitation, accounts] = await database.write(async (db) => {
        const known = await listAccounts(db, tenant);
        if (known.some((account) => account.email === email)) throw deny(request, refuse('ROOM_ADDRESS_TAKEN'));
        const made = await invite(db, { tenant, hash: hashOf(secret), email, role, invitedBy, expiresAtMs }, nowMs());
        const texts = [{ kind: 'address', person: null, text: email }] as const;
        await writeAudit(db, noteOf(caller, 'invitation.made', nowMs(), { subject: made.id, facts: { role }, texts }));
        return [made, known] as const;
      });
      const link = `${publicUrl.replace(/\/+$/u, '')}/studio/#invitation=${secret}`;
      return reply.code(201).send({ ...invitationAnswer(invitation, namesOf(accounts)), link });
    },
  );

  api.delete(
    '/invitations/:id',
    {
      ...keeper.needs('producer', 'person'),
      schema: {
        ...about('accounts', 'withdrawInvitation', 'Withdraw an invitation'),
        params: OF_ITEM,
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      await database.write(async (db) => {
        const invitations = await listInvitations(db, caller.tenant, nowMs());
        const { role } = found(
          request,
          invitations.find((one) => one.id === id),
        );
        if (!mayGive(caller.role, role)) throw deny(request, refuse('ROOM_ABOVE_YOU'));
        await withdrawInvitation(db, caller.tenant, id);
        await writeAudit(db, noteOf(caller, 'invitation.withdrawn', nowMs(), { subject: id, facts: { role } }));
      });
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/invitations/accept',
    {
      schema: {
        ...about('sign-in', 'acceptInvitation', 'Create one’s account with the link of an invitation, and sign in', 'open'),
        ...{ body: AcceptShape, response: { 200: MeShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const { token, password, language } = request.body;
      const hash = hashOf(token);
      const { email } = await signIn.guess(request, token, async () => {
        const invitation = await database.read((db) => findInvitation(db, hash, nowMs()));
        if (invitation === undefined) throw deny(request, refuse('ROOM_LINK_INVALID'));
        return invitation;
      });
      const { name } = allowed(request, checkName(request.body.name));
      allowed(request, checkPassword(password, [name, email]));
      const passwordHash = await hashPassword(password);
      const account = await database.write(async (db) => {
        const invitation = await findInvitation(db, hash, nowMs());
        const host = invitation === undefined ? undefined : await getAccount(db, invitation.tenant, invitation.invitedBy);
        // what somebody may not give any more he has not given
        if (invitation === undefined || host?.disabledAtMs !== null || !mayGive(host.role, invitation.role)) return 'unknown';
        return acceptInvitation(db, hash, { name, passwordHash, language }, nowMs());
      });
      if (account === 'unknown') throw deny(request, refuse('ROOM_LINK_INVALID'));
      if (account === 'taken') throw deny(request, refuse('ROOM_ADDRESS_TAKEN'));
      await signIn.start(reply, account, 'invitation.accepted');
      return meOf(desk, account, nowMs());
    },
  );
}

/** Nobody acts on somebody above; of himself one may only take a lesser role. @throws LiveError */
function judgeChange(request: FastifyRequest, caller: Caller, target: Account, change: AccountChange): void {
  const { role } = change;
  if (target.id === caller.account) {
    const isLess = role !== undefined && Object.keys(change).length === 1 && (role === caller.role || mayTake(caller.role, role));
    if (!isLess) throw deny(request, refuse('ROOM_NOT_ALLOWED'));
    return;
  }
  if (!mayManage(caller.role, target.role) || (role !== undefined && !mayGive(caller.role, role)))
    throw deny(request, refuse('ROOM_ABOVE_YOU'));
}
