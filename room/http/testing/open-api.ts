/** For tests of the organisers' API: the real thing over HTTP on loopback, over a real database, with people who are signed in. */
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import type { AccountId, ClientId, TenantId } from '../../../core/contracts/room/ids.ts';
import type { AccountRole } from '../../../core/contracts/room/roles.ts';
import { ACCOUNT_ROLES } from '../../../core/contracts/room/roles.ts';
import type { Bus } from '../../../core/ports/bus.ts';
import { BusMemory } from '../../../core/ports/bus-memory.ts';
import type { Clock } from '../../../core/runtime/clock.ts';
import { systemClock } from '../../../core/runtime/clock.ts';
import { silentLog } from '../../../core/runtime/log.ts';
import { CHANNEL_LIMITS } from '../../channel/limits.ts';
import { RoomHub } from '../../channel/room-hub.ts';
import { addAccount } from '../../db/accounts.ts';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import { createSession } from '../../db/sessions.ts';
import { createTenant } from '../../db/tenants.ts';
import { roomRules } from '../../decide.ts';
import { hashPassword } from '../../people/password.ts';
import { hashOf, newSecret } from '../../people/secrets.ts';
import { LONGEST_MS } from '../../people/session-life.ts';
import { sqlRoomStore } from '../../store/room-store-sql.ts';
import type { OrganiserOptions } from '../organiser-routes.ts';
import { organiserRoutes } from '../organiser-routes.ts';

export const SECRETS = ['a secret of thirty-two characters at least'] as const;
export const PASSWORD = 'marmalade on the moon';
/** Where the pages of tests say they are; the API is told the same. */
export const PUBLIC_URL = 'https://webcast.example';

const passwordHashed = hashPassword(PASSWORD);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON as it came; of a CSV or nothing: the text. */
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** Somebody who calls: with a cookie, a key, or nothing. */
export interface Asking {
  readonly cookie?: string;
  readonly key?: string;
  /** undefined: our own page. null: none is told. */
  readonly origin?: string | null;
  readonly language?: string;
}

/** A person of an organisation, signed in. */
export interface Person extends Asking {
  readonly id: AccountId;
  readonly tenant: TenantId;
  readonly email: string;
  readonly role: AccountRole;
  readonly cookie: string;
}

export type People = Readonly<Record<AccountRole, Person>>;

export interface TestApi {
  readonly url: string;
  readonly database: Database;
  readonly hub: RoomHub;
  /** What other nodes hear. */
  readonly bus: Bus;
  ask(who: Asking, method: string, path: string, body?: unknown): Promise<Answer>;
  /** An organisation with somebody of each role. */
  organisation(name: string): Promise<People>;
  /** The cookie of a new session. */
  signedIn(account: { readonly id: AccountId; readonly tenant: TenantId }): Promise<string>;
  /** Time goes on. */
  pass(ms: number): void;
  nowMs(): number;
  close(): Promise<void>;
}

/** Opens the API over a database, which stays open when it is closed. */
export async function openTestApi(database: Database, more: Partial<OrganiserOptions> = {}): Promise<TestApi> {
  let passedMs = 0;
  const clock: Clock = {
    nowMs: () => systemClock.nowMs() + passedMs,
    monotonicMs: () => systemClock.monotonicMs() + passedMs,
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
  };
  const nowMs = () => Math.floor(clock.nowMs());
  const bus = new BusMemory({ log: silentLog });
  const hub = new RoomHub({
    ...{
      node: 'test',
      bus,
      rules: roomRules,
      limits: CHANNEL_LIMITS,
      clock,
      random: Math.random,
      log: silentLog,
    },
    ...{ store: sqlRoomStore(database, clock), newId: () => newId(nowMs()) as ClientId },
  });
  const app = fastify();
  await app.register(organiserRoutes, {
    ...{ database, hub, clock, secrets: SECRETS, log: silentLog, publicUrl: PUBLIC_URL, isSecure: false, webhookHosts: ['hooks.example'] },
    requestsPerMinute: 100_000,
    ...more,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const passwordHash = await passwordHashed;

  const signedIn: TestApi['signedIn'] = async ({ id, tenant }) => {
    const secret = newSecret();
    await database.write((db) =>
      createSession(db, { hash: hashOf(secret), tenant, account: id, expiresAtMs: nowMs() + LONGEST_MS }, nowMs()),
    );
    return `plenary=${secret}`;
  };

  return {
    ...{ url, database, hub, bus, signedIn, nowMs },
    ask: async (who, method, path, body) => {
      const origin = who.origin === undefined ? PUBLIC_URL : who.origin;
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(who.cookie === undefined ? {} : { cookie: who.cookie }),
          ...(who.key === undefined ? {} : { authorization: `Bearer ${who.key}` }),
          ...(origin === null ? {} : { origin }),
          ...(who.language === undefined ? {} : { 'accept-language': who.language }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
      return { status: answer.status, headers: answer.headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
    },
    organisation: async (name) => {
      const tenant = await database.write((db) => createTenant(db, name, nowMs()));
      const people: Partial<Record<AccountRole, Person>> = {};
      for (const role of ACCOUNT_ROLES) {
        const email = `${role}@${name}.example`;
        const person = { tenant, email, role, passwordHash, name: `${role} of ${name}`, language: 'en', addedBy: null };
        const account = await database.write((db) => addAccount(db, person, nowMs()));
        if (account === undefined) throw new Error('the address is taken');
        people[role] = { id: account.id, tenant, email, role, cookie: await signedIn(account) };
      }
      return people as People;
    },
    pass: (ms) => {
      passedMs += ms;
    },
    close: async () => {
      await app.close();
      await hub.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: null });
    },
  };
}
