import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../../core/contracts/room/event.ts';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import type { Answer } from '../../api/client.ts';
import { UNREACHABLE } from '../../api/client.ts';
import { EventEditor } from './editor.ts';

const EVENT: EventAnswer = {
  ...{ id: '0190a2b3-0000-7000-8000-000000000001', slug: 'spring', title: 'Spring', state: 'draft', access: 'open', hasPassword: false },
  ...{ startsAt: null, endsAt: null, timeZone: 'UTC', settings: DEFAULT_EVENT_SETTINGS, watchUrl: '' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', changedAt: 'at 1', wentLiveAt: null, endedAt: null },
};
const CHANGED: Answer<EventAnswer> = {
  ok: false,
  failure: { code: 'ROOM_EVENT_CHANGED', message: 'Somebody else.', retryable: false, status: 409 },
};

beforeEach(() => {
  const entries = new Map<string, string>();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, value: string) => entries.set(key, value),
      removeItem: (key: string) => entries.delete(key),
    },
  });
});

/** A server that keeps one event, as ours does; `fail` makes the next call fail. */
function serverOf(event: EventAnswer) {
  const server = {
    event,
    fail: undefined as Answer<EventAnswer> | undefined,
    sent: [] as object[],
    api: {
      event: () => Promise.resolve<Answer<EventAnswer>>({ ok: true, value: server.event }),
      changeEvent: (_: string, body: { ifChangedAt: string; title?: string; settings?: object }) => {
        server.sent.push(body);
        const { fail } = server;
        server.fail = undefined;
        if (fail !== undefined) return Promise.resolve(fail);
        if (body.ifChangedAt !== server.event.changedAt) return Promise.resolve(CHANGED);
        const { title = server.event.title, settings = {} } = body;
        server.event = {
          ...{ ...server.event, title, settings: { ...server.event.settings, ...settings } },
          changedAt: `at ${Number(server.event.changedAt.slice(3)) + 1}`,
        };
        return Promise.resolve<Answer<EventAnswer>>({ ok: true, value: server.event });
      },
    },
  };
  return server;
}
const openOn = (server: ReturnType<typeof serverOf>) => new EventEditor(server.api, server.event);

describe('an event that is edited', () => {
  it('is saved, unsaved when something is written, and saved again', async () => {
    const server = serverOf(EVENT);
    const editor = openOn(server);
    expect(editor.state.value.kind).toBe('saved');
    editor.write({ title: 'Summer' });
    expect(editor.state.value.kind).toBe('unsaved');
    const saving = editor.save();
    expect(editor.state.value.kind).toBe('saving');
    await saving;
    expect([editor.state.value.kind, server.event.title]).toEqual(['saved', 'Summer']);
    expect(server.sent).toEqual([{ title: 'Summer', ifChangedAt: 'at 1' }]);
  });

  it('written back as it was, it is saved', () => {
    const editor = openOn(serverOf(EVENT));
    editor.write({ title: 'Summer' });
    editor.write({ title: 'Spring' });
    expect(editor.state.value.kind).toBe('saved');
  });

  it('a failed save loses nothing, on this page and on the next', async () => {
    const server = serverOf(EVENT);
    const editor = openOn(server);
    editor.write({ title: 'Summer', password: 'secret' });
    server.fail = { ok: false, failure: UNREACHABLE };
    await editor.save();
    expect(editor.state.value).toEqual({ kind: 'failed', failure: UNREACHABLE });
    const again = openOn(server);
    expect([again.wasKept, again.form.value.title, again.form.value.password]).toEqual([true, 'Summer', '']);
    await again.save();
    expect([server.event.title, openOn(server).wasKept]).toEqual(['Summer', false]);
  });

  it('what is written while it is being saved is unsaved', async () => {
    const server = serverOf(EVENT);
    const editor = openOn(server);
    editor.write({ title: 'Summer' });
    const saving = editor.save();
    editor.write({ title: 'Autumn' });
    await saving;
    expect([editor.state.value.kind, editor.form.value.title, server.event.title]).toEqual(['unsaved', 'Autumn', 'Summer']);
  });

  it('what another has changed elsewhere is told and kept, and ours is saved after it', async () => {
    const server = serverOf(EVENT);
    const [mine, theirs] = [openOn(server), openOn(server)];
    theirs.write({ description: 'Theirs' });
    await theirs.save();
    mine.write({ title: 'Mine' });
    await mine.save();
    expect(mine.state.value).toMatchObject({ kind: 'overtaken', their: ['description'], both: [] });
    mine.decide('mine');
    await mine.save();
    expect([server.event.title, server.event.settings.description]).toEqual(['Mine', 'Theirs']);
  });

  it.each(['mine', 'theirs'] as const)('of what both have changed, %s', async (whose) => {
    const server = serverOf(EVENT);
    const [mine, theirs] = [openOn(server), openOn(server)];
    theirs.write({ title: 'theirs' });
    await theirs.save();
    mine.write({ title: 'mine', description: 'more' });
    await mine.save();
    expect(mine.state.value).toMatchObject({ kind: 'overtaken', both: ['title'] });
    expect(server.event.title).toBe('theirs');
    mine.decide(whose);
    await mine.save();
    expect([server.event.title, server.event.settings.description]).toEqual([whose, 'more']);
  });

  it('what cannot be saved is told before anything is sent', async () => {
    const server = serverOf(EVENT);
    const editor = openOn(server);
    editor.write({ title: ' ' });
    await editor.save();
    expect(editor.state.value).toEqual({ kind: 'faulty', fault: { part: 'title', fault: 'empty' } });
    expect(server.sent).toEqual([]);
    editor.discard();
    expect(editor.state.value.kind).toBe('saved');
  });
});
