import type { FastifyRequest } from 'fastify';
import type { Me } from '../../core/contracts/room/organiser.ts';
import type { Account } from '../db/accounts.ts';
import { getAccount } from '../db/accounts.ts';
import { listTenants } from '../db/tenants.ts';
import { isProved } from '../people/session-life.ts';
import { languageOf } from '../sentences/sentences.ts';
import { found } from './answers.ts';
import { callerOf } from './caller.ts';
import type { Desk } from './route-tools.ts';

/** The account of who asks. @throws LiveError ROOM_NOTHING_HERE when it has just gone. */
export async function ownAccount({ database }: Desk, request: FastifyRequest): Promise<Account> {
  const { tenant, account } = callerOf(request);
  return found(request, await database.read((db) => getAccount(db, tenant, account)));
}

/** An account as its owner sees it; `provedAtMs`: when he gave his password last. */
export async function meOf({ database, nowMs }: Desk, account: Account, provedAtMs: number): Promise<Me> {
  const { id, tenant, email, name, role, language, totpSecret } = account;
  const tenants = await database.read((db) => listTenants(db));
  const organisation = tenants.find((one) => one.id === tenant)?.name ?? '';
  return {
    ...{ id, email, name, role, language: languageOf(language), hasTotp: totpSecret !== null },
    ...{ organisation, isProved: isProved(provedAtMs, nowMs()) },
  };
}
