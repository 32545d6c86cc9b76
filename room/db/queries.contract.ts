import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { AccountId, EventId, TicketId } from '../../core/contracts/room/ids.ts';
import { addAccount, changeAccount, findAccountByEmail, getAccount, listAccounts, removeAccount, useTotpStep } from './accounts.ts';
import { createApiKey, findApiKey, listApiKeys, revokeApiKey, touchApiKey } from './api-keys.ts';
import { allAttendance, listAttendance, noteArrivals, noteDepartures } from './attendance.ts';
import { readAudit, writeAudit } from './audit.ts';
import { getConsent } from './consents.ts';
import type { Database } from './database.ts';
import { databaseDeliveryQueue } from './delivery-queue.ts';
import { sealOldSecrets, SecretSeal } from './sealed-secrets.ts';
import {
  changeEventState,
  deleteEvent,
  duplicateEvent,
  findEventBySlug,
  getEvent,
  listEvents,
  listStreams,
  updateEvent,
} from './events.ts';
import { acceptInvitation, findInvitation, invite, listInvitations, withdrawInvitation } from './invitations.ts';
import type { EventsWanted } from './events.ts';
import { newId } from './new-id.ts';
import { createPoll, deletePoll, listPolls, updatePoll } from './poll-drafts.ts';
import { countRegistrations, findRegistrationByEmail, listRegistrations, register } from './registrations.ts';
import { createSession, endSession, endSessionsOf, findSession, proveSession, touchSession } from './sessions.ts';
import { createStreamKey, listStreamKeys, revokeStreamKey, validStreamKeys } from './stream-keys.ts';
import { NOW, testEvent, testTenant } from './testing/fixtures.ts';

import { listTicketSessions, renewTicketSession, revokeSessions, sessionsRevokedSince, startTicketSession } from './ticket-sessions.ts';
import { changeTicket, createTickets, findTicketByToken, findTicketOfAccount, getTicket, listTickets, revokeTicket } from './tickets.ts';
import { createWebhook, enqueueDeliveries, listDeliveries, listWebhooks, redeliver, removeWebhook } from './webhooks.ts';

const SECRETS = ['the secret of this installation, of the tests'] as const;

/** What the queries promise, on every database. */
export function queriesContract(
  name: string,
  open: () => Promise<{ readonly database: Database; readonly close: () => Promise<void> }>,
): void {
  describe(`queries: ${name}`, () => {
    let database: Database;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ database, close } = await open());
    });
    afterAll(() => close());

    it('accounts: one an address, found in whatever case, never without an owner', async () => {
      const { tenant, owner } = await testTenant(database);
      const other = await testTenant(database);
      const person = { tenant, name: 'Mo', role: 'moderator', passwordHash: null, language: 'de', addedBy: owner.id } as const;
      const added = await database.write((db) => addAccount(db, { ...person, email: `${owner.id}@Example.org` }, NOW));
      expect(added).toMatchObject({ role: 'moderator', addedBy: owner.id, email: `${owner.id}@example.org` });
      expect(await database.write((db) => addAccount(db, { ...person, tenant: other.tenant, email: owner.email }, NOW))).toBeUndefined();
      expect(await database.read((db) => findAccountByEmail(db, owner.email.toUpperCase()))).toMatchObject({ id: owner.id });
      expect((await database.read((db) => listAccounts(db, tenant))).map(({ name }) => name).sort()).toEqual(['Mo', 'Olga']);
      const change = (id: AccountId, what: Parameters<typeof changeAccount>[3], of = tenant) =>
        database.write((db) => changeAccount(db, of, id, what));
      expect(await change(owner.id, { role: 'analyst' })).toBe('last-owner');
      expect(await change(owner.id, { disabledAtMs: NOW })).toBe('last-owner');
      expect(await change(owner.id, { name: 'x' }, other.tenant)).toBe('unknown');
      expect(await database.write((db) => removeAccount(db, tenant, owner.id))).toBe('last-owner');
      const second = added?.id as AccountId;
      expect(await change(second, { role: 'owner' })).toBe('changed');
      // two owners who take the right from each other at the same moment: one of them remains
      const both = await Promise.all([change(owner.id, { role: 'analyst' }), change(second, { role: 'analyst' })]);
      expect(inOrder(both)).toEqual(['changed', 'last-owner']);
    });

    it('a TOTP code is good once', async () => {
      const { tenant, owner } = await testTenant(database);
      const use = (step: number) => database.write((db) => useTotpStep(db, tenant, owner.id, step));
      expect(inOrder(await Promise.all([use(100), use(100)]))).toEqual([false, true]);
      expect([await use(99), await use(101)]).toEqual([false, true]);
      await database.write((db) => changeAccount(db, tenant, owner.id, { totpSecret: 'new' }));
      expect(await use(100)).toBe(true);
    });

    it('sessions: end by time, by hand, with their account', async () => {
      const { tenant, owner } = await testTenant(database);
      const hashes = ['1', '2', '3'].map((one) => `${owner.id} ${one}`) as [string, string, string];
      const find = (hash: string, atMs = NOW) => database.read((db) => findSession(db, hash, atMs));
      await database.write(async (db) => {
        for (const hash of hashes) await createSession(db, { hash, tenant, account: owner.id, expiresAtMs: NOW + 1_000 }, NOW);
      });
      expect(await find(hashes[0])).toMatchObject({ account: owner.id, tenant, role: 'owner', name: 'Olga', provedAtMs: NOW });
      expect(await find(hashes[0], NOW + 1_000)).toBeUndefined();
      await database.write((db) => touchSession(db, hashes[0], NOW + 500, NOW + 5_000));
      await database.write((db) => proveSession(db, hashes[0], NOW + 600));
      expect(await find(hashes[0], NOW + 1_000)).toMatchObject({ seenAtMs: NOW + 500, provedAtMs: NOW + 600 });
      await database.write((db) => endSession(db, hashes[1]));
      await database.write((db) => endSessionsOf(db, tenant, owner.id, hashes[0]));
      expect((await Promise.all(hashes.map((hash) => find(hash)))).map((one) => one !== undefined)).toEqual([true, false, false]);
      await database.write((db) => db.updateTable('accounts').set({ disabledAtMs: NOW }).where('id', '=', owner.id).execute());
      expect(await find(hashes[0])).toBeUndefined();
    });

    it('invitations: the newest to an address counts, and once', async () => {
      const { tenant, owner } = await testTenant(database);
      const email = `New.${owner.id}@example.org`;
      const send = (hash: string) =>
        database.write((db) => invite(db, { tenant, hash, email, role: 'producer', invitedBy: owner.id, expiresAtMs: NOW + 1_000 }, NOW));
      await send(`${owner.id} a`);
      await send(`${owner.id} b`);
      expect(await database.read((db) => findInvitation(db, `${owner.id} a`, NOW))).toBeUndefined();
      expect(await database.read((db) => findInvitation(db, `${owner.id} b`, NOW + 1_000))).toBeUndefined();
      expect(await database.read((db) => listInvitations(db, tenant, NOW))).toHaveLength(1);
      const person = { name: 'Nina', passwordHash: 'hash', language: 'fr' };
      const accept = () => database.write((db) => acceptInvitation(db, `${owner.id} b`, person, NOW));
      const both = await Promise.all([accept(), accept()]);
      expect(both).toContainEqual(expect.objectContaining({ role: 'producer', email: email.toLowerCase(), addedBy: owner.id }));
      expect(both).toContain('unknown');
      const [account] = both.filter((one) => typeof one === 'object');
      await send(`${owner.id} c`);
      expect(await database.write((db) => acceptInvitation(db, `${owner.id} c`, person, NOW))).toBe('taken');
      const third = await send(`${owner.id} d`);
      expect(await database.write((db) => withdrawInvitation(db, tenant, third.id))).toBe(true);
      expect(await database.read((db) => listInvitations(db, tenant, NOW))).toEqual([]);
      expect(await database.write((db) => removeAccount(db, tenant, account?.id ?? owner.id))).toBe('removed');
      expect(await database.read((db) => db.selectFrom('invitations').select('id').where('tenant', '=', tenant).execute())).toEqual([]);
    });

    it('API keys: found by their HMAC until they are revoked', async () => {
      const { tenant, owner } = await testTenant(database);
      const other = await testTenant(database);
      const hmac = `api ${tenant}`;
      const key = await database.write((db) => createApiKey(db, { tenant, hmac, label: 'CRM', role: 'analyst', createdBy: owner.id }, NOW));
      await database.write((db) => touchApiKey(db, tenant, key.id, NOW + 1));
      expect(await database.read((db) => findApiKey(db, hmac))).toMatchObject({ id: key.id, tenant, role: 'analyst', usedAtMs: NOW + 1 });
      expect(JSON.stringify(await database.read((db) => listApiKeys(db, tenant)))).not.toContain(hmac);
      const revoke = (of = tenant) => database.write((db) => revokeApiKey(db, of, key.id, NOW));
      expect([await revoke(other.tenant), await revoke(), await revoke()]).toEqual([false, true, false]);
      expect(await database.read((db) => findApiKey(db, hmac))).toBeUndefined();
    });

    it('events: one among thousands is found by its name, whatever is between', async () => {
      const { tenant } = await testTenant(database);
      const oldest = await testEvent(database, tenant, { title: 'Łódź' });
      const row = await database.read((db) => db.selectFrom('events').selectAll().where('id', '=', oldest.id).executeTakeFirstOrThrow());
      const more = Array.from({ length: 2_000 }, (_, n) => ({
        ...row,
        id: newId(NOW + 1 + n) as EventId,
        slug: `${row.slug}-${n}`,
        title: `Event ${n}`,
      }));
      await database.write(async (db) => {
        for (let n = 0; n < more.length; n += 500)
          await db
            .insertInto('events')
            .values(more.slice(n, n + 500))
            .execute();
      });
      const found = async (wanted: Partial<EventsWanted>) =>
        (await database.read((db) => listEvents(db, tenant, { limit: 2, ...wanted }))).map(({ title }) => title);
      expect(await found({ search: 'lodz' })).toEqual(['Łódź']);
      expect(await found({ search: 'event 42' })).toEqual(['Event 1942', 'Event 1842']);
      const before = more.at(-1)?.id ?? oldest.id;
      expect(await found({ search: 'event 42', before: more[42]?.id ?? before, state: 'draft' })).toEqual([]);
      expect(await found({ search: 'event 42', before: more[43]?.id ?? before, state: 'draft' })).toEqual(['Event 42']);
      expect(await found({ search: 'event', state: 'live' })).toEqual([]);
      expect(await found({ before })).toEqual(['Event 1998', 'Event 1997']);
    });

    it('events: one slug in the installation, nothing of another organisation', async () => {
      const { tenant } = await testTenant(database);
      const other = await testTenant(database);
      const event = await testEvent(database, tenant, { startsAtMs: NOW + 1 });
      await expect(testEvent(database, other.tenant, { slug: event.slug })).rejects.toThrow('ROOM_SLUG_TAKEN');
      expect(await database.read((db) => findEventBySlug(db, event.slug))).toEqual(event);
      expect(await database.read((db) => getEvent(db, other.tenant, event.id))).toBeUndefined();
      const second = await testEvent(database, tenant);
      expect((await database.read((db) => listEvents(db, tenant, { limit: 10 }))).map(({ id }) => id)).toEqual(
        [event.id, second.id].toSorted().toReversed(),
      );
      expect(
        await database.read((db) => listEvents(db, tenant, { limit: 10, before: [event.id, second.id].sort()[0] ?? event.id })),
      ).toEqual([]);
      expect((await database.read((db) => listStreams(db))).map(({ slug }) => slug)).toEqual(
        expect.arrayContaining([event.slug, second.slug]),
      );
      const update = (of: typeof tenant, change: Parameters<typeof updateEvent>[3]) =>
        database.write((db) => updateEvent(db, of, event.id, change, NOW + 5));
      expect(await update(other.tenant, { title: 'mine' })).toMatchObject({ code: 'ROOM_NO_SUCH_EVENT' });
      expect(await update(tenant, { slug: second.slug })).toMatchObject({ code: 'ROOM_SLUG_TAKEN' });
      expect(await update(tenant, { title: 'Renamed', slug: event.slug })).toMatchObject({
        ok: true,
        event: { title: 'Renamed', changedAtMs: NOW + 5 },
      });
      expect(await database.read((db) => getEvent(db, tenant, event.id))).toEqual({ ...event, title: 'Renamed', changedAtMs: NOW + 5 });
      expect((await database.read((db) => listStreams(db, NOW + 5))).map(({ id }) => id)).toEqual([event.id]);
      expect(await database.read((db) => listStreams(db, NOW + 6))).toEqual([]);
      expect(await database.write((db) => deleteEvent(db, other.tenant, event.id))).toBe(false);
      expect(await database.write((db) => deleteEvent(db, tenant, event.id))).toBe(true);
      expect(await database.read((db) => findEventBySlug(db, event.slug))).toBeUndefined();
    });

    it('a new consent text has a new version, and the old ones stay readable', async () => {
      const { tenant } = await testTenant(database);
      const withText = (text: string) => ({ ...DEFAULT_EVENT_SETTINGS, consent: { text, version: 77 } });
      const event = await testEvent(database, tenant, { settings: withText('We keep your name.') });
      expect(event.settings.consent.version).toBe(1);
      const set = async (text: string) => {
        const made = await database.write((db) => updateEvent(db, tenant, event.id, { settings: withText(text) }, NOW));
        return made.ok ? made.event.settings.consent.version : made.code;
      };
      expect([await set('We keep your name.'), await set('We keep nothing.'), await set(''), await set('We keep nothing.')]).toEqual([
        1, 2, 0, 2,
      ]);
      expect(await database.read((db) => getConsent(db, tenant, event.id, 1))).toBe('We keep your name.');
    });

    it('settings of an earlier version get the defaults of what did not exist then', async () => {
      const { tenant } = await testTenant(database);
      const event = await testEvent(database, tenant);
      await database.write((db) =>
        db.updateTable('events').set({ settings: '{"room":{"chat":"off"},"language":"pl"}' }).where('id', '=', event.id).execute(),
      );
      const read = await database.read((db) => getEvent(db, tenant, event.id));
      expect(read?.settings).toEqual({ ...DEFAULT_EVENT_SETTINGS, language: 'pl', room: { ...DEFAULT_EVENT_SETTINGS.room, chat: 'off' } });
    });

    it('an event moves on once, and remembers when it was live first', async () => {
      const { tenant } = await testTenant(database);
      const event = await testEvent(database, tenant);
      const step = (from: 'draft' | 'live' | 'ended', to: 'live' | 'ended', atMs: number) =>
        database.write((db) => changeEventState(db, tenant, event.id, { from, to }, atMs));
      const both = await Promise.all([step('draft', 'live', NOW), step('draft', 'live', NOW)]);
      expect(inOrder(both)).toEqual([false, true]);
      expect([await step('live', 'ended', NOW + 10), await step('ended', 'live', NOW + 20)]).toEqual([true, true]);
      expect(await database.read((db) => getEvent(db, tenant, event.id))).toMatchObject({
        state: 'live',
        wentLiveAtMs: NOW,
        endedAtMs: null,
      });
    });

    it('a copy of an event is a draft with its polls', async () => {
      const { tenant, owner } = await testTenant(database);
      const event = await testEvent(database, tenant, { startsAtMs: NOW });
      const draft = {
        kind: 'single',
        question: 'Tea?',
        options: ['yes', 'no'],
        isTest: true,
        correct: [0],
        isChangeable: true,
        results: 'always',
        maxChoices: 1,
      } as const;
      const poll = await database.write((db) =>
        createPoll(db, tenant, event.id, { ...draft, options: [...draft.options], correct: [0] }, NOW),
      );
      for (const index of [1, 2, 3])
        await database.write((db) =>
          createPoll(db, tenant, event.id, { ...draft, question: `${index}?`, options: ['a', 'b'], correct: [0] }, NOW + index),
        );
      const as = { slug: `copy-${event.slug}`, title: 'Copy', createdBy: owner.id };
      const made = await database.write((db) => duplicateEvent(db, tenant, event.id, as, NOW));
      expect(made).toMatchObject({ ok: true, event: { state: 'draft', startsAtMs: null, title: 'Copy' } });
      const copy = made.ok ? made.event.id : event.id;
      expect(await database.read((db) => listPolls(db, tenant, copy))).toMatchObject([
        { ...draft, state: 'draft', event: copy },
        { question: '1?' },
        { question: '2?' },
        { question: '3?' },
      ]);
      const changed = { ...draft, options: ['yes', 'no', 'both'], correct: [2] };
      expect(await database.write((db) => updatePoll(db, tenant, event.id, poll.id, changed))).toBe(true);
      await database.write((db) => db.updateTable('polls').set({ state: 'open' }).where('id', '=', poll.id).execute());
      expect(await database.write((db) => updatePoll(db, tenant, event.id, poll.id, changed))).toBe(false);
      expect(await database.write((db) => deletePoll(db, tenant, event.id, poll.id))).toBe(false);
      const [copied] = await database.read((db) => listPolls(db, tenant, copy));
      expect(await database.write((db) => deletePoll(db, tenant, copy, copied?.id ?? poll.id))).toBe(true);
    });

    it('stream keys: ingest is told those that are valid, with their stream', async () => {
      const { tenant, owner } = await testTenant(database);
      const event = await testEvent(database, tenant);
      const make = (slot: 'primary' | 'rehearsal') =>
        database.write((db) =>
          createStreamKey(db, { tenant, event: event.id, slot, hmac: `${slot} ${event.id}`, label: slot, createdBy: owner.id }, NOW),
        );
      const [primary, rehearsal] = [await make('primary'), await make('rehearsal')];
      const valid = async () => (await database.read((db) => validStreamKeys(db))).filter((key) => key.event === event.id);
      expect(inOrder((await valid()).map(({ slot, slug }) => [slot, slug]))).toEqual([
        ['primary', event.slug],
        ['rehearsal', event.slug],
      ]);
      expect(JSON.stringify(await database.read((db) => listStreamKeys(db, tenant, event.id)))).not.toContain('hmac');
      expect(await database.write((db) => revokeStreamKey(db, tenant, event.id, primary.id, NOW))).toBe(true);
      expect((await valid()).map(({ id }) => id)).toEqual([rehearsal.id]);
      expect((await database.read((db) => listStreamKeys(db, tenant, event.id))).map(({ id }) => id)).toEqual([rehearsal.id]);
    });

    it('tickets: by id, by token, by account; revoked ones take their sessions with them', async () => {
      const { tenant, owner } = await testTenant(database);
      const event = await testEvent(database, tenant);
      const plain = { kind: 'token', role: 'attendee', name: '', account: null, maxSessions: 2 } as const;
      const list = Array.from({ length: 1_200 }, (_, index) => ({ ...plain, tokenHash: `${event.id} ${index}` }));
      const made = await database.write((db) => createTickets(db, tenant, event.id, list, NOW));
      expect(made).toHaveLength(1_200);
      const first = made[0]?.id as TicketId;
      expect(await database.read((db) => findTicketByToken(db, tenant, event.id, `${event.id} 0`))).toEqual(made[0]);
      expect(await database.read((db) => listTickets(db, tenant, event.id, { limit: 5 }))).toHaveLength(5);
      await database.write((db) =>
        createTickets(db, tenant, event.id, [{ ...plain, kind: 'staff', role: 'host', account: owner.id, tokenHash: null }], NOW),
      );
      expect(await database.read((db) => findTicketOfAccount(db, tenant, event.id, owner.id))).toMatchObject({
        role: 'host',
        kind: 'staff',
      });
      expect(await database.read((db) => listTickets(db, tenant, event.id, { kinds: ['staff'], limit: 5 }))).toHaveLength(1);
      expect(await database.write((db) => changeTicket(db, tenant, event.id, first, { name: 'Ann' }))).toBe(true);
      expect(await database.read((db) => getTicket(db, tenant, event.id, first))).toMatchObject({ name: 'Ann' });

      const start = (session: string, atMs: number, takesOver = false) =>
        database.write((db) =>
          startTicketSession(
            db,
            { session: `${session}-${event.id}`, tenant, event: event.id, ticket: first },
            { maxSessions: 2, aliveSinceMs: NOW, takesOver },
            atMs,
          ),
        );
      expect([await start('one', NOW), await start('two', NOW + 1), await start('three', NOW + 2)]).toEqual([true, true, false]);
      expect(await start('three', NOW + 2, true)).toBe(true);
      const since = (atMs: number) => database.read((db) => sessionsRevokedSince(db, atMs));
      expect(await since(NOW + 2)).toContain(`one-${event.id}`);
      const renew = (session: string, atMs: number) =>
        database.write((db) => renewTicketSession(db, tenant, `${session}-${event.id}`, atMs));
      expect(await renew('one', NOW + 3)).toEqual({ ticket: first, name: 'Ann', out: 'session' });
      expect(await renew('two', NOW + 3)).toEqual({ ticket: first, name: 'Ann', out: null });
      expect((await database.read((db) => listTicketSessions(db, tenant, first))).map(({ session }) => session)).toEqual([
        `three-${event.id}`,
        `two-${event.id}`,
      ]);
      await database.write((db) => revokeSessions(db, tenant, [`three-${event.id}`], NOW + 4));
      expect(await database.write((db) => revokeTicket(db, tenant, event.id, first, NOW + 5))).toBe(true);
      expect(await renew('two', NOW + 6)).toEqual({ ticket: first, name: 'Ann', out: 'ticket' });
      // two's token was made at NOW + 3: whoever looks back that far learns that it is out
      expect((await since(NOW + 3)).filter((session) => session.endsWith(event.id)).sort()).toEqual([
        `three-${event.id}`,
        `two-${event.id}`,
      ]);
      expect((await since(NOW + 6)).filter((session) => session.endsWith(event.id))).toEqual([]);
    });

    it('registrations: one an address, never more than there are places, also when all come at once', async () => {
      const { tenant } = await testTenant(database);
      const settings = { ...DEFAULT_EVENT_SETTINGS, registration: { fields: [], capacity: 5 } };
      const event = await testEvent(database, tenant, { access: 'registration', settings });
      const come = (who: number) =>
        database.write((db) =>
          register(
            db,
            {
              ...{ tenant, event: event.id, name: `P ${who}`, email: `P${who}@Example.org`, answers: { company: 'x' }, consentVersion: 1 },
              ...{ language: 'de', tokenHash: `${event.id} ${newId(NOW)}`, maxSessions: 2 },
            },
            NOW,
          ),
        );
      const all = await Promise.all([1, 2, 3, 4, 5, 6, 7, 1, 2].map(come));
      expect(all.filter(({ ok }) => !ok).map((one) => !one.ok && one.code)).toEqual(['ROOM_EVENT_FULL', 'ROOM_EVENT_FULL']);
      expect(await database.read((db) => countRegistrations(db, tenant, event.id))).toBe(5);
      const [first] = await database.read((db) => listRegistrations(db, tenant, event.id, { limit: 1 }));
      expect(first).toMatchObject({ answers: { company: 'x' }, consentVersion: 1, language: 'de' });
      expect(await database.read((db) => findRegistrationByEmail(db, tenant, event.id, first?.email?.toUpperCase() ?? ''))).toEqual(first);
      await database.write((db) => revokeTicket(db, tenant, event.id, first?.ticket as TicketId, NOW));
      expect(await come(99)).toMatchObject({ ok: true, isKnown: false });
      expect(await come(99)).toMatchObject({ ok: true, isKnown: true });
    });

    it('attendance: one row a stay', async () => {
      const { tenant } = await testTenant(database);
      const { id: event } = await testEvent(database, tenant);
      const ticketOf = async (role: 'attendee' | 'host'): Promise<TicketId> => {
        const drafts = [{ kind: 'open', role, name: '', account: null, tokenHash: null, maxSessions: 0 }] as const;
        const [ticket] = await database.write((db) => createTickets(db, tenant, event, drafts, NOW));
        return ticket?.id as TicketId;
      };
      const ticket = await ticketOf('attendee');
      const host = await ticketOf('host');
      const arrival = (session: string, cameAtMs: number) => ({ tenant, event, ticket, session, cameAtMs });
      await database.write((db) =>
        noteArrivals(db, [arrival('a', NOW), arrival('b', NOW), arrival('a', NOW), { ...arrival('staff', NOW), ticket: host }]),
      );
      await database.write((db) => noteDepartures(db, [{ ...arrival('a', NOW), leftAtMs: NOW + 10 }]));
      await database.write((db) => noteDepartures(db, [{ ...arrival('a', NOW), leftAtMs: NOW + 11 }]));
      await database.write((db) => noteArrivals(db, [arrival('a', NOW + 20)]));
      const stays = await database.read((db) => listAttendance(db, tenant, event, { limit: 10 }));
      expect(stays.map(({ session, cameAtMs, leftAtMs }) => [session, cameAtMs - NOW, leftAtMs === null ? null : leftAtMs - NOW])).toEqual([
        ['a', 0, 10],
        ['b', 0, null],
        ['a', 20, null],
      ]);
      expect(await database.read((db) => allAttendance(db, tenant, event))).toEqual(stays);
      expect(await database.read((db) => listAttendance(db, tenant, event, { after: { session: 'a', cameAtMs: NOW }, limit: 1 }))).toEqual([
        stays[1],
      ]);
    });

    it('audit: newest first, with the name of who did it as long as it is known', async () => {
      const { tenant, owner } = await testTenant(database);
      const { id: event } = await testEvent(database, tenant);
      const by = { kind: 'account', id: owner.id, role: 'owner' } as const;
      for (const [index, act] of (['event.created', 'room.ban'] as const).entries())
        await database.write((db) =>
          writeAudit(db, {
            ...{ tenant, atMs: NOW + index, by, act, event, subject: 's', facts: { n: index } },
            texts: index === 0 ? [] : [{ kind: 'note', person: 'p', text: 'rude' }],
          }),
        );
      const log = await database.read((db) => readAudit(db, tenant, { event, limit: 10 }));
      expect(log).toMatchObject([
        { act: 'room.ban', by: { ...by, name: 'Olga' }, facts: { n: 1 }, texts: [{ kind: 'note', text: 'rude' }] },
        { act: 'event.created', facts: { n: 0 }, texts: [] },
      ]);
      expect(await database.read((db) => readAudit(db, tenant, { before: log[0]?.id ?? '', limit: 10 }))).toHaveLength(1);
    });

    it('seals what was stored before there were seals, once, and opens both', async () => {
      const { tenant, owner } = await testTenant(database);
      const secretSeal = new SecretSeal(SECRETS);
      await database.write((db) => changeAccount(db, tenant, owner.id, { totpSecret: 'JBSWY3DPEHPK3PXP' }));
      const made = { tenant, url: 'https://sealed.example/', secret: 'told-once', kinds: ['sealed'], createdBy: owner.id };
      const hook = await database.write((db) => createWebhook(db, made, NOW));
      const stored = () =>
        database.read(async (db) => [
          (await getAccount(db, tenant, owner.id))?.totpSecret ?? '',
          (await db.selectFrom('webhooks').select('secret').where('id', '=', hook.id).executeTakeFirstOrThrow()).secret,
        ]);
      const opened = async () => {
        const [totp = '', secret = ''] = await stored();
        return [secretSeal.openTotp(owner.id, totp), secretSeal.openWebhook(hook.id, secret)];
      };
      expect(await opened()).toEqual(['JBSWY3DPEHPK3PXP', 'told-once']);
      expect(await sealOldSecrets(database, secretSeal)).toBeGreaterThanOrEqual(2);
      expect((await stored()).join()).not.toMatch(/JBSWY3DP|told-once/);
      expect(await opened()).toEqual(['JBSWY3DPEHPK3PXP', 'told-once']);
      const before = await stored();
      expect(await sealOldSecrets(database, secretSeal)).toBe(0);
      expect(await stored()).toEqual(before);
      // a call is signed with the opened secret; where it does not open, it waits
      await database.write((db) => enqueueDeliveries(db, tenant, { kind: 'sealed', body: () => '{}' }, NOW + 100_000));
      const others = new SecretSeal(['another secret of another installation']);
      const claim = (by: SecretSeal, atMs: number) => databaseDeliveryQueue(database, () => atMs, by).claim(atMs, 10, 50);
      const ofHook = (due: Awaited<ReturnType<typeof claim>>) => due.filter(({ url }) => url === made.url).map(({ secret }) => secret);
      expect(ofHook(await claim(others, NOW + 100_000))).toEqual([]);
      expect(ofHook(await claim(secretSeal, NOW + 100_020))).toEqual(['told-once']);
      await database.write((db) => removeWebhook(db, tenant, hook.id));
    });

    it('webhooks: what happened waits until it is told, and is claimed by one', async () => {
      const { tenant, owner } = await testTenant(database);
      const make = (kinds: string[]) =>
        database.write((db) =>
          createWebhook(db, { tenant, url: 'https://example.org/hook', secret: 's3', kinds, createdBy: owner.id }, NOW),
        );
      const [all, some] = [await make(['*']), await make(['event.ended'])];
      const happen = (kind: string) => database.write((db) => enqueueDeliveries(db, tenant, { kind, body: (id) => `{"id":"${id}"}` }, NOW));
      expect([await happen('event.live'), await happen('event.ended')]).toEqual([1, 2]);
      const queue = databaseDeliveryQueue(database, () => NOW + 50, new SecretSeal(SECRETS));
      const claims = await Promise.all([queue.claim(NOW, 1_000, 2), queue.claim(NOW, 1_000, 2)]);
      const claimed = [...claims[0], ...claims[1]].filter(({ url }) => url === 'https://example.org/hook');
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(3);
      expect(claimed[0]).toMatchObject({ secret: 's3', tries: 0, body: `{"id":"${claimed[0]?.id}"}` });
      expect(await queue.claim(NOW + 999, 1_000, 10)).toEqual([]);
      const [one, two, three] = claimed.map(({ id }) => id) as [string, string, string];
      await queue.settle(one, { kind: 'delivered', note: '200' });
      await queue.settle(two, { kind: 'again', atMs: NOW + 5_000, note: 'timeout' });
      // whoever had the third has died: it comes due again by itself
      expect((await queue.claim(NOW + 1_000, 1_000, 10)).map(({ id }) => id)).toEqual([three]);
      await queue.settle(three, { kind: 'gave-up', note: 'refused' });
      expect((await queue.claim(NOW + 5_000, 1_000, 10)).map(({ id, tries }) => [id, tries])).toEqual([[two, 1]]);
      const shown = [
        ...(await database.read((db) => listDeliveries(db, tenant, all.id, 10))),
        ...(await database.read((db) => listDeliveries(db, tenant, some.id, 10))),
      ];
      expect(inOrder(shown.map(({ outcome }) => outcome))).toEqual(['delivered', 'gave-up', null]);
      expect(await database.write((db) => redeliver(db, tenant, three, NOW + 6_000))).toBe(true);
      expect((await queue.claim(NOW + 6_000, 10, 10)).map(({ id }) => id)).toContain(three);
      expect(await database.write((db) => removeWebhook(db, tenant, all.id))).toBe(true);
      expect((await database.read((db) => listWebhooks(db, tenant))).map(({ id, kinds }) => [id, kinds])).toEqual([
        [some.id, ['event.ended']],
      ]);
    });
  });
}

/** However they came. */
function inOrder<T>(values: readonly T[]): readonly T[] {
  return values.toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
}
