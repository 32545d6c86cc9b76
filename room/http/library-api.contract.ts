/** What an organisation keeps beside its events, over whichever database: templates, pictures, what new events take from the house. */
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../core/runtime/log.ts';
import type { Database } from '../db/database.ts';
import { deleteUnusedPictures, findPicture } from '../db/pictures.ts';
import { JPEG, PNG, WEBP } from '../picture/testing/pictures.ts';
import { pictureShelf } from './picture-shelf.ts';
import type { Answer, Asking, People, TestApi } from './testing/open-api.ts';
import { openTestApi, PUBLIC_URL } from './testing/open-api.ts';

const START = '2026-06-01T08:00:00.000Z';
const DAY_MS = 86_400_000;
const POLL = {
  ...{ kind: 'single', question: 'Tea or coffee?', options: ['Tea', 'Coffee'], isTest: false, correct: [] },
  ...{ isChangeable: true, results: 'always', maxChoices: 1 },
};

const codeOf = ({ body }: Answer) => body['code'];
const idOf = ({ body }: Answer) => body['id'] as string;

/** Runs the suite. `open` gives a database of its own to each run. */
export function libraryApiContract(
  name: string,
  open: () => Promise<{ readonly database: Database; readonly close: () => Promise<void> }>,
): void {
  describe(`what an organisation keeps, over ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let api: TestApi;
    let stage: People;
    let other: People;
    let slugs = 0;
    const fresh = () => `kept-${++slugs}`;
    const ask = (who: Asking, method: string, path: string, body?: unknown) => api.ask(who, method, path, body);
    const make = (more: object = {}) => ask(stage.producer, 'POST', '/api/events', { title: 'Town hall', slug: fresh(), ...more });
    const acts = async () =>
      ((await ask(stage.owner, 'GET', '/api/audit?limit=200')).body['entries'] as { act: string; subject: string | null }[]).map(
        ({ act, subject }) => `${act} ${subject}`,
      );

    beforeAll(async () => {
      opened = await open();
      api = await openTestApi(opened.database);
      stage = await api.organisation('shelf');
      other = await api.organisation('else');
    }, 60_000);
    afterAll(async () => {
      await api.close();
      await opened.close();
    });

    describe('a template', () => {
      it('keeps settings, polls and the plan under a name, and events are made of it with their agenda in its place', async () => {
        const agenda = [{ startsAt: START, title: 'Opening' }];
        const settings = {
          description: 'What we did',
          agenda,
          branding: { brand: '#102030', brand2: '#405060', logo: null, slateText: 'Soon' },
        };
        const event = await make({ startsAt: START, access: 'password', password: 'open sesame', settings });
        const poll = idOf(await ask(stage.producer, 'POST', `/api/events/${idOf(event)}/polls`, POLL));
        const gone = idOf(await ask(stage.producer, 'POST', `/api/events/${idOf(event)}/polls`, POLL));
        for (const planned of [
          { kind: 'open-poll', poll: gone },
          { kind: 'open-poll', poll },
          { kind: 'layout', layout: 'slides' },
        ])
          await ask(stage.producer, 'POST', `/api/events/${idOf(event)}/plan`, { at: '09:30', planned });
        await ask(stage.producer, 'DELETE', `/api/events/${idOf(event)}/polls/${gone}`);
        const kept = await ask(stage.producer, 'POST', '/api/templates', { name: '  Town\u202e hall ', event: idOf(event) });
        expect(kept).toMatchObject({ status: 201, body: { name: 'Town hall', access: 'password', agenda: 1, polls: 1, language: 'en' } });
        // what becomes of the event does not touch it
        await ask(stage.producer, 'PATCH', `/api/events/${idOf(event)}`, { settings: { description: 'Otherwise' } });

        const draft = { title: 'The next', slug: fresh(), startsAt: '2026-09-02T15:30:00.000Z' };
        const made = await ask(stage.producer, 'POST', `/api/templates/${idOf(kept)}/event`, draft);
        expect(made).toMatchObject({
          status: 201,
          body: {
            ...{ title: 'The next', state: 'draft', startsAt: draft.startsAt, access: 'password', hasPassword: false },
            settings: { ...settings, agenda: [{ startsAt: draft.startsAt, title: 'Opening' }] },
          },
        });
        const polls = await ask(stage.producer, 'GET', `/api/events/${idOf(made)}/polls`);
        expect(polls.body['polls']).toMatchObject([{ question: 'Tea or coffee?', state: 'draft' }]);
        const [own] = polls.body['polls'] as { readonly id: string }[];
        const plan = await ask(stage.producer, 'GET', `/api/events/${idOf(made)}/plan`);
        expect(plan.body['cues']).toMatchObject([
          { at: '09:30', planned: { kind: 'open-poll', poll: own?.id }, state: 'planned', revision: 1 },
          { at: '09:30', planned: { kind: 'layout', layout: 'slides' }, state: 'planned' },
        ]);
        const twice = await ask(stage.producer, 'POST', `/api/templates/${idOf(kept)}/event`, draft);
        expect([twice.status, codeOf(twice)]).toEqual([409, 'ROOM_SLUG_TAKEN']);
        expect(await acts()).toEqual(expect.arrayContaining([`template.made ${idOf(kept)}`, `event.created ${idOf(kept)}`]));
      });

      it('has a name of its own, another one when it is told so, and goes without its events', async () => {
        const event = idOf(await make());
        const keep = (name: string) => ask(stage.producer, 'POST', '/api/templates', { name, event });
        const [one, two] = [await keep('One'), await keep('Two')];
        expect(codeOf(await keep('One'))).toBe('ROOM_TEMPLATE_NAME_TAKEN');
        expect(codeOf(await keep('\u200b'))).toBe('ROOM_TEXT_EMPTY');
        const rename = (name: string) => ask(stage.producer, 'PATCH', `/api/templates/${idOf(two)}`, { name });
        expect(codeOf(await rename('One'))).toBe('ROOM_TEMPLATE_NAME_TAKEN');
        expect((await rename('Two')).status).toBe(200);
        expect((await rename('Three')).body['name']).toBe('Three');
        const made = await ask(stage.producer, 'POST', `/api/templates/${idOf(one)}/event`, { title: 'Made', slug: fresh() });
        expect((await ask(stage.producer, 'DELETE', `/api/templates/${idOf(one)}`)).status).toBe(204);
        expect((await ask(stage.producer, 'GET', `/api/events/${idOf(made)}`)).status).toBe(200);
        const { body } = await ask(stage.analyst, 'GET', '/api/templates');
        const names = (body['templates'] as { name: string }[]).map((template) => template.name);
        expect([names.includes('One'), names.includes('Three')]).toEqual([false, true]);
        expect(await acts()).toEqual(expect.arrayContaining([`template.renamed ${idOf(two)}`, `template.deleted ${idOf(one)}`]));
      });

      it('is nobody else’s', async () => {
        const kept = await ask(stage.producer, 'POST', '/api/templates', { name: 'Ours', event: idOf(await make()) });
        const path = `/api/templates/${idOf(kept)}`;
        expect((await ask(other.owner, 'GET', '/api/templates')).body['templates']).toEqual([]);
        for (const [method, more, body] of [
          ['PATCH', '', { name: 'Theirs' }],
          ['DELETE', '', undefined],
          ['POST', '/event', { title: 'Theirs', slug: fresh() }],
        ] as const)
          expect(codeOf(await ask(other.owner, method, path + more, body)), method).toBe('ROOM_NOTHING_HERE');
        const theirs = await ask(other.owner, 'POST', '/api/templates', { name: 'Ours', event: idOf(await make()) });
        expect(codeOf(theirs)).toBe('ROOM_NO_SUCH_EVENT');
      });
    });

    describe('a picture', () => {
      const send = async (file: Uint8Array, how: { who?: Asking; type?: string; use?: string; origin?: string } = {}) => {
        const { who = stage.producer, type = 'image/png', use = 'logo', origin = PUBLIC_URL } = how;
        const headers = { 'content-type': type, origin, ...(who.cookie === undefined ? {} : { cookie: who.cookie }) };
        const answer = await fetch(`${api.url}/api/pictures?for=${use}`, { method: 'POST', headers, body: Buffer.from(file) });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };

      it('is taken by its bytes, whatever it is said to be, and served as what it is', async () => {
        const app = fastify();
        const find = (id: string) => opened.database.read((db) => findPicture(db, id));
        await app.register(pictureShelf, { find, log: silentLog });
        for (const [file, type, ending] of [
          [PNG, 'image/png', 'png'],
          [JPEG, 'image/jpeg', 'jpg'],
          [WEBP, 'image/webp', 'webp'],
        ] as const) {
          const sent = await send(file, { type: 'application/octet-stream' });
          expect(sent).toMatchObject({ status: 201, body: { type, width: 24, height: 16 } });
          const path = sent.body['path'] as string;
          expect(path).toMatch(new RegExp(`^/pictures/[0-9a-f]{40}\\.${ending}$`));
          expect((await send(file, { use: 'waiting-room' })).body['path']).toBe(path);
          expect((await send(file, { who: other.producer })).body['path']).not.toBe(path);
          const served = await app.inject(path);
          expect([served.statusCode, served.rawPayload.length]).toEqual([200, sent.body['sizeBytes']]);
          expect(served.headers).toMatchObject({
            ...{ 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' },
            'content-security-policy': "default-src 'none'; sandbox",
          });
        }
        for (const path of [`/pictures/${'0'.repeat(40)}.png`, '/pictures/..%2f..%2fetc', '/pictures/x', '/pictures/%00'])
          expect((await app.inject(path)).statusCode, path).toBe(404);
        await app.close();
      });

      it.each([
        { what: 'a drawing', file: new TextEncoder().encode('<svg onload="alert(1)"/>'), status: 415, code: 'ROOM_PICTURE_DRAWING' },
        { what: 'a page under another name', file: new TextEncoder().encode('hello'), status: 415, code: 'ROOM_PICTURE_KIND' },
        { what: 'half a picture', file: PNG.subarray(0, 50), status: 400, code: 'ROOM_PICTURE_BROKEN' },
        { what: 'more than a logo may be', file: new Uint8Array(512 * 1_024 + 1), status: 413, code: 'ROOM_PICTURE_TOO_LARGE' },
      ])('is not $what', async ({ file, status, code }) => {
        const sent = await send(file);
        expect([sent.status, sent.body['code']]).toEqual([status, code]);
      });

      it('is taken from those who may, and from our own pages', async () => {
        expect((await send(PNG, { who: stage.moderator })).body['code']).toBe('ROOM_NOT_ALLOWED');
        expect((await send(PNG, { who: {} })).body['code']).toBe('ROOM_SIGN_IN_NEEDED');
        expect((await send(PNG, { origin: 'https://evil.example' })).body['code']).toBe('ROOM_FOREIGN_PAGE');
        expect((await send(PNG, { use: 'wallpaper' })).body['code']).toBe('ROOM_BAD_REQUEST');
      });

      it('stays while an event or a template shows it, and goes a day after nothing does', async () => {
        const people = await api.organisation('frames');
        const path = async (file: Uint8Array) => (await send(file, { who: people.producer })).body['path'] as string;
        const id = (of: string) => /[0-9a-f]{40}/.exec(of)?.[0] ?? '';
        const [logo, waiting, idle] = [await path(PNG), await path(JPEG), await path(WEBP)];
        const waitingRoom = { message: '', opensMinutesBefore: 5, picture: waiting };
        const draft = { title: 'Framed', slug: fresh(), settings: { waitingRoom } };
        const event = await ask(people.owner, 'POST', '/api/events', draft);
        expect(event.body['settings']).toMatchObject({ waitingRoom });
        const branding = { brand: '#102030', brand2: '#405060', logo, slateText: '' };
        const framed = await ask(people.owner, 'POST', '/api/events', { title: 'Logo', slug: fresh(), settings: { branding } });
        await ask(people.owner, 'POST', '/api/templates', { name: 'Framed', event: idOf(framed) });
        await ask(people.owner, 'DELETE', `/api/events/${idOf(framed)}`);
        const sweep = (atMs: number) => opened.database.write((db) => deleteUnusedPictures(db, atMs));
        const isThere = async (of: string) => (await opened.database.read((db) => findPicture(db, id(of)))) !== undefined;
        await sweep(api.nowMs());
        expect([await isThere(logo), await isThere(waiting), await isThere(idle)]).toEqual([true, true, true]);
        await sweep(api.nowMs() + DAY_MS + 1);
        expect([await isThere(logo), await isThere(waiting), await isThere(idle)]).toEqual([true, true, false]);
        const elsewhere = [
          'https://evil.example/x.png',
          '//evil.example/x.png',
          '/\\evil.example/x.png',
          'data:image/svg+xml,<svg/>',
          'x.png',
          '',
        ];
        for (const picture of elsewhere)
          for (const settings of [{ waitingRoom: { ...waitingRoom, picture } }, { branding: { ...branding, logo: picture } }])
            expect(codeOf(await ask(people.owner, 'PATCH', `/api/events/${idOf(event)}`, { settings })), picture).toBe('ROOM_BAD_REQUEST');
      });
    });

    it('new events keep things as long as the organisation says; those that are there as long as before', async () => {
      const people = await api.organisation('archive');
      const before = await ask(people.owner, 'POST', '/api/events', { title: 'Before', slug: fresh() });
      expect((await ask(people.producer, 'GET', '/api/organisation')).body).toEqual({
        name: 'archive',
        retention: { chatDays: 30, recordingDays: 90 },
      });
      const retention = { chatDays: 7, recordingDays: 14 };
      const changed = await ask(people.owner, 'PATCH', '/api/organisation', { name: 'The archive', retention });
      expect(changed.body).toEqual({ name: 'The archive', retention });
      expect((await ask(people.owner, 'GET', '/api/me')).body['organisation']).toBe('The archive');
      const after = await ask(people.producer, 'POST', '/api/events', { title: 'After', slug: fresh() });
      expect(after.body['settings']).toMatchObject({ retention });
      const own = { chatDays: 1, recordingDays: 2 };
      const told = await ask(people.producer, 'POST', '/api/events', { title: 'Own', slug: fresh(), settings: { retention: own } });
      expect(told.body['settings']).toMatchObject({ retention: own });
      expect((await ask(people.owner, 'GET', `/api/events/${idOf(before)}`)).body['settings']).toMatchObject({
        retention: { chatDays: 30, recordingDays: 90 },
      });
      for (const wrong of [{ chatDays: 0, recordingDays: 14 }, { chatDays: 7 }, { chatDays: 7, recordingDays: 9_999 }])
        expect(codeOf(await ask(people.owner, 'PATCH', '/api/organisation', { retention: wrong }))).toBe('ROOM_BAD_REQUEST');
      const { body } = await ask(people.owner, 'GET', '/api/audit');
      expect((body['entries'] as { act: string; facts: unknown }[]).find(({ act }) => act === 'organisation.changed')?.facts).toEqual({
        name: 'The archive',
        retention,
      });
    });
  });
}
