import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInShape } from '../../core/contracts/room/organiser.ts';
import type { Static } from 'typebox';
import type { Account } from '../db/accounts.ts';
import { findAccountByEmail, useTotpStep } from '../db/accounts.ts';
import type { AuditNote } from '../db/audit.ts';
import { writeAudit } from '../db/audit.ts';
import { createSession } from '../db/sessions.ts';
import { isPassword } from '../people/password.ts';
import { hashOf, newSecret } from '../people/secrets.ts';
import { LONGEST_MS } from '../people/session-life.ts';
import { totpStep } from '../people/totp.ts';
import { networkOf } from '../network.ts';
import { TryLimit } from '../people/try-limit.ts';
import { refuse } from '../refusals.ts';
import { deny } from './answers.ts';
import type { Desk } from './route-tools.ts';

const WINDOW_MS = 15 * 60_000;
/** Wrong tries within the window: from one place, */
const TRIES_OF_PLACE = 30;
/** and at one account, from wherever. */
const TRIES_OF_ACCOUNT = 10;
const MAX_PLACES = 20_000;

/** Lets people in who know their password, and slows down those who guess. */
export class SignIn {
  readonly #desk: Desk;
  readonly #places = new TryLimit({ most: TRIES_OF_PLACE, windowMs: WINDOW_MS, maxPlaces: MAX_PLACES });
  readonly #accounts = new TryLimit({ most: TRIES_OF_ACCOUNT, windowMs: WINDOW_MS, maxPlaces: MAX_PLACES });

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** @throws LiveError when it is not he, as far as can be told. An address without an account takes as long as one with. */
  async check(request: FastifyRequest, { email, password, code }: Static<typeof SignInShape>): Promise<Account> {
    const { database } = this.#desk;
    return this.guess(request, email, async () => {
      const account = await database.read((db) => findAccountByEmail(db, email.trim()));
      const isRight = await isPassword(password, account?.passwordHash);
      if (account === undefined || !isRight || account.disabledAtMs !== null) throw deny(request, refuse('ROOM_SIGN_IN_WRONG'));
      if (account.totpSecret === null || (code !== undefined && (await this.useCode(account, account.totpSecret, code)))) return account;
      if (code === undefined) return 'code-needed';
      throw deny(request, refuse('ROOM_CODE_WRONG'));
    }).then((account) => {
      if (account === 'code-needed') throw deny(request, refuse('ROOM_CODE_NEEDED'));
      return account;
    });
  }

  /** A guess at what somebody alone knows. What throws counts as wrong. @throws LiveError ROOM_TOO_MANY_TRIES, and what `work` throws. */
  async guess<T>(request: FastifyRequest, whose: string, work: () => Promise<T>): Promise<T> {
    const nowMs = this.#desk.clock.monotonicMs();
    const place = networkOf(request.ip).text;
    const account = hashOf(whose.trim().toLowerCase());
    const waitMs = this.#places.take(place, nowMs) || this.#accounts.take(account, nowMs);
    if (waitMs > 0) throw deny(request, refuse('ROOM_TOO_MANY_TRIES', { minutes: Math.ceil(waitMs / 60_000) }));
    const result = await work();
    this.#places.giveBack(place);
    this.#accounts.giveBack(account);
    return result;
  }

  /** Whether it is the authenticator's code, used for the first time. */
  async useCode({ tenant, id }: Account, stored: string, code: string): Promise<boolean> {
    const secret = this.#desk.secretSeal.openTotp(id, stored);
    const step = secret === undefined ? undefined : totpStep(secret, code, this.#desk.clock.nowMs());
    return step !== undefined && (await this.#desk.database.write((db) => useTotpStep(db, tenant, id, step)));
  }

  /** He is signed in in this browser from now on. */
  async start(reply: FastifyReply, { tenant, id, role }: Account, act: AuditNote['act']): Promise<void> {
    const { database, keeper } = this.#desk;
    const nowMs = this.#desk.nowMs();
    const secret = newSecret();
    await database.write(async (db) => {
      await createSession(db, { hash: hashOf(secret), tenant, account: id, expiresAtMs: nowMs + LONGEST_MS }, nowMs);
      const by = { kind: 'account', id, role } as const;
      await writeAudit(db, { tenant, atMs: nowMs, by, act, event: null, subject: id, facts: {} });
    });
    keeper.setCookie(reply, secret, LONGEST_MS / 1_000);
  }
}
