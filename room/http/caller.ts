/** Who asks: a person with a session's cookie, or a program with a key. */
import type { FastifyRequest } from 'fastify';
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import type { Actor } from '../db/audit.ts';

export interface Caller {
  readonly tenant: TenantId;
  readonly role: AccountRole;
  /** A key's: who made it. */
  readonly account: AccountId;
  /** As the audit log names him. */
  readonly actor: Actor;
  readonly name: string;
  readonly language: string;
  /** undefined: a program. */
  readonly session: { readonly hash: string; readonly provedAtMs: number } | undefined;
}

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who asks, once a guard has let him in. */
export function callerIfAny(request: FastifyRequest): Caller | undefined {
  return callers.get(request);
}

/** Who asks, on a route that is guarded. @throws Error on one that is not. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('this route has no guard');
  return caller;
}

/** A guard has found out who asks. */
export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}
