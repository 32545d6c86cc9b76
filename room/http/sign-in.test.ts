import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { getAccount } from '../db/accounts.ts';
import { openSqliteForTest } from '../db/testing/open.ts';
import { firstOwnerLink } from '../people/first-owner.ts';
import { passwordResetLink } from '../people/password-reset.ts';
import { IDLE_MS, LONGEST_MS, PROVED_MS } from '../people/session-life.ts';
import type { Answer, People, TestApi } from './testing/open-api.ts';
import { openTestApi, PASSWORD, PUBLIC_URL, SECRETS } from './testing/open-api.ts';

let sqlite: Awaited<ReturnType<typeof openSqliteForTest>>;
let api: TestApi;
beforeEach(async () => {
  sqlite = await openSqliteForTest();
  api = await openTestApi(sqlite.database);
});
afterEach(async () => {
  await api.close();
  await sqlite.close();
});

const upwards = (one: number, other: number) => one - other;
/** The cookie that an answer sets, as a browser sends it back. */
const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')?.split(';', 1)[0] ?? '';
const codeOf = ({ body }: Answer) => body['code'];
const signIn = (email: string, password = PASSWORD, code?: string) =>
  api.ask({}, 'POST', '/api/sign-in', { email, password, ...(code === undefined ? {} : { code }) });

describe('the first owner', () => {
  const person = { organisation: 'Stage', name: 'Ada', email: 'Ada@Stage.example', password: PASSWORD, language: 'de' };
  const token = firstOwnerLink(PUBLIC_URL, deriveKeys(SECRETS, 'cookie')).split('setup=')[1] ?? '';

  it('sets the installation up with the link, once, and is signed in', async () => {
    const made = await api.ask({}, 'POST', '/api/setup', { ...person, token });
    expect(made).toMatchObject({ status: 200, body: { email: 'ada@stage.example', role: 'owner', organisation: 'Stage', language: 'de' } });
    expect(made.headers.get('set-cookie')).toMatch(/^plenary=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/);
    const me = await api.ask({ cookie: cookieOf(made) }, 'GET', '/api/me');
    expect(me).toMatchObject({ status: 200, body: { name: 'Ada', isProved: true, hasTotp: false } });
    const again = await api.ask({}, 'POST', '/api/setup', { ...person, email: 'eve@stage.example', token });
    expect(again).toMatchObject({ status: 410, body: { code: 'ROOM_LINK_INVALID' } });
  });

  it('is one, also when two come at once', async () => {
    const both = ['one', 'two'].map((name) => api.ask({}, 'POST', '/api/setup', { ...person, email: `${name}@stage.example`, token }));
    expect((await Promise.all(both)).map(({ status }) => status).sort(upwards)).toEqual([200, 410]);
  });

  it.each([
    [{ token: 'x'.repeat(43) }, 'ROOM_LINK_INVALID'],
    [{ password: 'short' }, 'ROOM_PASSWORD_TOO_SHORT'],
    [{ password: 'adaadaadaada' }, 'ROOM_PASSWORD_TOO_SIMPLE'],
    [{ email: 'ada' }, 'ROOM_ADDRESS_INVALID'],
    [{ name: ' ' }, 'ROOM_NAME_EMPTY'],
    [{ organisation: '\u200b' }, 'ROOM_TEXT_EMPTY'],
    [{ role: 'owner' }, 'ROOM_BAD_REQUEST'],
  ])('%j: %s', async (wrong, code) => {
    expect(codeOf(await api.ask({}, 'POST', '/api/setup', { ...person, token, ...wrong }))).toBe(code);
    expect((await signIn('ada@stage.example')).status).toBe(401);
  });
});

describe('signing in', () => {
  let people: People;
  beforeEach(async () => {
    people = await api.organisation('stage');
  });

  it('takes the right password, in whatever case the address is written, and ends with signing out', async () => {
    const signed = await signIn(' Owner@Stage.example ');
    expect(signed).toMatchObject({ status: 200, body: { role: 'owner' } });
    const cookie = cookieOf(signed);
    expect((await api.ask({ cookie }, 'GET', '/api/me')).status).toBe(200);
    const out = await api.ask({ cookie }, 'POST', '/api/sign-out');
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(codeOf(await api.ask({ cookie }, 'GET', '/api/me'))).toBe('ROOM_SIGN_IN_NEEDED');
  });

  it('says the same of a wrong password and of an address that there is not', async () => {
    const [wrong, nobody] = [await signIn('owner@stage.example', 'wrong password'), await signIn('nobody@stage.example', 'wrong password')];
    expect(wrong).toMatchObject({ status: 401, body: { code: 'ROOM_SIGN_IN_WRONG' } });
    expect(nobody.body).toEqual(wrong.body);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  it('lets nobody guess: ten wrong tries at an account, also at once, then none for a while', async () => {
    const tries = await Promise.all(Array.from({ length: 14 }, () => signIn('owner@stage.example', 'wrong password')));
    expect(tries.map(({ status }) => status).sort(upwards)).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    expect(codeOf(await signIn('owner@stage.example'))).toBe('ROOM_TOO_MANY_TRIES');
    expect((await signIn('analyst@stage.example')).status).toBe(200);
    api.pass(15 * 60_000);
    expect((await signIn('owner@stage.example')).status).toBe(200);
  });

  it('lets nobody guess at many accounts from one place', async () => {
    for (let round = 0; round < 30; round++) await signIn(`nobody${round}@stage.example`, 'x');
    expect(codeOf(await signIn('owner@stage.example'))).toBe('ROOM_TOO_MANY_TRIES');
  });

  it('ends when nobody uses it, however it is used after a week, and at once when the account is disabled', async () => {
    const idle = await api.signedIn(people.analyst);
    api.pass(IDLE_MS - 1_000);
    expect((await api.ask({ cookie: idle }, 'GET', '/api/me')).status).toBe(200);
    api.pass(IDLE_MS - 1_000);
    expect((await api.ask({ cookie: idle }, 'GET', '/api/me')).status).toBe(200);
    api.pass(IDLE_MS);
    expect((await api.ask({ cookie: idle }, 'GET', '/api/me')).status).toBe(401);

    const busy = await api.signedIn(people.analyst);
    for (let hours = 0; hours < LONGEST_MS / 3_600_000; hours += 8) {
      expect((await api.ask({ cookie: busy }, 'GET', '/api/me')).status).toBe(200);
      api.pass(8 * 3_600_000);
    }
    expect((await api.ask({ cookie: busy }, 'GET', '/api/me')).status).toBe(401);

    const [cookie, owner] = [await api.signedIn(people.analyst), await api.signedIn(people.owner)];
    expect((await api.ask({ cookie: owner }, 'PATCH', `/api/accounts/${people.analyst.id}`, { isDisabled: true })).status).toBe(200);
    expect((await api.ask({ cookie }, 'GET', '/api/me')).status).toBe(401);
    expect(codeOf(await signIn(people.analyst.email))).toBe('ROOM_SIGN_IN_WRONG');
  });

  it('is listed, and ended from another browser; nobody else’s', async () => {
    const other = await api.signedIn(people.owner);
    const listed = await api.ask(people.owner, 'GET', '/api/me/sessions');
    const sessions = listed.body['sessions'] as { id: string; isThis: boolean }[];
    expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
    const id = sessions.find(({ isThis }) => !isThis)?.id ?? '';
    expect((await api.ask(people.producer, 'DELETE', `/api/me/sessions/${id}`)).status).toBe(404);
    expect((await api.ask(people.owner, 'DELETE', `/api/me/sessions/${id}`)).status).toBe(204);
    expect((await api.ask({ cookie: other }, 'GET', '/api/me')).status).toBe(401);
  });

  it('with another password ends all other sessions', async () => {
    const other = await api.signedIn(people.owner);
    const wrong = { password: 'not mine at all', newPassword: 'a stone in the river' };
    expect(codeOf(await api.ask(people.owner, 'POST', '/api/me/password', wrong))).toBe('ROOM_PASSWORD_WRONG');
    expect((await api.ask(people.owner, 'POST', '/api/me/password', { ...wrong, password: PASSWORD })).status).toBe(204);
    expect([(await api.ask(people.owner, 'GET', '/api/me')).status, (await api.ask({ cookie: other }, 'GET', '/api/me')).status]).toEqual([
      200, 401,
    ]);
    expect([(await signIn(people.owner.email)).status, (await signIn(people.owner.email, 'a stone in the river')).status]).toEqual([
      401, 200,
    ]);
  });

  it('asks for the password again before what is grave', async () => {
    api.pass(PROVED_MS);
    const draft = { label: 'CI', role: 'analyst' };
    expect(codeOf(await api.ask(people.owner, 'POST', '/api/api-keys', draft))).toBe('ROOM_PROOF_NEEDED');
    expect(codeOf(await api.ask(people.owner, 'POST', '/api/me/proof', { password: 'wrong' }))).toBe('ROOM_PASSWORD_WRONG');
    expect(codeOf(await api.ask(people.owner, 'POST', '/api/api-keys', draft))).toBe('ROOM_PROOF_NEEDED');
    expect((await api.ask(people.owner, 'POST', '/api/me/proof', { password: PASSWORD })).status).toBe(204);
    expect((await api.ask(people.owner, 'POST', '/api/api-keys', draft)).status).toBe(201);
  });
});

describe('a password that is forgotten', () => {
  it('is replaced with the printed link, once, by one; every session ends; the authenticator stays', async () => {
    const { owner, producer } = await api.organisation('stage');
    const keys = deriveKeys(SECRETS, 'cookie');
    const reset = (token: string, password: string) => api.ask({}, 'POST', '/api/password-reset', { token, password });
    const linkOf = async (person: typeof owner, untilMs = api.nowMs() + 60_000) => {
      const account = await api.database.read((db) => getAccount(db, person.tenant, person.id));
      return passwordResetLink(PUBLIC_URL, account ?? { id: person.id, passwordHash: null }, untilMs, keys).split('#reset=')[1] ?? '';
    };
    const token = await linkOf(producer);
    expect(codeOf(await reset(token, 'short'))).toBe('ROOM_PASSWORD_TOO_SHORT');
    expect(
      codeOf(
        await reset(
          token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
          'seven slow otters swim',
        ),
      ),
    ).toBe('ROOM_LINK_INVALID');
    expect(codeOf(await reset('no link at all', 'seven slow otters swim'))).toBe('ROOM_LINK_INVALID');
    const answers = await Promise.all(['seven slow otters swim', 'eight slow otters swim'].map((password) => reset(token, password)));
    expect(answers.map(({ status }) => status).sort(upwards)).toEqual([204, 410]);
    const password = answers[0]?.status === 204 ? 'seven slow otters swim' : 'eight slow otters swim';
    expect((await api.ask(producer, 'GET', '/api/me')).status).toBe(401);
    expect(codeOf(await signIn(producer.email))).toBe('ROOM_SIGN_IN_WRONG');
    expect((await signIn(producer.email, password)).status).toBe(200);
    const late = await linkOf(owner);
    api.pass(60_000);
    expect(codeOf(await reset(late, 'nine slow otters swim'))).toBe('ROOM_LINK_INVALID');
    expect((await signIn(owner.email)).status).toBe(200);
  });
});

describe('an authenticator', () => {
  it('is proved, asked for, takes no code twice, and can be taken off', async () => {
    const { owner, producer } = await api.organisation('stage');
    const begun = await api.ask(producer, 'POST', '/api/me/totp/begin');
    const { secret, ticket, uri } = begun.body as { secret: string; ticket: string; uri: string };
    expect(uri).toContain('otpauth://totp/Plenary:producer%40stage.example');
    const codeAt = (shiftMs: number) => new TOTP({ secret }).generate({ timestamp: api.nowMs() + shiftMs });
    const confirm = (code: string, more = {}) => api.ask(producer, 'POST', '/api/me/totp', { secret, ticket, code, ...more });
    expect(codeOf(await confirm('000000'))).toBe('ROOM_CODE_WRONG');
    expect(codeOf(await confirm(codeAt(0), { secret: 'A'.repeat(32) }))).toBe('ROOM_LINK_INVALID');
    const first = codeAt(0);
    expect((await confirm(first)).status).toBe(204);
    const stored = await api.database.read((db) => getAccount(db, producer.tenant, producer.id));
    expect(stored?.totpSecret).toMatch(/^sealed1:/);
    expect(stored?.totpSecret).not.toContain(secret);

    expect(codeOf(await signIn(producer.email, 'wrong password', first))).toBe('ROOM_SIGN_IN_WRONG');
    expect(codeOf(await signIn(producer.email))).toBe('ROOM_CODE_NEEDED');
    expect(codeOf(await signIn(producer.email, PASSWORD, first))).toBe('ROOM_CODE_WRONG');
    api.pass(60_000);
    const next = codeAt(0);
    const twice = await Promise.all([signIn(producer.email, PASSWORD, next), signIn(producer.email, PASSWORD, next)]);
    expect(twice.map(({ status }) => status).sort(upwards)).toEqual([200, 401]);

    expect((await api.ask(owner, 'PATCH', `/api/accounts/${producer.id}`, { hasTotp: false })).body).toMatchObject({ hasTotp: false });
    expect((await signIn(producer.email)).status).toBe(200);
  });
});

describe('a page of another website', () => {
  let people: People;
  beforeEach(async () => {
    people = await api.organisation('stage');
  });

  it.each(['https://evil.example', 'null', 'https://webcast.example.evil.example'])('%s changes nothing', async (origin) => {
    const answer = await api.ask({ ...people.owner, origin }, 'POST', '/api/events', { title: 'T', slug: 'mine' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'ROOM_FOREIGN_PAGE' } });
    expect(codeOf(await api.ask({ origin }, 'POST', '/api/sign-in', { email: people.owner.email, password: PASSWORD }))).toBe(
      'ROOM_FOREIGN_PAGE',
    );
  });

  it('that does not say where it is from changes nothing with a cookie', async () => {
    const answer = await api.ask({ ...people.owner, origin: null }, 'POST', '/api/events', { title: 'T', slug: 'mine' });
    expect(codeOf(answer)).toBe('ROOM_FOREIGN_PAGE');
  });

  it('sends forms, which are not taken', async () => {
    const answer = await fetch(`${api.url}/api/events`, {
      ...{ method: 'POST', body: '{"title":"T","slug":"mine"}' },
      headers: { 'content-type': 'text/plain', cookie: people.owner.cookie, origin: PUBLIC_URL },
    });
    expect(answer.status).toBe(400);
  });
});

describe('over https', () => {
  it('the cookie is bound to the host', async () => {
    const secure = await openTestApi(sqlite.database, { isSecure: true });
    await secure.organisation('secure');
    const signed = await secure.ask({}, 'POST', '/api/sign-in', { email: 'owner@secure.example', password: PASSWORD });
    expect(signed.headers.get('set-cookie')).toMatch(
      /^__Host-plenary=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800; Secure$/,
    );
    await secure.close();
  });
});
