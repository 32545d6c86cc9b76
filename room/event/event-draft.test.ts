import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../core/contracts/room/event.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { BLANK_EVENT, draftOver } from './event-draft.ts';
import type { StoredEvent } from './event-draft.ts';
import { mergeSettings } from './event-settings.ts';
import { checkSlug, RESERVED_SLUGS } from './slug.ts';

const WRITTEN: Partial<EventDraft> = { title: ' Spring\u202e talk ', slug: 'spring-talk', timeZone: 'Europe/Berlin' };
const STORED: StoredEvent = {
  ...BLANK_EVENT,
  ...{ title: 'Spring talk', slug: 'spring-talk', startsAtMs: Date.UTC(2026, 5, 1), endsAtMs: Date.UTC(2026, 5, 2) },
};

it('makes an event of a title and a slug, and cleans what others will read', () => {
  expect(draftOver(BLANK_EVENT, WRITTEN)).toEqual({
    ok: true,
    fields: {
      ...{ title: 'Spring talk', slug: 'spring-talk', startsAtMs: null, endsAtMs: null, timeZone: 'Europe/Berlin', access: 'open' },
      settings: DEFAULT_EVENT_SETTINGS,
    },
    password: { kind: 'none' },
  });
});

it('leaves what was not written as it is', () => {
  const changed = draftOver(STORED, { endsAt: '2026-06-01T08:00:00Z' });
  expect(changed).toMatchObject({
    ok: true,
    fields: { title: 'Spring talk', startsAtMs: STORED.startsAtMs, endsAtMs: Date.UTC(2026, 5, 1, 8) },
  });
});

const scheduled = { ...STORED, state: 'scheduled' as const };
const live = { ...STORED, state: 'live' as const, wentLiveAtMs: 1 };
const field = { label: 'Town', kind: 'text' as const, isRequired: false };
const withFields = (fields: NonNullable<EventDraft['settings']['registration']>['fields']) => ({
  settings: { registration: { fields, capacity: null } },
});

it.each<{ over: StoredEvent; change: Partial<EventDraft>; code: string; because: string }>([
  { over: STORED, change: { title: ' \u200b ' }, code: 'ROOM_TEXT_EMPTY', because: 'nothing of it can be seen' },
  { over: STORED, change: { slug: 'api' }, code: 'ROOM_SLUG_RESERVED', because: 'it is a word of ours' },
  { over: live, change: { slug: 'another' }, code: 'ROOM_SLUG_FIXED', because: 'links and recordings name it' },
  { over: STORED, change: { startsAt: '2026-02-30T10:00:00Z' }, code: 'ROOM_BAD_REQUEST', because: 'there is no such day' },
  { over: STORED, change: { endsAt: '2026-05-01T00:00:00Z' }, code: 'ROOM_EVENT_ENDS_BEFORE_START', because: 'the stored start counts' },
  { over: STORED, change: { startsAt: null }, code: 'ROOM_EVENT_NEEDS_START', because: 'the stored end counts' },
  { over: STORED, change: { endsAt: '2026-07-15T00:00:00Z' }, code: 'ROOM_EVENT_TOO_LONG', because: 'six weeks' },
  { over: scheduled, change: { startsAt: null, endsAt: null }, code: 'ROOM_EVENT_NEEDS_START', because: 'people were told when' },
  { over: scheduled, change: { access: 'password' }, code: 'ROOM_EVENT_NEEDS_PASSWORD', because: 'nobody could come in' },
  { over: STORED, change: { timeZone: 'Europe/Atlantis' }, code: 'ROOM_TIME_ZONE_UNKNOWN', because: 'no such zone' },
  {
    over: STORED,
    change: withFields([
      { ...field, key: 'town' },
      { ...field, key: 'town' },
    ]),
    code: 'ROOM_FIELD_KEY_TWICE',
    because: 'answers are kept by key',
  },
  {
    over: STORED,
    change: withFields([{ ...field, key: 'town', kind: 'choice' }]),
    code: 'ROOM_FIELD_WITHOUT_OPTIONS',
    because: 'nothing to choose from',
  },
  {
    over: STORED,
    change: { settings: { agenda: [{ startsAt: '2026-06-31T10:00:00Z', title: 'Talk' }] } },
    code: 'ROOM_BAD_REQUEST',
    because: 'June has thirty days',
  },
])('refuses with $code, because $because', ({ over, change, code }) => {
  expect(draftOver(over, change)).toMatchObject({ ok: false, code });
});

describe('the password of an event', () => {
  const guarded: StoredEvent = { ...STORED, access: 'password', passwordHash: 'hash' };
  it.each([
    [STORED, { access: 'password', password: 'open sesame' }, { kind: 'new', password: 'open sesame' }],
    [guarded, { title: 'Other' }, { kind: 'keep' }],
    [guarded, { password: null }, { kind: 'none' }],
    [guarded, { access: 'token' }, { kind: 'none' }],
    [STORED, { password: 'not asked for' }, { kind: 'none' }],
  ] as const)('%#', (over, change, password) => {
    expect(draftOver(over, change)).toMatchObject({ ok: true, password });
  });

  it('may not be taken from an event that people are invited to', () => {
    expect(draftOver({ ...guarded, state: 'live' }, { password: null })).toMatchObject({ code: 'ROOM_EVENT_NEEDS_PASSWORD' });
  });
});

describe('settings', () => {
  it('change by the group: what was not named stays', () => {
    const { room } = DEFAULT_EVENT_SETTINGS;
    const stored = { ...DEFAULT_EVENT_SETTINGS, description: 'About', room: { ...room, words: ['old'] } };
    const merged = mergeSettings(stored, { room: { ...room, chat: 'approve', words: [' darn ', 'darn', ' '] } });
    expect(merged).toEqual({ ok: true, settings: { ...stored, room: { ...room, chat: 'approve', words: ['darn'] } } });
  });

  it('do not let the writer number the consent text', () => {
    const stored = { ...DEFAULT_EVENT_SETTINGS, consent: { text: 'We record.', version: 3 } };
    expect(mergeSettings(stored, { consent: { text: 'We record all.', version: 99 } })).toMatchObject({
      settings: { consent: { text: 'We record all.', version: 3 } },
    });
  });
});

describe('a slug', () => {
  it.each([...RESERVED_SLUGS, 'spring-rehearsal'])('%s is ours', (slug) => {
    expect(checkSlug(slug)).toMatchObject({ code: 'ROOM_SLUG_RESERVED' });
  });
  it.each(['Spring', '-spring', 'spring-', 'a b', 'ä', '', 'a'.repeat(51), '../api'])('%j is none', (slug) => {
    expect(checkSlug(slug)).toMatchObject({ code: 'ROOM_SLUG_INVALID' });
  });
  it.each(['a', 'spring-2026', '7', 'apiary', 'a'.repeat(50)])('%s is one', (slug) => {
    expect(checkSlug(slug)).toEqual({ ok: true });
  });
});
