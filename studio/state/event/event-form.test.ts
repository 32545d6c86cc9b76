import { describe, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../../core/contracts/room/event.ts';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import { changedParts, draftOf, type EventForm, formOf, over } from './event-form.ts';

const EVENT: EventAnswer = {
  ...{ id: '0190a2b3-0000-7000-8000-000000000001', slug: 'spring', title: 'Spring', state: 'draft', access: 'open', hasPassword: false },
  ...{ startsAt: '2026-03-28T08:00:00.000Z', endsAt: null, timeZone: 'Europe/Berlin', watchUrl: 'https://w.example/watch/spring' },
  settings: { ...DEFAULT_EVENT_SETTINGS, agenda: [{ startsAt: '2026-03-28T08:00:00Z', title: 'Opening' }] },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z', wentLiveAt: null, endedAt: null },
};
const form = formOf(EVENT);
const saved = (change: Partial<EventForm>) => draftOf(form, { ...form, ...change });

describe('an event as it is edited', () => {
  it('has the times of its own clocks', () => {
    expect([form.starts, form.ends, form.agenda[0]?.starts]).toEqual(['2026-03-28T09:00', '', '2026-03-28T09:00']);
  });

  it('that was not touched has nothing to save', () => {
    expect(changedParts(form, formOf(EVENT))).toEqual([]);
    expect(saved({})).toEqual({ draft: {} });
  });

  it('only what was changed is sent, each group as a whole', () => {
    expect(saved({ title: 'Summer', room: { ...form.room, chat: 'off' } })).toEqual({
      draft: { title: 'Summer', settings: { room: { ...form.room, chat: 'off' } } },
    });
  });

  it('another time zone: the clocks show the same, the instants are others, those of the agenda too', () => {
    expect(saved({ timeZone: 'America/New_York' })).toEqual({
      draft: {
        ...{ startsAt: '2026-03-28T13:00:00.000Z', endsAt: null, timeZone: 'America/New_York' },
        settings: { agenda: [{ startsAt: '2026-03-28T13:00:00.000Z', title: 'Opening' }] },
      },
    });
  });

  it('empty lines of a list are neither a change nor sent', () => {
    expect(changedParts(form, { ...form, room: { ...form.room, words: ['', ' '] } })).toEqual([]);
    expect(saved({ embedOrigins: ['https://a.example ', ''] })).toEqual({ draft: { settings: { embedOrigins: ['https://a.example'] } } });
  });

  it('no time is no time', () => {
    expect(saved({ starts: '' })).toMatchObject({ draft: { startsAt: null } });
  });

  it.each([
    { change: { title: '  ' }, fault: { part: 'title', fault: 'empty' }, because: 'an event has a name' },
    { change: { starts: '2026-03-29T02:30' }, fault: { part: 'starts', fault: 'skipped' }, because: 'that hour does not come' },
    { change: { ends: '2026-02-30T10:00' }, fault: { part: 'ends', fault: 'invalid' }, because: 'there is no such day' },
    { change: { timeZone: 'Mars/Olympus' }, fault: { part: 'timeZone', fault: 'zone' }, because: 'there is no such zone' },
    {
      change: { agenda: [{ starts: '2026-03-28T09:00', title: '', speaker: '', details: '' }] },
      fault: { part: 'agenda', fault: 'empty' },
      because: 'an item has a name',
    },
  ] as const)('$because', ({ change, fault }) => {
    expect(saved(change)).toEqual(fault);
  });

  it('the password is sent where one is asked for, and not otherwise', () => {
    expect(saved({ access: 'password', password: 'four quiet herons' })).toEqual({
      draft: { access: 'password', password: 'four quiet herons' },
    });
    expect(saved({ password: 'four quiet herons' })).toEqual({ draft: {} });
  });
});

describe('what two have changed', () => {
  const mine = { ...form, title: 'Mine', description: 'Mine' };

  it('parts of one alone are kept of both', () => {
    const theirs = { ...form, slug: 'theirs' };
    expect(over(form, mine, theirs)).toEqual({
      form: { ...form, title: 'Mine', description: 'Mine', slug: 'theirs' },
      their: ['slug'],
      both: [],
    });
  });

  it('a part of both is told, and ours stands until somebody decides', () => {
    const result = over(form, mine, { ...form, title: 'Theirs', slug: 'theirs' });
    expect([result.form.title, result.their, result.both]).toEqual(['Mine', ['slug'], ['title']]);
  });

  it('the same change of both is none', () => {
    expect(over(form, mine, { ...form, title: 'Mine' }).both).toEqual([]);
  });
});
