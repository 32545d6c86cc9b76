/** What the organisers' API does, over whichever database. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { ClientId, EventId, QuestionId, TicketId } from '../../core/contracts/room/ids.ts';
import type { PlannedCue } from '../../core/contracts/room/plan.ts';
import type { AccountRole } from '../../core/contracts/room/roles.ts';
import { ACCOUNT_ROLES } from '../../core/contracts/room/roles.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { CHANNEL_LIMITS } from '../channel/limits.ts';
import { RoomHub } from '../channel/room-hub.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { noteArrivals, noteDepartures } from '../db/attendance.ts';
import { register } from '../db/registrations.ts';
import { validStreamKeys } from '../db/stream-keys.ts';
import { findTicketByToken, getTicket } from '../db/tickets.ts';
import { roomRules } from '../decide.ts';
import { slates } from '../internal-answers.ts';
import { hashOf } from '../people/secrets.ts';
import { sqlRoomStore } from '../store/room-store-sql.ts';
import type { Answer, Asking, People, TestApi } from './testing/open-api.ts';
import { openTestApi, PUBLIC_URL, SECRETS } from './testing/open-api.ts';

const START = '2026-06-01T08:00:00Z';
const POLL = {
  ...{ kind: 'single', question: 'Tea or coffee?', options: ['Tea', 'Coffee'], isTest: false, correct: [] },
  ...{ isChangeable: true, results: 'always', maxChoices: 1 },
};
/** No row of anything has it. */
const NOBODY = '01900000-0000-7000-8000-000000000000';

/** A route, what is sent to it, and the least role that may. `{…}` is filled with ids of what there is. */
type Row = [method: string, path: string, body: unknown, needs: AccountRole, done: number, person?: 'person'];

/** Every route that asks who one is. */
export const GUARDED: readonly Row[] = [
  ['GET', '/api/me', undefined, 'analyst', 200],
  ['PATCH', '/api/me', { language: 'en' }, 'analyst', 200, 'person'],
  ['POST', '/api/me/proof', { password: 'marmalade on the moon' }, 'analyst', 204, 'person'],
  ['POST', '/api/me/password', { password: 'wrong', newPassword: 'wrong' }, 'analyst', 403, 'person'],
  ['POST', '/api/me/totp/begin', undefined, 'analyst', 200, 'person'],
  ['POST', '/api/me/totp', { secret: 'A', ticket: 'none', code: '1' }, 'analyst', 410, 'person'],
  ['DELETE', '/api/me/totp', undefined, 'analyst', 204, 'person'],
  ['GET', '/api/me/sessions', undefined, 'analyst', 200, 'person'],
  ['DELETE', '/api/me/sessions/0123456789abcdef', undefined, 'analyst', 404, 'person'],
  ['GET', '/api/accounts', undefined, 'producer', 200],
  ['PATCH', '/api/accounts/{analyst}', {}, 'producer', 200, 'person'],
  ['GET', '/api/invitations', undefined, 'producer', 200],
  ['POST', '/api/invitations', { email: 'new@stage.example', role: 'analyst' }, 'producer', 201, 'person'],
  ['DELETE', '/api/invitations/{nobody}', undefined, 'producer', 404, 'person'],
  ['GET', '/api/api-keys', undefined, 'producer', 200],
  ['POST', '/api/api-keys', { label: 'CI', role: 'analyst' }, 'producer', 201, 'person'],
  ['DELETE', '/api/api-keys/{nobody}', undefined, 'producer', 404, 'person'],
  ['GET', '/api/audit', undefined, 'owner', 200],
  ['POST', '/api/events', { title: 'New', slug: '{slug}' }, 'producer', 201],
  ['GET', '/api/events', undefined, 'analyst', 200],
  ['GET', '/api/events/{event}', undefined, 'analyst', 200],
  ['PATCH', '/api/events/{event}', { title: 'Talk' }, 'producer', 200],
  ['POST', '/api/events/{event}/duplicate', { title: 'Copy', slug: '{slug}' }, 'producer', 201],
  ['POST', '/api/events/{event}/state', { state: 'published' }, 'producer', 409],
  ['DELETE', '/api/events/{event}', undefined, 'producer', 409],
  ['GET', '/api/templates', undefined, 'analyst', 200],
  ['POST', '/api/templates', { name: '{slug}', event: '{event}' }, 'producer', 201],
  ['PATCH', '/api/templates/{nobody}', { name: 'Town hall' }, 'producer', 404],
  ['DELETE', '/api/templates/{nobody}', undefined, 'producer', 404],
  ['POST', '/api/templates/{nobody}/event', { title: 'New', slug: '{slug}' }, 'producer', 404],
  ['POST', '/api/pictures?for=logo', undefined, 'producer', 415],
  ['GET', '/api/organisation', undefined, 'producer', 200],
  ['PATCH', '/api/organisation', {}, 'owner', 200],
  ['GET', '/api/local-time?local=2026-06-01T10:00&timeZone=Europe/Berlin', undefined, 'analyst', 200],
  ['GET', '/api/events/{event}/stream-keys', undefined, 'producer', 200],
  ['POST', '/api/events/{event}/stream-keys', { slot: 'primary' }, 'producer', 201],
  ['DELETE', '/api/events/{event}/stream-keys/{nobody}', undefined, 'producer', 404],
  ['GET', '/api/installation', undefined, 'producer', 200],
  ['GET', '/api/events/{event}/encoder', undefined, 'moderator', 200],
  ['GET', '/api/events/{event}/tokens', undefined, 'producer', 200],
  ['POST', '/api/events/{event}/tokens', { people: [{ name: 'Ada' }] }, 'producer', 201],
  ['DELETE', '/api/events/{event}/tokens/{nobody}', undefined, 'producer', 404],
  ['GET', '/api/events/{event}/feedback', undefined, 'analyst', 200],
  ['GET', '/api/events/{event}/report', undefined, 'analyst', 200],
  ['GET', '/api/events/{event}/attendance.csv', undefined, 'producer', 200],
  ['GET', '/api/events/{event}/registrations', undefined, 'producer', 200],
  ['GET', '/api/events/{event}/registrations.csv', undefined, 'producer', 200],
  ['POST', '/api/events/{event}/acts', { id: '{id}', act: { act: 'banner', text: 'Soon' } }, 'moderator', 200],
  ['GET', '/api/events/{event}/messages', undefined, 'analyst', 200],
  ['POST', '/api/events/{event}/pass', {}, 'moderator', 200],
  ['GET', '/api/events/{event}/people', undefined, 'moderator', 200],
  ['GET', '/api/events/{event}/log', undefined, 'moderator', 200],
  ['GET', '/api/events/{event}/transcoding', undefined, 'moderator', 200],
  ['GET', '/api/events/{event}/preview', undefined, 'moderator', 404],
  ['POST', '/api/events/{event}/slate', { isHeld: true }, 'producer', 200],
  ['GET', '/api/events/{event}/polls', undefined, 'analyst', 200],
  ['POST', '/api/events/{event}/polls', POLL, 'moderator', 201],
  ['PUT', '/api/events/{event}/polls/{nobody}', POLL, 'moderator', 404],
  ['DELETE', '/api/events/{event}/polls/{nobody}', undefined, 'moderator', 404],
  ['GET', '/api/events/{event}/plan', undefined, 'moderator', 200],
  ['POST', '/api/events/{event}/plan', { at: '09:05', planned: { kind: 'banner', text: 'Soon' } }, 'moderator', 201],
  ['PUT', '/api/events/{event}/plan/{nobody}', { at: '', planned: { kind: 'banner-off' }, ifRevision: 1 }, 'moderator', 404],
  ['DELETE', '/api/events/{event}/plan/{nobody}', undefined, 'moderator', 404],
  ['POST', '/api/events/{event}/plan/{nobody}/arm', { isArmed: true, ifRevision: 1 }, 'moderator', 404],
  ['POST', '/api/events/{event}/plan/{nobody}/fire', { id: '{id}', ifRevision: 1 }, 'moderator', 404],
  ['POST', '/api/events/{event}/plan/{nobody}/undo', { id: '{id}', ifRevision: 1 }, 'moderator', 404],
  ['GET', '/api/people?email=nobody@example.org', undefined, 'producer', 200],
  ['GET', '/api/events/{event}/people/{nobody}', undefined, 'producer', 404],
  ['DELETE', '/api/events/{event}/people/{nobody}', undefined, 'producer', 404],
  ['GET', '/api/webhooks', undefined, 'producer', 200],
  ['POST', '/api/webhooks', { url: 'https://hooks.example/in', kinds: ['*'] }, 'producer', 201],
  ['DELETE', '/api/webhooks/{nobody}', undefined, 'producer', 404],
  ['GET', '/api/webhooks/{nobody}/deliveries', undefined, 'producer', 404],
  ['POST', '/api/webhooks/{nobody}/deliveries/{nobody}/again', undefined, 'producer', 404],
  ['POST', '/api/sign-out', undefined, 'analyst', 204, 'person'],
];

const codeOf = ({ body }: Answer) => body['code'];
const idOf = ({ body }: Answer) => body['id'] as string;

/** Runs the suite. `open` gives a database of its own to each run. */
export function organiserApiContract(
  name: string,
  open: () => Promise<{ readonly database: Database; readonly close: () => Promise<void> }>,
): void {
  describe(`the organisers' API over ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let api: TestApi;
    let stage: People;
    let other: People;
    /** A token event of the stage that is live. */
    let event: EventId;
    let slugs = 0;

    const ask = (who: Asking, method: string, path: string, body?: unknown) => api.ask(who, method, path, body);
    const fresh = () => `event-${++slugs}`;
    const makeEvent = async (more: object = {}, state: readonly string[] = []): Promise<EventId> => {
      const made = await ask(stage.producer, 'POST', '/api/events', { title: 'Talk', slug: fresh(), startsAt: START, ...more });
      expect(made.status, made.text).toBe(201);
      for (const to of state) {
        const moved = await ask(stage.producer, 'POST', `/api/events/${idOf(made)}/state`, { state: to });
        expect(moved.status, moved.text).toBe(200);
      }
      return idOf(made) as EventId;
    };
    const fill = (text: string) =>
      text
        .replaceAll('{event}', event)
        .replaceAll('{nobody}', NOBODY)
        .replaceAll('{analyst}', stage.analyst.id)
        .replaceAll('{slug}', fresh())
        .replaceAll('{id}', newId(api.nowMs()));
    const filled = (body: unknown): unknown => (body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body))));
    const keyOf = async (who: Asking, role: AccountRole) => {
      const made = await ask(who, 'POST', '/api/api-keys', { label: `${role} key`, role });
      expect(made.status, made.text).toBe(201);
      return { id: idOf(made), key: made.body['key'] as string, origin: null };
    };
    /** What the audit log says happened since, oldest first. */
    const auditOf = async (who: Asking = stage.owner) => {
      const { body } = await ask(who, 'GET', '/api/audit?limit=200');
      return (
        body['entries'] as { act: string; event: string | null; subject: string | null; by: { kind: string; id: string } }[]
      ).toReversed();
    };

    beforeAll(async () => {
      opened = await open();
      api = await openTestApi(opened.database);
      stage = await api.organisation('stage');
      other = await api.organisation('other');
      event = await makeEvent({ access: 'token' }, ['scheduled', 'live']);
    }, 60_000);
    afterAll(async () => {
      await api.close();
      await opened.close();
    });

    describe('each route for each role', () => {
      it.each(GUARDED)('%s %s %j: %s and above', async (method, path, body, needs, done, person) => {
        for (const role of ACCOUNT_ROLES) {
          const isAllowed = ACCOUNT_ROLES.indexOf(role) <= ACCOUNT_ROLES.indexOf(needs);
          const cookie = await api.signedIn(stage[role]);
          const answer = await ask({ cookie }, method, fill(path), filled(body));
          expect(answer.status, `${role}: ${answer.text}`).toBe(isAllowed ? done : 403);
          if (!isAllowed) expect(codeOf(answer)).toBe('ROOM_NOT_ALLOWED');
        }
        const nobody = await ask({}, method, fill(path), filled(body));
        expect([nobody.status, codeOf(nobody)]).toEqual([401, 'ROOM_SIGN_IN_NEEDED']);
        if (person === 'person') {
          const program = await ask(await keyOf({ cookie: await api.signedIn(stage.owner) }, 'owner'), method, fill(path), filled(body));
          expect([program.status, codeOf(program)]).toEqual([403, 'ROOM_NOT_ALLOWED']);
        }
      });

      it('has a row for every route that the API describes and that is not open', async () => {
        const { body } = await ask({}, 'GET', '/api/openapi.json');
        const paths = body['paths'] as Record<string, Record<string, { security?: unknown[] }>>;
        const described = Object.entries(paths).flatMap(([path, methods]) =>
          Object.entries(methods)
            .filter(([, { security }]) => security === undefined)
            .map(([method]) => `${method.toUpperCase()} ${path}`),
        );
        const plain = (text: string) => text.replaceAll(/\{\w+\}|0123456789abcdef/g, '*').replace(/\?.*/, '');
        expect(GUARDED.map(([method, path]) => plain(`${method} ${path}`)).sort()).toEqual(described.map(plain).sort());
      });
    });

    describe('another organisation', () => {
      it.each(GUARDED.filter(([, path]) => path.includes('{event}') || path.includes('{analyst}')))(
        'does not find: %s %s',
        async (method, path, body) => {
          const answer = await ask(other.owner, method, fill(path), filled(body));
          expect([answer.status, codeOf(answer)]).toEqual([404, path.includes('{event}') ? 'ROOM_NO_SUCH_EVENT' : 'ROOM_NOTHING_HERE']);
        },
      );

      it('does not see events, accounts, keys, webhooks, log, and takes none of them away', async () => {
        const key = await keyOf(stage.owner, 'analyst');
        const hook = await ask(stage.owner, 'POST', '/api/webhooks', { url: 'https://hooks.example/', kinds: ['event.live'] });
        const invited = await ask(stage.owner, 'POST', '/api/invitations', { email: 'x@stage.example', role: 'analyst' });
        for (const path of ['/api/events', '/api/accounts', '/api/api-keys', '/api/webhooks', '/api/invitations', '/api/audit'])
          expect((await ask(other.owner, 'GET', path)).text).not.toMatch(/stage|Talk/);
        for (const path of [`/api/api-keys/${key.id}`, `/api/webhooks/${idOf(hook)}`, `/api/invitations/${idOf(invited)}`])
          expect((await ask(other.owner, 'DELETE', path)).status).toBe(404);
        expect((await ask(other.owner, 'GET', `/api/webhooks/${idOf(hook)}/deliveries`)).status).toBe(404);
        expect((await ask(key, 'GET', '/api/events')).status).toBe(200);
      });

      it('cannot use a slug that is taken', async () => {
        const { body } = await ask(stage.owner, 'GET', `/api/events/${event}`);
        const answer = await ask(other.owner, 'POST', '/api/events', { title: 'Mine', slug: body['slug'] });
        expect([answer.status, codeOf(answer)]).toEqual([409, 'ROOM_SLUG_TAKEN']);
      });
    });

    describe('what is sent', () => {
      it.each<[string, string, unknown, number, string]>([
        ['POST', '/api/events', {}, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', [], 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', owner: true }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'Not Ok' }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'api' }, 400, 'ROOM_SLUG_RESERVED'],
        ['POST', '/api/events', { title: '\u200b', slug: 'ok' }, 400, 'ROOM_TEXT_EMPTY'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', startsAt: 'tomorrow' }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', startsAt: '2026-02-30T10:00:00Z' }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', timeZone: 'Mars/Olympus' }, 400, 'ROOM_TIME_ZONE_UNKNOWN'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', access: 'secret' }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', settings: { nothing: 1 } }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', settings: { description: 'x'.repeat(6_000) } }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events', { title: 'T', slug: 'ok', settings: { description: 'x'.repeat(600_000) } }, 413, 'ROOM_FRAME_TOO_LARGE'],
        ['GET', '/api/events/not-an-id', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['GET', `/api/events/${NOBODY}`, undefined, 404, 'ROOM_NO_SUCH_EVENT'],
        ['GET', '/api/events?limit=0', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['GET', '/api/events?limit=1000', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['GET', '/api/events?limit=1%27%20OR%201=1', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['GET', '/api/events?unknown=1', undefined, 400, 'ROOM_BAD_REQUEST'],
        ['GET', '/api/local-time?local=2026-03-29T02:30&timeZone=Europe/Berlin', undefined, 400, 'ROOM_LOCAL_TIME_SKIPPED'],
        ['POST', '/api/events/{event}/acts', { id: 'x', act: { act: 'pin', offset: 1 } }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events/{event}/acts', { id: '{id}', act: { act: 'own-the-place' } }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events/{event}/acts', { id: '{id}', act: { act: 'remove-message', offset: 9_999 } }, 404, 'ROOM_NO_SUCH_MESSAGE'],
        ['POST', '/api/events/{event}/polls', { ...POLL, options: ['Tea'] }, 400, 'ROOM_POLL_TOO_FEW_OPTIONS'],
        ['POST', '/api/events/{event}/tokens', { people: [] }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events/{event}/tokens', { people: [{ name: 'a\u202eb' }] }, 400, 'ROOM_NAME_UNREADABLE'],
        ['POST', '/api/events/{event}/tokens', { people: [{ name: 'Eve', role: 'host' }] }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/events/{event}/stream-keys', { slot: 'third' }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/webhooks', { url: 'http://hooks.example/', kinds: ['*'] }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/webhooks', { url: 'https://169.254.169.254/', kinds: ['*'] }, 400, 'ROOM_WEBHOOK_HOST'],
        ['POST', '/api/webhooks', { url: 'https://hooks.example.evil.example/', kinds: ['*'] }, 400, 'ROOM_WEBHOOK_HOST'],
        ['POST', '/api/webhooks', { url: 'https://me:pass@hooks.example/', kinds: ['*'] }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/webhooks', { url: 'https://hooks.example/', kinds: ['event.exploded'] }, 400, 'ROOM_BAD_REQUEST'],
        ['POST', '/api/invitations', { email: 'not one', role: 'analyst' }, 400, 'ROOM_ADDRESS_INVALID'],
        ['POST', '/api/invitations', { email: 'analyst@stage.example', role: 'analyst' }, 409, 'ROOM_ADDRESS_TAKEN'],
        ['PATCH', `/api/accounts/${NOBODY}`, { role: 'analyst' }, 404, 'ROOM_NOTHING_HERE'],
        ['GET', '/api/nothing', undefined, 404, 'ROOM_NOTHING_HERE'],
      ])('%s %s %j: %i %s', async (method, path, body, status, code) => {
        const answer = await ask(stage.owner, method, fill(path), filled(body));
        expect([answer.status, codeOf(answer)], answer.text).toEqual([status, code]);
        expect(Object.keys(answer.body)).toEqual(['code', 'message', 'retryable']);
      });

      it('that is no JSON is told without a stack', async () => {
        const headers = { 'content-type': 'application/json', cookie: stage.owner.cookie, origin: PUBLIC_URL };
        const answer = await fetch(`${api.url}/api/events`, { method: 'POST', body: '{"title":', headers });
        expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([400, ['code', 'message', 'retryable']]);
      });

      it('is answered in the language of the account, or of the browser', async () => {
        expect((await ask({ language: 'de-AT,en;q=0.5' }, 'GET', '/api/me')).body['message']).toBe('Bitte melden Sie sich zuerst an.');
        await ask(stage.moderator, 'PATCH', '/api/me', { language: 'fr' });
        expect((await ask({ ...stage.moderator, language: 'de' }, 'GET', '/api/audit')).body['message']).toMatch(/[éèà]|pas/);
      });
    });

    describe('the control room', () => {
      /** What a ticket says: event, person, name, role, session. */
      const claimOf = ({ body }: Answer): readonly unknown[] =>
        JSON.parse(Buffer.from((body['ticket'] as string).split('.')[0] ?? '', 'base64url').toString()) as unknown[];

      it('is entered in whatever state the event is, and a session goes on where the ticket of before is shown', async () => {
        const id = await makeEvent({ access: 'password', password: 'open sesame' });
        const enter = (who: Asking, ticket?: unknown) => ask(who, 'POST', `/api/events/${id}/pass`, ticket === undefined ? {} : { ticket });
        const first = await enter(stage.moderator);
        expect(first.body).toMatchObject({ you: { role: 'moderator' }, event: { id, state: 'draft' } });
        expect((first.body['media'] as { readonly prefix: string }).prefix).toMatch(/^\/v\//);
        const again = await enter(stage.moderator, first.body['ticket']);
        expect(claimOf(again)[5]).toBe(claimOf(first)[5]);
        const another = await enter(stage.producer, first.body['ticket']);
        expect(another.body).toMatchObject({ you: { role: 'host' } });
        expect(claimOf(another)[5]).not.toBe(claimOf(first)[5]);
        expect(codeOf(await ask(other.owner, 'POST', `/api/events/${id}/pass`, {}))).toBe('ROOM_NO_SUCH_EVENT');
      });

      it('finds people by a part of their name, as it is written', async () => {
        const id = await makeEvent({ access: 'token' });
        await ask(stage.producer, 'POST', `/api/events/${id}/tokens`, { people: [{ name: 'Ada 100% sure' }, { name: 'Bob_B' }] });
        const found = async (search: string) => {
          const { body } = await ask(stage.moderator, 'GET', `/api/events/${id}/people?search=${encodeURIComponent(search)}`);
          return (body['people'] as { readonly name: string }[]).map(({ name }) => name);
        };
        expect([await found('ADA'), await found('100%'), await found('%s'), await found('_'), await found('\\')]).toEqual([
          ...[['Ada 100% sure'], ['Ada 100% sure'], [], ['Bob_B'], []],
        ]);
      });

      it('holds the slate until it is taken off or the event ends, whatever is started anew; pressed twice it is held once', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const { body } = await ask(stage.producer, 'GET', `/api/events/${id}`);
        const hold = (isHeld: boolean) => ask(stage.producer, 'POST', `/api/events/${id}/slate`, { isHeld });
        const isHeld = async (by = api) => (await by.ask(stage.moderator, 'GET', `/api/events/${id}/transcoding`)).body['isSlateHeld'];
        const isListed = async () => (await slates(opened.database)).streams.includes(body['slug'] as StreamId);
        expect((await hold(true)).body).toEqual({ isSlateHeld: true, transcoding: null });
        expect((await hold(true)).status).toBe(200);
        const anew = await openTestApi(opened.database);
        expect([await isHeld(anew), await isListed()]).toEqual([true, true]);
        await anew.close();
        await hold(false);
        expect([await isHeld(), await isListed()]).toEqual([false, false]);
        await hold(true);
        await ask(stage.producer, 'POST', `/api/events/${id}/state`, { state: 'ended' });
        expect([await isHeld(), await isListed()]).toEqual([false, false]);
        const log = await ask(stage.moderator, 'GET', `/api/events/${id}/log`);
        const acts = (log.body['entries'] as { readonly act: string }[]).filter(({ act }) => act === 'slate.held');
        expect(acts).toHaveLength(3);
      });

      it('tells who did what at this event, without the words that were taken away', async () => {
        const id = await makeEvent();
        const { body } = await ask(stage.moderator, 'GET', `/api/events/${id}/log`);
        expect(body['entries']).toMatchObject([{ act: 'event.created', texts: [] }]);
      });
    });

    describe('the plan of the show', () => {
      const BANNER = { kind: 'banner', text: 'Lunch' };
      const planOf = async (id: string) =>
        (await ask(stage.moderator, 'GET', `/api/events/${id}/plan`)).body['cues'] as (PlannedCue & { readonly id: string })[];
      const add = async (id: string, planned: object, at = '', who: Asking = stage.producer) => {
        const added = await ask(who, 'POST', `/api/events/${id}/plan`, { at, planned });
        expect(added.status, added.text).toBe(201);
        return idOf(added);
      };
      const step = (id: string, cue: string, what: string, body: object, who: Asking = stage.producer) =>
        ask(who, 'POST', `/api/events/${id}/plan/${cue}/${what}`, {
          ...(what === 'arm' ? { isArmed: true } : { id: newId(api.nowMs()) }),
          ...body,
        });

      it('is the same for all who work here, in the order of its times, and nobody else’s', async () => {
        const id = await makeEvent();
        await add(id, { kind: 'banner-off' });
        await add(id, BANNER, '10:00');
        await add(id, { kind: 'chat', chat: 'off' }, '9:05');
        expect((await planOf(id)).map(({ at, planned }) => [at, planned.kind])).toEqual([
          ['9:05', 'chat'],
          ['10:00', 'banner'],
          ['', 'banner-off'],
        ]);
        expect(codeOf(await ask(other.owner, 'GET', `/api/events/${id}/plan`))).toBe('ROOM_NO_SUCH_EVENT');
      });

      it('is changed by who has seen how it is; an armed cue that is rewritten is not armed any more', async () => {
        const id = await makeEvent();
        const cue = await add(id, BANNER, '10:00');
        expect((await step(id, cue, 'arm', { ifRevision: 1 })).body).toMatchObject({ state: 'armed', revision: 2 });
        const change = (ifRevision: number) =>
          ask(stage.producer, 'PUT', `/api/events/${id}/plan/${cue}`, {
            at: '11:00',
            planned: { kind: 'layout', layout: 'slides' },
            ifRevision,
          });
        const late = await change(1);
        expect([late.status, codeOf(late)]).toEqual([409, 'ROOM_CUE_CHANGED']);
        expect((await change(2)).body).toMatchObject({
          at: '11:00',
          planned: { kind: 'layout', layout: 'slides' },
          state: 'planned',
          revision: 3,
        });
        expect(codeOf(await step(id, cue, 'fire', { ifRevision: 3 }))).toBe('ROOM_CUE_NOT_ARMED');
        const remove = (ifRevision: number) => ask(stage.producer, 'DELETE', `/api/events/${id}/plan/${cue}?ifRevision=${ifRevision}`);
        expect([codeOf(await remove(2)), (await remove(3)).status, codeOf(await remove(3))]).toEqual([
          'ROOM_CUE_CHANGED',
          204,
          'ROOM_CUE_GONE',
        ]);
      });

      it('is fired once, also when two press at the same moment; the room sees it at the time that the host saw, and it is taken back', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const cue = await add(id, BANNER, '', stage.moderator);
        await step(id, cue, 'arm', { ifRevision: 1 });
        const room = await api.hub.room(id);
        const atMs = api.nowMs() - 900;
        const [first, second] = await Promise.all([
          step(id, cue, 'fire', { ifRevision: 2, atMs }),
          step(id, cue, 'fire', { ifRevision: 2, atMs }, stage.moderator),
        ]);
        expect([first, second].map(({ status }) => status).sort((one, another) => one - another)).toEqual([200, 409]);
        expect([first, second].map(codeOf).filter((code) => code !== undefined)).toEqual(['ROOM_CUE_FIRED']);
        const entries = await sqlRoomStore(api.database, systemClock).read(id, 0, 100);
        expect(entries.filter(({ body }) => body.kind === 'cue')).toMatchObject([
          { audience: 'all', body: { cue: { text: 'Lunch' }, atMs } },
        ]);
        expect(entries.filter(({ body }) => body.kind === 'plan').every(({ audience }) => audience === 'staff')).toBe(true);
        await waitUntil(() => room?.position.offset === entries.at(-1)?.offset, { within: 5_000, what: 'the room heard of it' });
        expect(await planOf(id)).toMatchObject([{ state: 'fired', revision: 3, canUndo: true }]);
        expect((await step(id, cue, 'undo', { ifRevision: 3 })).body).toMatchObject({ state: 'undone', canUndo: false });
        expect((await sqlRoomStore(api.database, systemClock).open(id))?.view.cues).toEqual([]);
        expect((await step(id, cue, 'arm', { ifRevision: 4 })).body).toMatchObject({ state: 'armed' });
      });

      it('fired anew with the same id, because the answer was lost, is fired once and answered as before', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const cue = await add(id, { kind: 'chat', chat: 'off' });
        await step(id, cue, 'arm', { ifRevision: 1 });
        const same = { id: newId(api.nowMs()), ifRevision: 2 };
        const fired = await step(id, cue, 'fire', same);
        expect(fired.body).toMatchObject({ state: 'fired', revision: 3 });
        expect((await step(id, cue, 'fire', same)).body).toEqual(fired.body);
        expect((await sqlRoomStore(api.database, systemClock).open(id))?.view.rules.chat).toBe('off');
        await step(id, cue, 'undo', { ifRevision: 3 });
        expect((await sqlRoomStore(api.database, systemClock).open(id))?.view.rules.chat).toBe('everyone');
      });

      it('what the room does not take leaves the cue armed, and nothing in the feed', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const poll = idOf(await ask(stage.moderator, 'POST', `/api/events/${id}/polls`, POLL));
        const cue = await add(id, { kind: 'open-poll', poll });
        await ask(stage.moderator, 'DELETE', `/api/events/${id}/polls/${poll}`);
        await step(id, cue, 'arm', { ifRevision: 1 });
        const before = (await sqlRoomStore(api.database, systemClock).edge(id))?.offset;
        expect(codeOf(await step(id, cue, 'fire', { ifRevision: 2 }))).toBe('ROOM_NO_SUCH_POLL');
        expect((await sqlRoomStore(api.database, systemClock).edge(id))?.offset).toBe(before);
        expect(await planOf(id)).toMatchObject([{ state: 'armed', revision: 2 }]);
      });

      it('gives nobody more rights than he has: a moderator neither plans nor arms nor fires what only a host may do', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const redirect = { kind: 'redirect', url: 'https://example.org/' };
        expect(codeOf(await ask(stage.moderator, 'POST', `/api/events/${id}/plan`, { at: '', planned: redirect }))).toBe(
          'ROOM_NOT_ALLOWED',
        );
        const cue = await add(id, redirect);
        expect(codeOf(await step(id, cue, 'arm', { ifRevision: 1 }, stage.moderator))).toBe('ROOM_NOT_ALLOWED');
        await step(id, cue, 'arm', { ifRevision: 1 });
        expect(codeOf(await step(id, cue, 'fire', { ifRevision: 2 }, stage.moderator))).toBe('ROOM_NOT_ALLOWED');
        expect((await step(id, cue, 'fire', { ifRevision: 2 })).status).toBe(200);
        expect(codeOf(await step(id, cue, 'undo', { ifRevision: 3 }, stage.moderator))).toBe('ROOM_NOT_ALLOWED');
      });

      it('goes with a copy of its event, with the copy’s own polls, from its beginning', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const poll = idOf(await ask(stage.moderator, 'POST', `/api/events/${id}/polls`, POLL));
        await add(id, { kind: 'open-poll', poll }, '09:30');
        const cue = await add(id, BANNER, '10:00');
        await step(id, cue, 'arm', { ifRevision: 1 });
        await step(id, cue, 'fire', { ifRevision: 2 });
        const copy = idOf(await ask(stage.producer, 'POST', `/api/events/${id}/duplicate`, { title: 'Copy', slug: fresh() }));
        const [own] = (await ask(stage.producer, 'GET', `/api/events/${copy}/polls`)).body['polls'] as { readonly id: string }[];
        expect(await planOf(copy)).toMatchObject([
          { at: '09:30', planned: { kind: 'open-poll', poll: own?.id }, state: 'planned', revision: 1 },
          { at: '10:00', planned: { kind: 'banner', text: 'Lunch', url: '' }, state: 'planned', revision: 1, firedAtMs: null },
        ]);
        expect(own?.id).not.toBe(poll);
      });

      it.each<[object, string, string]>([
        [{ kind: 'nothing' }, 'ROOM_BAD_REQUEST', 'planned'],
        [{ kind: 'banner' }, 'ROOM_TEXT_EMPTY', ''],
        [{ kind: 'banner', text: 'x'.repeat(301) }, 'ROOM_TEXT_TOO_LONG', ''],
        [{ kind: 'banner', text: 'x', url: 'javascript:alert(1)' }, 'ROOM_BAD_REQUEST', 'planned.url'],
        [{ kind: 'banner', text: 'x', chat: 'off' }, 'ROOM_BAD_REQUEST', 'planned.chat'],
        [{ kind: 'redirect' }, 'ROOM_BAD_REQUEST', 'planned.url'],
        [{ kind: 'redirect', url: 'http://example.org' }, 'ROOM_BAD_REQUEST', 'planned.url'],
        [{ kind: 'layout' }, 'ROOM_BAD_REQUEST', 'planned.layout'],
        [{ kind: 'chat', chat: 'loud' }, 'ROOM_BAD_REQUEST', 'planned.chat'],
        [{ kind: 'open-poll', poll: NOBODY }, 'ROOM_BAD_REQUEST', 'planned.poll'],
      ])('does not take %j: %s %s', async (planned, code, where) => {
        const answer = await ask(stage.owner, 'POST', `/api/events/${event}/plan`, { at: '', planned });
        expect([answer.status, codeOf(answer)], answer.text).toEqual([400, code]);
        expect(answer.body['message']).toContain(where);
      });
    });

    describe('people', () => {
      const change = (by: Asking, target: { readonly id: string }, body: object) => ask(by, 'PATCH', `/api/accounts/${target.id}`, body);

      it('raise nobody, themselves neither, above what they are', async () => {
        const people = await api.organisation('ladder');
        expect(codeOf(await change(people.producer, people.producer, { role: 'owner' }))).toBe('ROOM_NOT_ALLOWED');
        expect(codeOf(await change(people.producer, people.moderator, { role: 'producer' }))).toBe('ROOM_ABOVE_YOU');
        expect(codeOf(await change(people.producer, people.owner, { isDisabled: true }))).toBe('ROOM_ABOVE_YOU');
        expect(codeOf(await ask(people.producer, 'POST', '/api/invitations', { email: 'a@ladder.example', role: 'owner' }))).toBe(
          'ROOM_ABOVE_YOU',
        );
        expect(codeOf(await ask(people.producer, 'POST', '/api/api-keys', { label: 'k', role: 'owner' }))).toBe('ROOM_ABOVE_YOU');
        expect((await change(people.producer, people.moderator, { role: 'analyst' })).body['role']).toBe('analyst');
      });

      it('always have an owner', async () => {
        const people = await api.organisation('owners');
        expect(codeOf(await change(people.owner, people.owner, { role: 'analyst' }))).toBe('ROOM_LAST_OWNER');
        expect((await change(people.owner, people.producer, { role: 'owner' })).status).toBe(200);
        const both = await Promise.all([
          change(people.owner, people.producer, { role: 'analyst' }),
          change(people.producer, people.owner, { role: 'analyst' }),
        ]);
        expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      });

      it('come in with a link, once, within seven days, and it is seen who asked them', async () => {
        const people = await api.organisation('guests');
        const invited = await ask(people.producer, 'POST', '/api/invitations', { email: 'New@Guests.example', role: 'moderator' });
        const token = (invited.body['link'] as string).split('#invitation=')[1] ?? '';
        const person = { token, name: 'New One', password: 'a window on the sea', language: 'pl' };
        expect(codeOf(await ask({}, 'POST', '/api/invitations/accept', { ...person, password: 'new@guests.example' }))).toBe(
          'ROOM_PASSWORD_TOO_SIMPLE',
        );
        const accepted = await ask({}, 'POST', '/api/invitations/accept', person);
        expect(accepted).toMatchObject({ status: 200, body: { email: 'new@guests.example', role: 'moderator' } });
        expect(codeOf(await ask({}, 'POST', '/api/invitations/accept', person))).toBe('ROOM_LINK_INVALID');
        const listed = await ask(people.owner, 'GET', '/api/accounts');
        expect(listed.body['accounts']).toContainEqual(expect.objectContaining({ name: 'New One', addedBy: 'producer of guests' }));

        const late = await ask(people.producer, 'POST', '/api/invitations', { email: 'late@guests.example', role: 'analyst' });
        const lateToken = (late.body['link'] as string).split('#invitation=')[1];
        await change(people.owner, people.producer, { isDisabled: true });
        expect(codeOf(await ask({}, 'POST', '/api/invitations/accept', { ...person, token: lateToken }))).toBe('ROOM_LINK_INVALID');
      });
    });

    describe('a key for programs', () => {
      it('has the rights it was given, never more than who made it has now, and ends at once', async () => {
        const people = await api.organisation('robots');
        const key = await keyOf(people.producer, 'producer');
        const make = () => ask(key, 'POST', '/api/events', { title: 'Made by a program', slug: fresh() });
        expect((await make()).status).toBe(201);
        await ask(people.owner, 'PATCH', `/api/accounts/${people.producer.id}`, { role: 'analyst' });
        expect(codeOf(await make())).toBe('ROOM_NOT_ALLOWED');
        expect((await ask(key, 'GET', '/api/events')).status).toBe(200);
        await ask(people.owner, 'PATCH', `/api/accounts/${people.producer.id}`, { isDisabled: true });
        expect(codeOf(await ask(key, 'GET', '/api/events'))).toBe('ROOM_SIGN_IN_NEEDED');

        const mine = await keyOf(people.owner, 'analyst');
        expect(codeOf(await ask(mine, 'POST', '/api/events', { title: 'T', slug: fresh() }))).toBe('ROOM_NOT_ALLOWED');
        const { body } = await ask(people.owner, 'GET', '/api/api-keys');
        expect(JSON.stringify(body)).not.toContain(mine.key);
        expect((await ask(people.owner, 'DELETE', `/api/api-keys/${mine.id}`)).status).toBe(204);
        expect((await ask(mine, 'GET', '/api/events')).status).toBe(401);
        expect((await ask({ key: 'plenary_nothing' }, 'GET', '/api/events')).status).toBe(401);
      });
    });

    describe('an event', () => {
      it('goes through its life, and the room is told', async () => {
        const id = await makeEvent();
        const move = (state: string) => ask(stage.producer, 'POST', `/api/events/${id}/state`, { state });
        expect(codeOf(await move('live'))).toBe('ROOM_EVENT_STATE');
        expect((await move('scheduled')).body).toMatchObject({ state: 'scheduled', wentLiveAt: null });
        const room = await api.hub.room(id);
        const before = room?.position.offset ?? -1;
        const twice = await Promise.all([move('live'), move('live')]);
        expect(twice.map(({ status }) => status).sort((one, another) => one - another)).toEqual([200, 409]);
        expect(room?.position.offset).toBeGreaterThan(before);
        expect(codeOf(await ask(stage.producer, 'PATCH', `/api/events/${id}`, { slug: fresh() }))).toBe('ROOM_SLUG_FIXED');
        expect((await move('ended')).body['endedAt']).toMatch(/Z$/);
        expect((await move('published')).body).toMatchObject({ state: 'published' });
        expect(codeOf(await ask(stage.producer, 'DELETE', `/api/events/${id}`))).toBe('ROOM_EVENT_STATE');
      });

      it('changed while it is live reaches the room that stands open on another node: rules, words, strikes, hosts, state', async () => {
        const id = await makeEvent();
        for (const state of ['scheduled', 'live']) await ask(stage.producer, 'POST', `/api/events/${id}/state`, { state });
        const other = new RoomHub({
          ...{
            node: 'other',
            bus: api.bus,
            rules: roomRules,
            limits: CHANNEL_LIMITS,
            clock: systemClock,
            random: Math.random,
            log: silentLog,
          },
          ...{ store: sqlRoomStore(api.database, systemClock), newId: () => newId(Date.now()) as ClientId },
        });
        const room = await other.room(id);
        const say = (text: string) => {
          const author = { id: newId(Date.now()) as TicketId, name: 'Ada', role: 'attendee' as const };
          return room?.speak(author, { t: 'say', id: newId(Date.now()), text });
        };
        expect(await say('a rude word')).toMatchObject({ ok: true });
        const settings = { ...DEFAULT_EVENT_SETTINGS.room, words: ['rude'], strikes: 1, slowSeconds: 7, links: true };
        await ask(stage.producer, 'PATCH', `/api/events/${id}`, { settings: { room: settings, embedOrigins: ['https://a.example'] } });
        await waitUntil(async () => (await say('a rude word'))?.ok === false, { within: 10_000, what: 'the word list on the other node' });
        expect(await say('a rude word')).toMatchObject({ code: 'ROOM_WORD_LISTED', facts: { left: 0 } });
        expect(room?.embedOrigins).toEqual(['https://a.example']);
        expect(await say('see https://plenary.example')).toMatchObject({ ok: true });
        // words alone are no entry of the feed: the other node hears of them all the same
        await ask(stage.producer, 'PATCH', `/api/events/${id}`, { settings: { room: { ...settings, words: [] } } });
        await waitUntil(async () => (await say('a rude word'))?.ok === true, { within: 10_000, what: 'no word list on the other node' });
        await ask(stage.producer, 'POST', `/api/events/${id}/state`, { state: 'ended' });
        const end = (await sqlRoomStore(api.database, systemClock).edge(id))?.offset ?? 0;
        await waitUntil(() => (room?.position.offset ?? 0) >= end, { within: 10_000, what: 'the end on the other node' });
        await other.close({ refusal: { ok: false, code: 'ROOM_DRAINING' }, comeBackMs: null });
      });

      it('keeps what was not written, numbers its consent text, and does not tell its password', async () => {
        const consent = (text: string) => ({ settings: { consent: { text, version: 7 } } });
        const id = await makeEvent({ access: 'password', password: 'open sesame', ...consent('We record.') });
        const read = async () => (await ask(stage.analyst, 'GET', `/api/events/${id}`)).body;
        expect(await read()).toMatchObject({
          hasPassword: true,
          settings: { ...DEFAULT_EVENT_SETTINGS, consent: { text: 'We record.', version: 1 } },
        });
        await ask(stage.producer, 'PATCH', `/api/events/${id}`, consent('We record all.'));
        await ask(stage.producer, 'PATCH', `/api/events/${id}`, { title: 'Another' });
        const after = await read();
        expect(after).toMatchObject({ title: 'Another', settings: { consent: { text: 'We record all.', version: 2 } } });
        expect(JSON.stringify(after)).not.toMatch(/sesame|argon2/);
      });

      it('is not overwritten by who has not seen what another has changed', async () => {
        const made = await ask(stage.producer, 'POST', '/api/events', { title: 'Talk', slug: slugs++ === 0 ? 'lock-a' : `lock-${slugs}` });
        const path = `/api/events/${idOf(made)}`;
        const seen = made.body['changedAt'];
        const first = await ask(stage.producer, 'PATCH', path, { title: 'One', ifChangedAt: seen });
        expect([first.status, first.body['title']]).toEqual([200, 'One']);
        const late = await ask(stage.owner, 'PATCH', path, { title: 'Two', ifChangedAt: seen });
        expect([late.status, codeOf(late)]).toEqual([409, 'ROOM_EVENT_CHANGED']);
        const knowing = await ask(stage.owner, 'PATCH', path, { title: 'Two', ifChangedAt: first.body['changedAt'] });
        expect([knowing.status, knowing.body['title']]).toEqual([200, 'Two']);
      });

      it('is copied with its polls and settings, without its times, people and keys', async () => {
        const id = await makeEvent({ access: 'token', settings: { description: 'About it' } });
        await ask(stage.producer, 'POST', `/api/events/${id}/polls`, POLL);
        await ask(stage.producer, 'POST', `/api/events/${id}/tokens`, { people: [{ name: 'Ada' }] });
        await ask(stage.producer, 'POST', `/api/events/${id}/stream-keys`, { slot: 'primary' });
        const copy = await ask(stage.producer, 'POST', `/api/events/${id}/duplicate`, { title: 'Copy', slug: fresh() });
        expect(copy.body).toMatchObject({ state: 'draft', startsAt: null, access: 'token', settings: { description: 'About it' } });
        const of = async (what: string) =>
          (await ask(stage.producer, 'GET', `/api/events/${idOf(copy)}/${what}`)).body[what === 'stream-keys' ? 'keys' : what];
        expect(await of('polls')).toMatchObject([{ question: 'Tea or coffee?', state: 'draft' }]);
        expect([await of('tokens'), await of('stream-keys')]).toEqual([[], []]);
        expect((await ask(stage.producer, 'DELETE', `/api/events/${idOf(copy)}`)).status).toBe(204);
        expect((await ask(stage.producer, 'GET', `/api/events/${idOf(copy)}`)).status).toBe(404);
      });

      it('is listed by pages, each once', async () => {
        const people = await api.organisation('pages');
        for (let n = 0; n < 5; n++) await ask(people.owner, 'POST', '/api/events', { title: `Event ${n}`, slug: fresh() });
        const titles: unknown[] = [];
        let from: unknown = null;
        do {
          const { body } = await ask(people.owner, 'GET', `/api/events?limit=2${from === null ? '' : `&from=${from as string}`}`);
          titles.push(...(body['events'] as { title: string }[]).map(({ title }) => title));
          from = body['next'];
        } while (from !== null);
        expect(titles).toEqual([4, 3, 2, 1, 0].map((n) => `Event ${n}`));
      });

      it('is found by words of its title or its name in links, and by its state', async () => {
        const people = await api.organisation('search');
        const titles = ['Łódź: Übersicht', 'نشست\u200cهای سالانه', '100 % ready', 'Übersicht 2'];
        for (const title of titles)
          await ask(people.owner, 'POST', '/api/events', { title, slug: `find-me-${titles.indexOf(title)}`, startsAt: START });
        const found = async (query: string) => {
          const { body } = await ask(people.owner, 'GET', `/api/events?${query}`);
          return (body['events'] as { id: string; title: string }[]).map(({ title }) => title);
        };
        const searched = (text: string) => found(`search=${encodeURIComponent(text)}`);
        expect(await searched('UBERSICHT')).toEqual(['Übersicht 2', 'Łódź: Übersicht']);
        expect(await searched('ubersicht lodz')).toEqual(['Łódź: Übersicht']);
        expect(await searched('نشست هاي')).toEqual(['نشست\u200cهای سالانه']);
        expect(await searched('FIND-ME-2')).toEqual(['100 % ready']);
        expect([await searched('%'), await searched('_'), await searched("' OR 1=1 --")]).toEqual([['100 % ready'], [], []]);
        expect(await searched(' ')).toHaveLength(4);
        const { body } = await ask(people.owner, 'GET', '/api/events?search=ubersicht&limit=1');
        expect(await found(`search=ubersicht&limit=1&from=${String(body['next'])}`)).toEqual(['Łódź: Übersicht']);
        await ask(people.owner, 'POST', `/api/events/${(body['events'] as { id: string }[])[0]?.id}/state`, { state: 'scheduled' });
        expect(await found('state=scheduled')).toEqual(['Übersicht 2']);
        expect(await found('state=draft&search=ubersicht')).toEqual(['Łódź: Übersicht']);
        await ask(people.owner, 'POST', '/api/events', { title: 'A month later', slug: fresh(), startsAt: '2026-07-01T08:00:00Z' });
        await ask(people.owner, 'POST', '/api/events', { title: 'Some day', slug: fresh() });
        expect(await found(`startsFrom=2026-06-01T08:00:01Z`)).toEqual(['A month later']);
        expect(await found(`startsFrom=${START}&startsBefore=2026-07-01T08:00:00Z&search=lodz`)).toEqual(['Łódź: Übersicht']);
        const others = await api.organisation('search of others');
        expect((await ask(others.owner, 'GET', '/api/events?search=ubersicht')).body).toEqual({ events: [], next: null });
        for (const query of [
          'state=gone',
          `search=${'x'.repeat(101)}`,
          'sort=title',
          'startsFrom=2026-06-01',
          'startsBefore=2026-02-30T10:00:00Z',
        ])
          expect(codeOf(await ask(people.owner, 'GET', `/api/events?${query}`))).toBe('ROOM_BAD_REQUEST');
      });
    });

    describe('what is shown once', () => {
      it('a stream key: ingest knows its HMAC until it is revoked', async () => {
        const made = await ask(stage.producer, 'POST', `/api/events/${event}/stream-keys`, { slot: 'backup', label: 'Van' });
        const hmac = createHmac('sha256', deriveKey(SECRETS[0], 'stream-key'))
          .update(made.body['key'] as string)
          .digest('hex');
        const known = async () => (await api.database.read((db) => validStreamKeys(db))).filter((key) => key.hmac === hmac);
        expect(await known()).toMatchObject([{ event, slot: 'backup', label: 'Van' }]);
        expect((await ask(stage.producer, 'GET', `/api/events/${event}/stream-keys`)).text).not.toContain(made.body['key']);
        expect((await ask(stage.producer, 'DELETE', `/api/events/${event}/stream-keys/${idOf(made)}`)).status).toBe(204);
        expect(await known()).toEqual([]);
      });

      it('a token for each person, of two devices at once; revoked, it is out of the room at once', async () => {
        const people = [{ name: 'Ada' }, { name: '' }, { name: 'Grace', role: 'presenter' }];
        const made = await ask(stage.producer, 'POST', `/api/events/${event}/tokens`, { people });
        const tokens = made.body['tokens'] as { id: TicketId; name: string; role: string; token: string; link: string }[];
        expect(tokens.map(({ name, role }) => [name, role])).toEqual([
          ['Ada', 'attendee'],
          ['', 'attendee'],
          ['Grace', 'presenter'],
        ]);
        const [ada] = tokens;
        const found = await api.database.read((db) => findTicketByToken(db, stage.owner.tenant, event, hashOf(ada?.token ?? '')));
        expect(found).toMatchObject({ id: ada?.id, name: 'Ada', maxSessions: 2 });
        expect(ada?.link).toMatch(/^https:\/\/webcast\.example\/watch\/event-\d+#token=[\w-]{22}$/);

        const room = await api.hub.room(event);
        expect((await ask(stage.producer, 'DELETE', `/api/events/${event}/tokens/${ada?.id}`)).status).toBe(204);
        expect(await api.database.read((db) => getTicket(db, stage.owner.tenant, event, ada?.id as TicketId))).toMatchObject({
          revokedAtMs: expect.any(Number) as number,
        });
        const author = { id: ada?.id as TicketId, name: 'Ada', role: 'attendee' } as const;
        expect(await room?.speak(author, { t: 'say', id: newId(api.nowMs()), text: 'Still here' })).toMatchObject({ code: 'ROOM_BANNED' });
        expect((await ask(stage.producer, 'DELETE', `/api/events/${event}/tokens/${ada?.id}`)).status).toBe(404);
      });

      it('no token for attendees where nobody is asked for one', async () => {
        const id = await makeEvent();
        const give = (role: string) => ask(stage.producer, 'POST', `/api/events/${id}/tokens`, { people: [{ name: 'Ada', role }] });
        expect([codeOf(await give('attendee')), (await give('presenter')).status]).toEqual(['ROOM_EVENT_WITHOUT_TOKENS', 201]);
      });
    });

    describe('in the room', () => {
      it('an act is seen by everybody, once for one id, in the name of who did it', async () => {
        const id = newId(api.nowMs());
        const act = { id, act: { act: 'banner', text: 'Back at ten' } };
        const room = await api.hub.room(event);
        const first = await ask(stage.moderator, 'POST', `/api/events/${event}/acts`, act);
        expect(first.status, first.text).toBe(200);
        const at = room?.position.offset;
        const again = await ask(stage.moderator, 'POST', `/api/events/${event}/acts`, act);
        expect(again.body).toEqual(first.body);
        expect(room?.position.offset).toBe(at);
        expect(
          codeOf(
            await ask(stage.moderator, 'POST', `/api/events/${event}/acts`, {
              id: newId(api.nowMs()),
              act: { act: 'redirect', url: 'https://x.example' },
            }),
          ),
        ).toBe('ROOM_NOT_ALLOWED');
        const robot = await keyOf(stage.owner, 'moderator');
        expect((await ask(robot, 'POST', `/api/events/${event}/acts`, { id: newId(api.nowMs()), act: { act: 'banner-off' } })).status).toBe(
          200,
        );
      });

      it('what was said is read by pages; what was removed is gone; what was said to the hosts moderators see', async () => {
        const id = await makeEvent({}, ['scheduled', 'live']);
        const room = await api.hub.room(id);
        const { body } = await ask(stage.producer, 'POST', `/api/events/${id}/tokens`, { people: [{ name: 'Ada', role: 'presenter' }] });
        const [ada] = body['tokens'] as { id: TicketId }[];
        const author = { id: ada?.id as TicketId, name: 'Ada', role: 'presenter' } as const;
        const offsets: number[] = [];
        for (const text of ['one', 'two', 'three']) {
          const said = await room?.speak(author, { t: 'say', id: newId(api.nowMs()), text });
          offsets.push(said?.ok === true ? (said.offset ?? 0) : 0);
          api.pass(5_000);
        }
        await ask(stage.moderator, 'POST', `/api/events/${id}/acts`, {
          id: newId(api.nowMs()),
          act: { act: 'remove-message', offset: offsets[1] },
        });
        const page = await ask(stage.analyst, 'GET', `/api/events/${id}/messages?limit=1`);
        expect(page.body).toMatchObject({ messages: [{ text: 'three', author: { name: 'Ada' }, offset: offsets[2] }], next: offsets[2] });
        const rest = await ask(stage.analyst, 'GET', `/api/events/${id}/messages?before=${page.body['next'] as number}`);
        expect(rest.body).toMatchObject({ messages: [{ text: 'one' }], next: null });
      });

      it('the layout that was set ahead is what viewers begin with, also when it is changed in a room that has begun', async () => {
        const settings = (layout: string) => ({ settings: { room: { ...DEFAULT_EVENT_SETTINGS.room, layout } } });
        const id = await makeEvent(settings('picture'), ['scheduled', 'live']);
        const first = async () => (await sqlRoomStore(api.database, systemClock).open(id))?.view.firstLayout;
        expect(await first()).toBe('picture');
        const room = await api.hub.room(id);
        await ask(stage.producer, 'PATCH', `/api/events/${id}`, settings('slides'));
        expect(await first()).toBe('slides');
        const entries = await sqlRoomStore(api.database, systemClock).read(id, 0, 100);
        expect(entries.at(-1)).toMatchObject({ audience: 'all', body: { kind: 'first-layout', layout: 'slides' } });
        await waitUntil(() => room?.position.offset === entries.at(-1)?.offset, { within: 5_000, what: 'the room heard of it' });
      });

      it('rules that were changed ahead hold in a room that has begun', async () => {
        const room = { ...DEFAULT_EVENT_SETTINGS.room, chat: 'off' };
        expect((await ask(stage.producer, 'PATCH', `/api/events/${event}`, { settings: { room } })).status).toBe(200);
        const { body } = await ask(stage.producer, 'POST', `/api/events/${event}/tokens`, { people: [{ name: 'Eve' }] });
        const [eve] = body['tokens'] as { id: TicketId }[];
        const said = await (await api.hub.room(event))?.speak(
          { id: eve?.id as TicketId, name: 'Eve', role: 'attendee' },
          { t: 'say', id: newId(api.nowMs()), text: 'Hello' },
        );
        expect(said).toMatchObject({ code: 'ROOM_CHAT_OFF' });
      });
    });

    it('registrations are listed, and exported without formulas', async () => {
      const field = { key: 'firm', label: 'Firm', kind: 'text', isRequired: false };
      const id = await makeEvent({ access: 'registration', settings: { registration: { fields: [field], capacity: null } } });
      const { tenant } = stage.owner;
      for (const [n, firm] of ['=cmd()', 'Müller "& Söhne"', '+1'].entries()) {
        const answers = { first_name: `Ada ${n}`, last_name: 'L', email: `ada${n}@x.example`, firm };
        const person = { tenant, event: id, name: `Ada ${n}`, email: answers.email, answers, consentVersion: 1, language: 'en' };
        await api.database.write((db) => register(db, { ...person, tokenHash: hashOf(`${id} ${n}`), maxSessions: 2 }, api.nowMs() + n));
      }
      const listed = await ask(stage.producer, 'GET', `/api/events/${id}/registrations?limit=2`);
      expect(listed.body['registrations']).toMatchObject([
        { email: 'ada0@x.example', answers: { firm: '=cmd()' } },
        { email: 'ada1@x.example' },
      ]);
      const csv = await ask(stage.producer, 'GET', `/api/events/${id}/registrations.csv`);
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="event-\d+-registrations\.csv"$/);
      const lines = csv.text.replace('\ufeff', '').split('\r\n');
      expect(lines[0]).toBe('"first_name","last_name","email","Firm","consent_version","language","registered_at"');
      expect(lines.slice(1, 4).map((line) => line.split('","').slice(2, 5).join('","'))).toEqual([
        `ada0@x.example","'=cmd()","1`,
        'ada1@x.example","Müller ""& Söhne""","1',
        `ada2@x.example","'+1","1`,
      ]);
    });

    it('what an event amounted to: who was there, what was asked, voted and thought; and a list of attendance without formulas', async () => {
      const id = await makeEvent({ access: 'token' }, ['scheduled', 'live']);
      const { tenant } = stage.owner;
      const made = await ask(stage.producer, 'POST', `/api/events/${id}/tokens`, { people: [{ name: '=Ada' }, { name: 'Ben' }] });
      const [ada, ben] = (made.body['tokens'] as { readonly id: TicketId }[]).map((one) => one.id);
      if (ada === undefined || ben === undefined) throw new Error('no tickets');
      const wentLiveMs = Date.parse((await ask(stage.producer, 'GET', `/api/events/${id}`)).body['wentLiveAt'] as string);
      const stay = (ticket: TicketId, session: string, cameAtMs: number) => ({ tenant, event: id, ticket, session, cameAtMs });
      const said = {
        tenant,
        event: id,
        author: ada,
        authorName: '=Ada',
        authorRole: 'attendee' as const,
        answer: null,
        isPinned: 0 as const,
      };
      await api.database.write(async (db) => {
        await noteArrivals(db, [stay(ada, 'a', wentLiveMs - 60_000), stay(ben, 'b', wentLiveMs + 60_000)]);
        await noteDepartures(db, [
          { ...stay(ada, 'a', wentLiveMs - 60_000), leftAtMs: wentLiveMs + 180_000 },
          { ...stay(ben, 'b', wentLiveMs + 60_000), leftAtMs: wentLiveMs + 120_000 },
        ]);
        for (const [isAnonymous, state, text] of [
          [0, 'open', 'Slides?'],
          [1, 'answered-live', 'Lunch?'],
          [0, 'dismissed', 'Rude'],
        ] as const)
          await db
            .insertInto('questions')
            .values({ ...said, id: newId(api.nowMs()) as QuestionId, isAnonymous, state, text, askedAtMs: wentLiveMs })
            .execute();
      });
      await ask(stage.moderator, 'POST', `/api/events/${id}/polls`, POLL);
      const act = (does: object) => ask(stage.moderator, 'POST', `/api/events/${id}/acts`, { id: newId(api.nowMs()), act: does });
      await act({ act: 'banner', text: 'Soon' });
      const opened = await ask(stage.moderator, 'POST', `/api/events/${id}/polls`, POLL);
      await act({ act: 'open-poll', poll: opened.body['id'] });
      expect((await ask(stage.analyst, 'GET', `/api/events/${id}/report`)).body['polls']).toMatchObject([{ state: 'open', final: null }]);
      api.pass(600_000);
      await ask(stage.producer, 'POST', `/api/events/${id}/state`, { state: 'ended' });
      const { body } = await ask(stage.analyst, 'GET', `/api/events/${id}/report`);
      expect(body).toMatchObject({
        attendance: { came: 2, watched: 2, peak: 2, minutes: 4, averageMinutes: 2, stepMinutes: 1 },
        ...{ registered: 0, messages: 0, polls: [{ final: { voters: 0 } }], feedback: { people: 0 } },
        questions: [
          { text: 'Slides?', author: '=Ada', upvotes: 0 },
          { text: 'Lunch?', author: null, state: 'answered-live' },
        ],
      });
      expect((body['attendance'] as { readonly viewers: number[] }).viewers.slice(0, 4)).toEqual([1, 2, 1, 0]);
      const csv = await ask(stage.producer, 'GET', `/api/events/${id}/attendance.csv`);
      expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="event-\d+-attendance\.csv"$/);
      const [head, ...lines] = csv.text.replace('\ufeff', '').split('\r\n');
      expect(head).toBe('"name","email","came","left","minutes"');
      const at = (ms: number) => new Date(wentLiveMs + ms).toISOString();
      expect(lines).toEqual([`"'=Ada","","${at(-60_000)}","${at(180_000)}","3.0"`, `"Ben","","${at(60_000)}","${at(120_000)}","1.0"`, '']);
      expect((await auditOf()).map(({ act }) => act)).toContain('attendance.exported');
    });

    it('somebody is told everything that is kept of him, and is forgotten: rows, feed, memory, link; the log keeps that it was done', async () => {
      const consent = { text: 'We record.', version: 0 };
      const id = await makeEvent({ access: 'registration', settings: { consent } }, ['scheduled', 'live']);
      const { tenant } = stage.owner;
      const answers = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@forget.example' };
      const form = { tenant, event: id, name: 'Ada Lovelace', email: answers.email, answers, consentVersion: 1, language: 'de' };
      const registered = await api.database.write((db) =>
        register(db, { ...form, tokenHash: hashOf(`ada ${id}`), maxSessions: 2 }, api.nowMs()),
      );
      const ada = registered.ok ? registered.registration.ticket : ('' as TicketId);
      await api.database.write((db) =>
        noteArrivals(db, [{ tenant, event: id, ticket: ada, session: `s ${id}`, cameAtMs: 1_700_000_000_000 }]),
      );
      const room = await api.hub.room(id);
      const author = { id: ada, name: 'Ada Lovelace', role: 'attendee' as const };
      const say = (more: { readonly t: 'say' | 'ask'; readonly text: string }) => room?.speak(author, { id: newId(api.nowMs()), ...more });
      expect(await say({ t: 'say', text: 'my secret garden' })).toMatchObject({ ok: true });
      expect(await say({ t: 'ask', text: 'how does my garden grow?' })).toMatchObject({ ok: true });
      const mute = { act: 'mute', person: ada, seconds: 0, note: 'asked for the garden' };
      await ask(stage.moderator, 'POST', `/api/events/${id}/acts`, { id: newId(api.nowMs()), act: mute });

      const people = (who: Asking) => ask(who, 'GET', '/api/people?email=ADA@forget.example');
      expect((await people(stage.producer)).body['people']).toEqual([{ id: ada, name: 'Ada Lovelace', event: id, eventTitle: 'Talk' }]);
      expect((await people(other.owner)).body['people']).toEqual([]);
      const path = `/api/events/${id}/people/${ada}`;
      expect([(await ask(other.owner, 'GET', path)).status, (await ask(other.owner, 'DELETE', path)).status]).toEqual([404, 404]);
      const told = await ask(stage.producer, 'GET', path);
      expect(told.headers.get('content-disposition')).toContain('attachment');
      expect(told.body).toMatchObject({
        person: { id: ada, name: 'Ada Lovelace', role: 'attendee', kind: 'registration', revokedAt: null },
        registration: { email: 'ada@forget.example', answers, language: 'de', consent: { version: 1, text: 'We record.' } },
        attendance: [{ came: '2023-11-14T22:13:20.000Z', left: null }],
        said: [{ kind: 'message', text: 'my secret garden' }],
        questions: [{ text: 'how does my garden grow?', isAnonymous: false }],
        notes: [{ act: 'room.mute', text: 'asked for the garden' }],
      });

      expect((await ask(stage.producer, 'DELETE', path)).status).toBe(204);
      const gone = await ask(stage.producer, 'GET', path);
      expect(gone.body).toMatchObject({ person: { name: '' }, registration: null, attendance: [], said: [], questions: [], notes: [] });
      expect((gone.body['person'] as { readonly revokedAt: string | null }).revokedAt).toMatch(/Z$/);
      expect(await api.database.read((db) => findTicketByToken(db, tenant, id, hashOf(`ada ${id}`)))).toBeUndefined();
      expect(await say({ t: 'say', text: 'again' })).toMatchObject({ code: 'ROOM_BANNED' });
      const snapshot = await sqlRoomStore(api.database, systemClock).open(id);
      expect(JSON.stringify(snapshot)).not.toMatch(/garden|Lovelace/);
      const acts = (await auditOf()).filter(({ subject }) => subject === ada).map(({ act }) => act);
      expect(acts).toEqual(['room.mute', 'person.exported', 'person.erased', 'room.erase', 'person.exported']);
    });

    it('every act by rights is in the audit log: who, what, on what, and no secret', async () => {
      const people = await api.organisation('watched');
      const call = (method: string, path: string, body?: unknown) => ask(people.owner, method, path, body);
      const made = await call('POST', '/api/events', { title: 'Secret title', slug: fresh(), startsAt: START, access: 'token' });
      const at = `/api/events/${idOf(made)}`;
      await call('PATCH', at, { title: 'Other title' });
      await call('POST', `${at}/state`, { state: 'scheduled' });
      const key = await call('POST', `${at}/stream-keys`, { slot: 'primary' });
      await call('DELETE', `${at}/stream-keys/${idOf(key)}`);
      const tokens = await call('POST', `${at}/tokens`, { people: [{ name: 'Ada' }] });
      const [token] = tokens.body['tokens'] as { id: string; token: string }[];
      await call('DELETE', `${at}/tokens/${token?.id}`);
      const poll = await call('POST', `${at}/polls`, POLL);
      await call('PUT', `${at}/polls/${idOf(poll)}`, POLL);
      await call('DELETE', `${at}/polls/${idOf(poll)}`);
      await call('GET', `${at}/registrations.csv`);
      const copy = await call('POST', `${at}/duplicate`, { title: 'Copy', slug: fresh() });
      await call('DELETE', `/api/events/${idOf(copy)}`);
      const apiKey = await call('POST', '/api/api-keys', { label: 'CI', role: 'analyst' });
      await call('DELETE', `/api/api-keys/${idOf(apiKey)}`);
      const hook = await call('POST', '/api/webhooks', { url: 'https://hooks.example/secret-path', kinds: ['*'] });
      await call('DELETE', `/api/webhooks/${idOf(hook)}`);
      const invited = await call('POST', '/api/invitations', { email: 'x@watched.example', role: 'analyst' });
      await call('DELETE', `/api/invitations/${idOf(invited)}`);
      await call('PATCH', `/api/accounts/${people.analyst.id}`, { role: 'moderator' });
      const log = await auditOf(people.owner);
      expect(log.map(({ act }) => act)).toEqual([
        ...['event.created', 'event.changed', 'event.moved', 'stream-key.made', 'stream-key.revoked', 'token.made'],
        ...['room.ban', 'token.revoked', 'poll.created', 'poll.changed', 'poll.deleted', 'registrations.exported'],
        ...['event.duplicated', 'event.deleted', 'api-key.made', 'api-key.revoked', 'webhook.made', 'webhook.removed'],
        ...['invitation.made', 'invitation.withdrawn', 'account.changed'],
      ]);
      expect(log.filter(({ act }) => act !== 'room.ban').every(({ by }) => by.kind === 'account' && by.id === people.owner.id)).toBe(true);
      expect(log[0]).toMatchObject({ event: idOf(made) });
      expect(log.at(-1)).toMatchObject({ subject: people.analyst.id });
      const text = JSON.stringify(log);
      for (const secret of [key.body['key'], token?.token, apiKey.body['key'], hook.body['secret'], 'secret-path'])
        expect(text).not.toContain(secret);
    });
  });
}
