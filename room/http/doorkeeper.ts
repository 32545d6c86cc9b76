import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import { getAccount } from '../db/accounts.ts';
import { findApiKey, touchApiKey } from '../db/api-keys.ts';
import { findSession, touchSession } from '../db/sessions.ts';
import { isAtLeast, lesserRole } from '../people/roles.ts';
import { hashOf, hmacOf } from '../people/secrets.ts';
import { cookieName, isAwake, isProved, TOUCH_EVERY_MS } from '../people/session-life.ts';
import { refuse } from '../refusals.ts';
import { judgeOrigin } from '../socket/origin-check.ts';
import type { Api, OrganiserOptions } from './api.ts';
import { deny } from './answers.ts';
import type { Caller } from './caller.ts';
import { callerOf, rememberCaller } from './caller.ts';

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a route asks of who calls it. */
export interface Guard {
  readonly onRequest: (request: FastifyRequest) => Promise<void>;
}

/** Lets people in or not, before anything of what they sent is read. */
export class Doorkeeper {
  readonly #options: OrganiserOptions;
  readonly #apiKeys: SigningKeys;
  readonly #ownOrigins: readonly string[];
  readonly #cookie: string;

  constructor(options: OrganiserOptions) {
    this.#options = options;
    this.#apiKeys = deriveKeys(options.secrets, 'api-key');
    this.#ownOrigins = [new URL(options.publicUrl).origin];
    this.#cookie = cookieName(options.isSecure);
  }

  /** What is stored of an API key. */
  apiKeyHmac(key: string): string {
    return hmacOf(key, this.#apiKeys[0]);
  }

  /** Nothing of another website's making reaches a route. */
  mount(api: Api): void {
    api.addHook('onRequest', async (request) => {
      if (SAFE.has(request.method) || this.#verdict(request) === 'own') return;
      throw deny(request, refuse('ROOM_FOREIGN_PAGE'));
    });
  }

  /** Somebody with at least this role. `person`: a program will not do. */
  needs(role: AccountRole, person?: 'person'): Guard {
    return {
      onRequest: async (request) => {
        const caller = await this.#identify(request);
        if (caller === undefined) throw deny(request, refuse('ROOM_SIGN_IN_NEEDED'));
        rememberCaller(request, caller);
        const isKindOfCaller = person === undefined || caller.session !== undefined;
        if (!isAtLeast(caller.role, role) || !isKindOfCaller) throw deny(request, refuse('ROOM_NOT_ALLOWED'));
      },
    };
  }

  /** Whether who asked would be let in now: for answers that take long. */
  async isStill(request: FastifyRequest, role: AccountRole): Promise<boolean> {
    const caller = await this.#identify(request);
    return caller !== undefined && isAtLeast(caller.role, role);
  }

  /** Who makes keys or changes how he signs in has given his password a moment ago; a program's key is its proof. @throws LiveError ROOM_PROOF_NEEDED */
  demandProof(request: FastifyRequest): void {
    const { session } = callerOf(request);
    if (session !== undefined && !isProved(session.provedAtMs, this.#options.clock.nowMs()))
      throw deny(request, refuse('ROOM_PROOF_NEEDED'));
  }

  /** Sends the cookie of a session; `maxAgeSeconds` 0 takes it away. */
  setCookie(reply: FastifyReply, secret: string, maxAgeSeconds: number): void {
    const { isSecure } = this.#options;
    reply.header(
      'set-cookie',
      `${this.#cookie}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${isSecure ? '; Secure' : ''}`,
    );
  }

  async #identify(request: FastifyRequest): Promise<Caller | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer ([\w-]{1,100})$/i.exec(authorization)?.[1];
      return key === undefined ? undefined : this.#program(key);
    }
    const secret = cookieOf(request.headers.cookie, this.#cookie);
    if (secret === undefined) return undefined;
    // browsers say where a change was asked for; who has a cookie and does not say is no browser of ours
    if (!SAFE.has(request.method) && request.headers.origin === undefined) throw deny(request, refuse('ROOM_FOREIGN_PAGE'));
    return this.#person(hashOf(secret));
  }

  async #person(hash: string): Promise<Caller | undefined> {
    const { database, clock } = this.#options;
    const nowMs = Math.floor(clock.nowMs());
    const found = await database.read((db) => findSession(db, hash, nowMs));
    if (found === undefined || !isAwake(found.seenAtMs, nowMs)) return undefined;
    if (nowMs - found.seenAtMs >= TOUCH_EVERY_MS) await database.write((db) => touchSession(db, hash, nowMs, found.expiresAtMs));
    const { tenant, role, account, name, language, provedAtMs } = found;
    return { tenant, role, account, name, language, actor: { kind: 'account', id: account, role }, session: { hash, provedAtMs } };
  }

  /** A program has the rights that its key was given, and never more than who made it has now. */
  async #program(secret: string): Promise<Caller | undefined> {
    const { database, clock } = this.#options;
    const nowMs = Math.floor(clock.nowMs());
    for (const hmacKey of this.#apiKeys) {
      const key = await database.read((db) => findApiKey(db, hmacOf(secret, hmacKey)));
      if (key === undefined) continue;
      const { tenant, id, label, createdBy } = key;
      const maker = await database.read((db) => getAccount(db, tenant, createdBy));
      if (maker === undefined || maker.disabledAtMs !== null) return undefined;
      if (nowMs - (key.usedAtMs ?? 0) >= TOUCH_EVERY_MS) await database.write((db) => touchApiKey(db, tenant, id, nowMs));
      const role = lesserRole(key.role, maker.role);
      const { language } = maker;
      return { tenant, role, account: maker.id, name: label, language, actor: { kind: 'api-key', id, role }, session: undefined };
    }
    return undefined;
  }

  #verdict({ headers }: FastifyRequest): ReturnType<typeof judgeOrigin> {
    return judgeOrigin(headers.origin, headers.host, this.#ownOrigins);
  }
}

/** A cookie's value (RFC 6265 §4.2); undefined when there is none. */
function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}
