import { TotpBeginShape, TotpConfirmShape } from '../../core/contracts/room/organiser.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { isSignedBy, signText } from '../../core/grants/signature.ts';
import { changeAccount, useTotpStep } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import { endSessionsOf } from '../db/sessions.ts';
import { newTotpSecret, totpStep, totpUri } from '../people/totp.ts';
import { refuse } from '../refusals.ts';
import type { Api } from './api.ts';
import { deny } from './answers.ts';
import { callerOf } from './caller.ts';
import { ownAccount } from './own-account.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf } from './route-tools.ts';
import type { SignIn } from './sign-in.ts';

/** How long the secret of an authenticator waits for its first code. */
const TOTP_BEGIN_MS = 10 * 60_000;

/** Codes of an authenticator app, on and off. */
export function totpRoutes(api: Api, desk: Desk, signIn: SignIn): void {
  const { database, keeper, nowMs } = desk;
  const cookieKeys = deriveKeys(desk.secrets, 'cookie');

  api.post(
    '/me/totp/begin',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'beginTotp', 'A secret for an authenticator app; nothing changes yet'),
        response: { 200: TotpBeginShape, ...ERRORS },
      },
    },
    async (request) => {
      keeper.demandProof(request);
      const { id, email, totpSecret } = await ownAccount(desk, request);
      if (totpSecret !== null) throw deny(request, refuse('ROOM_CODE_ALREADY_ON'));
      const secret = newTotpSecret();
      const untilMs = nowMs() + TOTP_BEGIN_MS;
      return { secret, uri: totpUri(secret, email), ticket: `${untilMs}.${signText(`totp ${id} ${secret} ${untilMs}`, cookieKeys[0])}` };
    },
  );

  api.post(
    '/me/totp',
    {
      ...keeper.needs('analyst', 'person'),
      schema: {
        ...about('me', 'startTotp', 'Sign in with a code from now on; proves it with the first'),
        body: TotpConfirmShape,
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      keeper.demandProof(request);
      const account = await ownAccount(desk, request);
      const { secret, ticket, code } = request.body;
      const [untilMs = '', signature = ''] = ticket.split('.', 2);
      const isOurs = isSignedBy(`totp ${account.id} ${secret} ${untilMs}`, signature, cookieKeys) && Number(untilMs) > nowMs();
      if (!isOurs) throw deny(request, refuse('ROOM_LINK_INVALID'));
      if (account.totpSecret !== null) throw deny(request, refuse('ROOM_CODE_ALREADY_ON'));
      const step = await signIn.guess(request, account.email, async () => {
        const found = totpStep(secret, code, nowMs());
        if (found === undefined) throw deny(request, refuse('ROOM_CODE_WRONG'));
        return found;
      });
      const caller = callerOf(request);
      await database.write(async (db) => {
        await changeAccount(db, account.tenant, account.id, { totpSecret: desk.secretSeal.sealTotp(account.id, secret) });
        await useTotpStep(db, account.tenant, account.id, step);
        await endSessionsOf(db, account.tenant, account.id, caller.session?.hash);
        await writeAudit(db, noteOf(caller, 'account.totp-on', nowMs(), { subject: account.id }));
      });
      return reply.code(204).send(null);
    },
  );

  api.delete(
    '/me/totp',
    {
      ...keeper.needs('analyst', 'person'),
      schema: { ...about('me', 'stopTotp', 'Sign in with the password alone again'), response: { 204: NOTHING, ...ERRORS } },
    },
    async (request, reply) => {
      keeper.demandProof(request);
      const caller = callerOf(request);
      await database.write(async (db) => {
        await changeAccount(db, caller.tenant, caller.account, { totpSecret: null });
        await writeAudit(db, noteOf(caller, 'account.totp-off', nowMs(), { subject: caller.account }));
      });
      return reply.code(204).send(null);
    },
  );
}
