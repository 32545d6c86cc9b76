import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKind, EventSettings } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { EventCard, Joined } from '../../core/contracts/room/join.ts';
import type { AccountId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import { verifyMediaToken } from '../../core/grants/media-token.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import type { PublicError } from '../../core/runtime/errors.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import type { Database } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { changeEventState, createEvent, updateEvent } from '../db/events.ts';
import { addAccount } from '../db/accounts.ts';
import { createTenant } from '../db/tenants.ts';
import { openSqliteForTest } from '../db/testing/open.ts';
import { createTickets, getTicket, revokeTicket } from '../db/tickets.ts';
import { createWebhook, listDeliveries } from '../db/webhooks.ts';
import { streamDirectory } from '../internal-answers.ts';
import { countFeedback } from '../db/feedback.ts';
import { takeFeedback } from '../feedback/take-feedback.ts';
import { Joining, tokenHash } from '../joining/joining.ts';
import { visitorRoutes } from './visitor-routes.ts';

const SECRETS = ['a secret of the tests, 32 characters and more'] as const;
const KEYS = { ticket: deriveKeys(SECRETS, 'ticket'), media: deriveKeys(SECRETS, 'media') };
const START = Date.UTC(2026, 4, 12, 9, 30);
const PASSWORD = 'open sesame, please';

let database: Database;
let closeDatabase: () => Promise<void>;
let tenant: TenantId;
let clock: ManualClock;
let app: FastifyInstance;
let slugs = 0;

beforeAll(async () => {
  const opened = await openSqliteForTest();
  ({ database, close: closeDatabase } = opened);
  tenant = await database.write((db) => createTenant(db, 'Tests', START));
});
afterAll(() => closeDatabase());
beforeEach(async () => {
  clock = new ManualClock(START);
  // the writer's timer runs by itself: a test that joins waits for no clock of its own
  const after = (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, Math.min(delayMs, 1));
    return () => clearTimeout(timer);
  };
  const running = { nowMs: () => clock.nowMs(), monotonicMs: () => clock.monotonicMs(), after };
  app = fastify();
  const isPassword = async (password: string, hash: string) => `hash of ${password}` === hash;
  const joining = new Joining({ database, keys: KEYS, isPassword, clock: running });
  await app.register(visitorRoutes, {
    joining,
    feedback: (given) => takeFeedback({ database, keys: KEYS, clock: running }, given),
    ownOrigins: ['https://stage.example'],
    publicUrl: 'https://stage.example',
    log: silentLog,
  });
});

async function event(access: AccessKind, state: EventState = 'live', settings: Partial<EventSettings> = {}): Promise<EventRecord> {
  slugs += 1;
  const made = await database.write((db) =>
    createEvent(
      db,
      {
        ...{
          tenant,
          slug: `event-${slugs}`,
          title: 'The keynote',
          startsAtMs: START + 3_600_000,
          endsAtMs: null,
          timeZone: 'Europe/Paris',
          access,
        },
        ...{
          passwordHash: access === 'password' ? `hash of ${PASSWORD}` : null,
          settings: { ...DEFAULT_EVENT_SETTINGS, ...settings },
          createdBy: 'test',
        },
      },
      START,
    ),
  );
  if (!made.ok) throw new Error(made.code);
  await moveTo(made.event, state);
  return { ...made.event, state };
}

async function moveTo({ id }: EventRecord, state: EventState): Promise<void> {
  for (const from of ['draft', 'scheduled', 'live', 'ended', 'published'] as const)
    await database.write((db) => changeEventState(db, tenant, id, { from, to: state }, START));
  // what was read of it a moment ago is forgotten
  clock.advance(1_000);
}

async function join(slug: string, body: object = {}, more: { lang?: string; origin?: string; from?: string; cookie?: string } = {}) {
  const query = more.lang === undefined ? '' : `?lang=${more.lang}`;
  const answer = await app.inject({
    method: 'POST',
    url: `/api/join/${slug}${query}`,
    payload: body,
    headers: {
      ...(more.origin === undefined ? {} : { origin: more.origin }),
      ...(more.cookie === undefined ? {} : { cookie: more.cookie }),
    },
    remoteAddress: more.from ?? '10.0.0.1',
  });
  return {
    status: answer.statusCode,
    joined: answer.json<Joined>(),
    error: answer.json<PublicError>(),
    cache: answer.headers['cache-control'],
    retryAfter: answer.headers['retry-after'],
    setCookie: answer.headers['set-cookie'],
  };
}

async function renew(ticket: string) {
  const answer = await app.inject({ method: 'POST', url: '/api/renew', payload: { ticket } });
  const setCookie = answer.headers['set-cookie'];
  return { status: answer.statusCode, joined: answer.json<Joined>(), error: answer.json<PublicError>(), setCookie };
}

async function rename(ticket: string, name: string) {
  const answer = await app.inject({ method: 'POST', url: '/api/rename', payload: { ticket, name } });
  return { status: answer.statusCode, joined: answer.json<Joined>(), error: answer.json<PublicError>() };
}

describe('the card', () => {
  it('is what anybody with the link may know, and no more', async () => {
    const { slug } = await event('password', 'scheduled');
    const answer = await app.inject(`/api/card/${slug}`);
    expect(answer.json<EventCard>()).toMatchObject({
      slug,
      title: 'The keynote',
      state: 'scheduled',
      access: 'password',
      startsAt: '2026-05-12T10:30:00.000Z',
    });
    expect(answer.body).not.toContain('hash of');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('has a page of the calendar, for whoever wants to be reminded', async () => {
    const { slug, id } = await event('open', 'scheduled');
    const answer = await app.inject(`/api/card/${slug}/calendar.ics`);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(`${slug}.ics`);
    expect(answer.body).toContain(`UID:${id}@stage.example`);
    expect(answer.body).toContain('DTSTART:20260512T103000Z');
    expect(answer.body).toContain(`URL:https://stage.example/watch/${slug}`);
  });

  it.each([
    { state: 'scheduled', doors: 'not-yet' },
    { state: 'live', doors: 'open' },
    { state: 'ended', doors: 'over' },
  ] as const)('of an event that is $state says that the doors are: $doors', async ({ state, doors }) => {
    const { slug } = await event('password', state);
    expect((await app.inject(`/api/card/${slug}`)).json<EventCard>()).toMatchObject({ doors });
  });

  it.each(['draft', 'none'])('of a %s is not there', async (what) => {
    const slug = what === 'none' ? 'nothing' : (await event('open', 'draft')).slug;
    expect((await app.inject(`/api/card/${slug}`)).json<PublicError>()).toMatchObject({ code: 'ROOM_NO_SUCH_EVENT' });
  });
});

describe('what visitors think', () => {
  const tell = (body: object) => app.inject({ method: 'POST', url: '/api/feedback', payload: body });

  it('is kept once a ticket; a mark that is given later joins those before', async () => {
    const at = await event('open');
    const { ticket } = (await join(at.slug)).joined;
    await moveTo(at, 'ended');
    expect((await tell({ ticket, rating: 2 })).statusCode).toBe(204);
    expect((await tell({ ticket, rating: 4, recommend: 10 })).statusCode).toBe(204);
    expect((await tell({ ticket, ease: 5 })).statusCode).toBe(204);
    const { people, marks } = await database.read((db) => countFeedback(db, tenant, at.id));
    expect(people).toBe(1);
    expect([marks.rating, marks.ease, marks.recommend].map((counts) => [...counts])).toEqual([[[4, 1]], [[5, 1]], [[10, 1]]]);
  });

  it.each([
    { marks: { rating: 0 }, because: 'below the scale' },
    { marks: { recommend: 11 }, because: 'above it' },
    { marks: { ease: 2.5 }, because: 'no whole mark' },
    { marks: { other: 1 }, because: 'not asked' },
  ])('$marks is not understood: $because', async ({ marks }) => {
    const { ticket } = (await join((await event('open')).slug)).joined;
    expect((await tell({ ticket, ...marks })).json<PublicError>().code).toBe('ROOM_BAD_REQUEST');
  });

  it('is asked of nobody who was not there', async () => {
    expect((await tell({ ticket: 'x'.repeat(40), rating: 5 })).json<PublicError>().code).toBe('ROOM_TICKET_INVALID');
  });
});

describe('an open event', () => {
  it('takes in whoever comes, with a ticket for the room and the picture without a token', async () => {
    const { slug, id } = await event('open');
    const { status, joined, cache } = await join(slug, { name: ' نرگس ' });
    expect(status).toBe(200);
    expect(cache).toBe('no-store');
    expect(joined).toMatchObject({
      you: { name: 'نرگس', role: 'attendee' },
      event: { id, stream: slug, state: 'live' },
      media: { prefix: '', expiresAtMs: null },
    });
    expect(verifyTicket(joined.ticket, KEYS.ticket, clock.nowMs())).toMatchObject({
      ok: true,
      claim: { event: id, ticket: joined.you.id, role: 'attendee' },
    });
  });

  it('gives each his own ticket, a hundred at once', async () => {
    const { slug } = await event('open');
    const all = await Promise.all(Array.from({ length: 100 }, (_, n) => join(slug, { name: `Person ${n}` })));
    expect(new Set(all.map(({ joined }) => joined.you.id)).size).toBe(100);
    expect((await renew(all[99]?.joined.ticket ?? '')).joined.you.name).toBe('Person 99');
  });

  it.each([
    { name: '\u202Eevil', code: 'ROOM_NAME_UNREADABLE' },
    { name: `a${'\u0301'.repeat(100)}`, code: 'ROOM_NAME_UNREADABLE' },
    { name: 'x'.repeat(61), code: 'ROOM_NAME_TOO_LONG' },
  ])('does not take a name like $code', async ({ name, code }) => {
    const { slug } = await event('open');
    expect((await join(slug, { name })).error.code).toBe(code);
  });

  it('asks for consent where there is a text, in the language of the page', async () => {
    const { slug, settings } = await event('open', 'live', { consent: { text: 'We record this.', version: 1 } });
    const { version } = settings.consent;
    expect((await join(slug, {}, { lang: 'de' })).error.code).toBe('ROOM_CONSENT_NEEDED');
    expect((await join(slug, { consent: version + 1 })).error.code).toBe('ROOM_CONSENT_CHANGED');
    expect((await join(slug, { consent: version })).status).toBe(200);
    const [de, en] = [await join(slug, {}, { lang: 'de' }), await join(slug, {}, { lang: 'en' })];
    expect(de.error.message).not.toBe(en.error.message);
  });

  it.each([
    { state: 'draft', code: 'ROOM_NO_SUCH_EVENT' },
    { state: 'scheduled', code: 'ROOM_EVENT_NOT_OPEN' },
    { state: 'ended', code: 'ROOM_EVENT_OVER' },
  ] as const)('that is $state: $code', async ({ state, code }) => {
    expect((await join((await event('open', state)).slug)).error.code).toBe(code);
  });

  it('takes in from the moment that the waiting room opens', async () => {
    const { slug } = await event('open', 'scheduled');
    clock.advance(30 * 60_000);
    expect((await join(slug)).status).toBe(200);
  });
});

describe('an event with a password', () => {
  it('gives the picture under a token of its stream, which ends', async () => {
    const { slug } = await event('password');
    const { joined } = await join(slug, { password: PASSWORD });
    const token = joined.media.prefix.replace('/v/', '');
    expect(verifyMediaToken(token, KEYS.media, clock.nowMs())).toMatchObject({ ok: true, claim: { stream: slug, isStaff: false } });
    expect(joined.media.expiresAtMs ?? 0).toBeGreaterThan(clock.nowMs() + 200_000);
    clock.advance(301_000);
    expect(verifyMediaToken(token, KEYS.media, clock.nowMs())).toMatchObject({ ok: false, reason: 'expired' });
  });

  it('looks at ten wrong guesses from one address and then at none, the right one included; others come in', async () => {
    const { slug } = await event('password');
    for (let n = 0; n < 10; n++) expect((await join(slug, { password: `guess ${n}` })).error.code).toBe('ROOM_PASSWORD_WRONG');
    const tooFast = await join(slug, { password: PASSWORD });
    expect(tooFast.error).toMatchObject({ code: 'ROOM_TOO_FAST', retryable: true });
    expect(Number(tooFast.retryAfter)).toBeGreaterThan(200);
    expect((await join(slug, { password: PASSWORD }, { from: '10.0.0.2' })).status).toBe(200);
    clock.advance(6 * 60_000);
    expect((await join(slug, { password: PASSWORD })).status).toBe(200);
  });

  it('asking without one is no guess', async () => {
    const { slug } = await event('password');
    for (let n = 0; n < 20; n++) expect((await join(slug)).error.code).toBe('ROOM_PASSWORD_WRONG');
    expect((await join(slug, { password: PASSWORD })).status).toBe(200);
  });
});

describe('whoever was banned', () => {
  /** Somebody is banned, and his page is told. @returns what his browser sends from then on. */
  async function banned(at: EventRecord, body: object): Promise<{ readonly cookie: string; readonly ticket: TicketId }> {
    const { joined, setCookie: atJoining } = await join(at.slug, body);
    expect([atJoining, (await renew(joined.ticket)).setCookie], 'nobody else is given a cookie').toEqual([undefined, undefined]);
    await database.write((db) => revokeTicket(db, tenant, at.id, joined.you.id, Math.floor(clock.nowMs())));
    const { error, setCookie } = await renew(joined.ticket);
    expect(error.code).toBe('ROOM_BANNED');
    expect(setCookie).toMatch(/^__Host-plenary-away=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
    return { cookie: String(setCookie).split(';')[0] ?? '', ticket: joined.you.id };
  }

  it.each(['open', 'password'] as const)(
    'does not come back as somebody new in the same browser, until he is let in again (%s)',
    async (access) => {
      const at = await event(access);
      const body = access === 'password' ? { name: 'Eve', password: PASSWORD } : { name: 'Eve' };
      const { cookie, ticket } = await banned(at, body);
      expect(await join(at.slug, { ...body, name: 'Adam' }, { cookie })).toMatchObject({ status: 403, error: { code: 'ROOM_BANNED' } });
      // another browser, another event
      expect((await join(at.slug, body)).status).toBe(200);
      const other = await event('open');
      expect((await join(other.slug, { name: 'Eve' }, { cookie })).status).toBe(200);
      await database.write((db) => db.updateTable('tickets').set({ revokedAtMs: null }).where('id', '=', ticket).execute());
      expect((await join(at.slug, body, { cookie })).status).toBe(200);
    },
  );
});

describe('an event with tokens', () => {
  async function token(to: EventRecord, text = 'a-token-of-22-characters') {
    const [ticket] = await database.write((db) =>
      createTickets(
        db,
        tenant,
        to.id,
        [{ kind: 'token', role: 'attendee', name: 'Nora', account: null, tokenHash: tokenHash(text + to.slug), maxSessions: 2 }],
        START,
      ),
    );
    if (ticket === undefined) throw new Error('no ticket');
    return { ticket, text: text + to.slug };
  }

  it('lets in its owner on two devices; the third is told, and puts the first out when he wants that', async () => {
    const at = await event('token');
    const { text } = await token(at);
    const tickets: string[] = [];
    for (const body of [{ token: text }, { token: text }, { token: text, takeOver: true }]) {
      clock.advance(10);
      if (tickets.length === 2) expect((await join(at.slug, { token: text })).error).toMatchObject({ code: 'ROOM_TOO_MANY_SESSIONS' });
      tickets.push((await join(at.slug, body)).joined.ticket);
    }
    const renewed = await Promise.all(tickets.map((one) => renew(one)));
    expect(renewed.map(({ status, error }) => (status === 200 ? 'in' : error.code))).toEqual(['ROOM_TOO_MANY_SESSIONS', 'in', 'in']);
    expect(renewed[1]?.joined.you.name).toBe('Nora');
  });

  it('a device that was not heard of for long leaves room for another', async () => {
    const at = await event('token');
    const { text } = await token(at);
    for (let n = 0; n < 2; n++) expect((await join(at.slug, { token: text })).status).toBe(200);
    clock.advance(11 * 60_000);
    expect((await join(at.slug, { token: text })).status).toBe(200);
  });

  it('a revoked token lets nobody in, nobody renews with it, and its sessions are told to the origin', async () => {
    const at = await event('token');
    const { text, ticket } = await token(at);
    const { joined } = await join(at.slug, { token: text });
    const session = verifyTicket(joined.ticket, KEYS.ticket, clock.nowMs());
    await database.write((db) => revokeTicket(db, tenant, at.id, ticket.id, Math.floor(clock.nowMs())));
    expect((await join(at.slug, { token: text })).error.code).toBe('ROOM_BANNED');
    expect((await renew(joined.ticket)).error.code).toBe('ROOM_BANNED');
    expect((await streamDirectory(database, clock.nowMs())).revoked).toContain(session.ok ? session.claim.session : '');
  });

  it('a token of another event, or none, is nobody’s', async () => {
    const [one, other] = [await event('token'), await event('token')];
    const { text } = await token(one);
    for (const body of [{ token: text }, { token: '' }, {}]) expect((await join(other.slug, body)).error.code).toBe('ROOM_TICKET_INVALID');
  });
});

describe('an event with registration', () => {
  it('tells a webhook that somebody has registered, without a word of who', async () => {
    const at = await event('registration', 'live');
    const account = {
      tenant,
      email: 'hooks@example.org',
      name: 'Hooks',
      role: 'owner',
      passwordHash: null,
      language: 'en',
      addedBy: null,
    } as const;
    const owner = await database.write((db) => addAccount(db, account, START));
    const { id } = await database.write((db) =>
      createWebhook(
        db,
        { tenant, url: 'https://hooks.example/', secret: 's', kinds: ['registration.added'], createdBy: owner?.id as AccountId },
        START,
      ),
    );
    expect((await join(at.slug, { registration: form })).status).toBe(200);
    expect((await join(at.slug, { registration: form })).status).not.toBe(200);
    const deliveries = await database.read((db) => listDeliveries(db, tenant, id, 10));
    expect(deliveries.map(({ kind }) => kind)).toEqual(['registration.added']);
    expect(JSON.parse(deliveries[0]?.body ?? '')).toMatchObject({
      event: { slug: at.slug },
      registration: { id: expect.any(String) as string },
    });
    expect(deliveries[0]?.body).not.toMatch(/nora|@/i);
  });

  const form = { first_name: 'Nora', last_name: 'Öz', email: 'nora@example.org' };

  it('takes the form before the doors open, gives a token, and lets in with it, on another device too', async () => {
    const at = await event('registration', 'scheduled');
    const { status, joined } = await join(at.slug, { registration: form });
    expect([status, joined.you.name]).toEqual([200, 'Nora Öz']);
    const token = joined.token ?? '';
    expect(Buffer.from(token, 'base64url').byteLength).toBe(16);
    expect((await join(at.slug, { token })).error.code).toBe('ROOM_EVENT_NOT_OPEN');
    await moveTo(at, 'live');
    const again = await join(at.slug, { token });
    expect([again.joined.you.id, again.joined.token]).toEqual([joined.you.id, undefined]);
  });

  it('an address registers once, a full event takes nobody more, and the card says so', async () => {
    const { slug } = await event('registration', 'live', { registration: { fields: [], capacity: 1 } });
    expect((await join(slug, { registration: form })).status).toBe(200);
    expect((await join(slug, { registration: { ...form, email: 'NORA@example.org' } })).error.code).toBe('ROOM_TICKET_INVALID');
    expect((await join(slug, { registration: { ...form, email: 'kim@example.org' } })).error.code).toBe('ROOM_EVENT_FULL');
    expect((await app.inject(`/api/card/${slug}`)).json<EventCard>().registration).toMatchObject({ isFull: true });
  });

  it('names the field that is wrong', async () => {
    const { slug } = await event('registration');
    expect((await join(slug, { registration: { ...form, email: 'nora' } })).error).toMatchObject({ code: 'ROOM_FIELD_NOT_EMAIL' });
    expect((await join(slug)).error).toMatchObject({ code: 'ROOM_FIELD_REQUIRED' });
  });
});

describe('renewing', () => {
  it('gives a ticket and a grant of the same session, also when the ticket ended in the night, not after two', async () => {
    const { slug } = await event('password');
    const { joined } = await join(slug, { password: PASSWORD, name: 'Nora' });
    clock.advance(13 * 3_600_000);
    const next = await renew(joined.ticket);
    expect(next.joined.you).toEqual(joined.you);
    expect(next.joined.media.prefix).not.toBe(joined.media.prefix);
    clock.advance(48 * 3_600_000);
    expect((await renew(next.joined.ticket)).error.code).toBe('ROOM_TICKET_EXPIRED');
  });

  it('ends with the event', async () => {
    const at = await event('open');
    const { joined } = await join(at.slug);
    await moveTo(at, 'ended');
    expect((await renew(joined.ticket)).error.code).toBe('ROOM_EVENT_OVER');
  });

  it.each(['x'.repeat(20), `${'x'.repeat(100)}.${'y'.repeat(43)}`])('a ticket that nobody made is refused', async (ticket) => {
    expect((await renew(ticket)).error.code).toBe('ROOM_TICKET_INVALID');
  });
});

describe('another name', () => {
  it('is one of the same ticket and session, seen from then on, by an older copy of the ticket too', async () => {
    const { slug } = await event('open');
    const { joined } = await join(slug);
    const named = await rename(joined.ticket, ' Nora ');
    expect(named).toMatchObject({ status: 200, joined: { you: { ...joined.you, name: 'Nora' } } });
    const [before, after] = [joined.ticket, named.joined.ticket].map((ticket) => verifyTicket(ticket, KEYS.ticket, clock.nowMs()));
    expect(after).toMatchObject({ ok: true, claim: { name: 'Nora', session: before?.ok === true ? before.claim.session : '' } });
    expect((await renew(joined.ticket)).joined.you.name).toBe('Nora');
  });

  it.each([
    { name: '   ', code: 'ROOM_NAME_EMPTY' },
    { name: 'x'.repeat(61), code: 'ROOM_NAME_TOO_LONG' },
    { name: '\u202Eevil', code: 'ROOM_NAME_UNREADABLE' },
    { name: '', code: 'ROOM_BAD_REQUEST' },
  ])('is none that others could not read: $code', async ({ name, code }) => {
    const { joined } = await join((await event('open')).slug);
    expect((await rename(joined.ticket, name)).error.code).toBe(code);
    expect((await renew(joined.ticket)).joined.you.name).toBe('');
  });

  it('is not for somebody who was removed, nor for a ticket that nobody made', async () => {
    const at = await event('open');
    const { joined } = await join(at.slug, { name: 'Nora' });
    await database.write((db) => revokeTicket(db, tenant, at.id, joined.you.id, Math.floor(clock.nowMs())));
    expect((await rename(joined.ticket, 'Kim')).error.code).toBe('ROOM_BANNED');
    expect((await rename('x'.repeat(20), 'Kim')).error.code).toBe('ROOM_TICKET_INVALID');
    expect((await database.read((db) => getTicket(db, tenant, at.id, joined.you.id)))?.name).toBe('Nora');
  });

  it('is taken ten times, then no more for a while', async () => {
    const { joined } = await join((await event('open')).slug);
    for (let n = 0; n < 10; n++) expect((await rename(joined.ticket, `Nora ${n}`)).status).toBe(200);
    expect((await rename(joined.ticket, 'Nora')).error.code).toBe('ROOM_TOO_FAST');
    clock.advance(6 * 60_000);
    expect((await rename(joined.ticket, 'Nora')).status).toBe(200);
  });
});

describe('whoever asks wrongly', () => {
  it.each([
    { body: { name: 7 }, because: 'not a text' },
    { body: { nane: 'Nora' }, because: 'unknown key' },
    { body: { name: 'x'.repeat(201) }, because: 'too long' },
    { body: [], because: 'no object' },
    { body: { registration: { first_name: 7 } }, because: 'an answer that is no text' },
  ])('gets ROOM_BAD_REQUEST: $because', async ({ body }) => {
    const { slug } = await event('open');
    expect((await join(slug, body)).error.code).toBe('ROOM_BAD_REQUEST');
  });

  it('is refused from the page of somebody else; our own pages may ask', async () => {
    const { slug } = await event('open');
    expect((await join(slug, {}, { origin: 'https://elsewhere.example' })).error.code).toBe('ROOM_NOT_ALLOWED');
    expect((await join(slug, {}, { origin: 'https://stage.example' })).status).toBe(200);
  });

  it('sees what was changed within a second', async () => {
    const at = await event('open');
    await database.write((db) => updateEvent(db, tenant, at.id, { title: 'Another title' }, START));
    clock.advance(1_000);
    expect((await app.inject(`/api/card/${at.slug}`)).json<EventCard>().title).toBe('Another title');
  });
});
