import { describe, expect, it } from 'vitest';
import type { EventState } from '../../core/contracts/room/entries.ts';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { BLANK_EVENT } from './event-draft.ts';
import { checkStep } from './event-states.ts';
import { mediaAccessOf } from './media-access.ts';

const STATES: readonly EventState[] = ['draft', 'scheduled', 'live', 'ended', 'published'];
const ALLOWED = ['draft scheduled', 'scheduled draft', 'scheduled live', 'live ended', 'ended live', 'ended published', 'published ended'];

describe('the life of an event', () => {
  const ready = { ...BLANK_EVENT, startsAtMs: 1 };
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    const step = checkStep({ ...ready, state: from }, to);
    expect(step).toMatchObject(ALLOWED.includes(`${from} ${to}`) ? { ok: true } : { code: 'ROOM_EVENT_STATE' });
  });

  it.each([
    [{ ...BLANK_EVENT, state: 'draft' }, 'scheduled', 'ROOM_EVENT_NEEDS_START'],
    [{ ...ready, state: 'draft', access: 'password' }, 'scheduled', 'ROOM_EVENT_NEEDS_PASSWORD'],
    [{ ...ready, state: 'scheduled', access: 'password' }, 'live', 'ROOM_EVENT_NEEDS_PASSWORD'],
  ] as const)('%#: something is missing', (event, to, code) => {
    expect(checkStep(event, to)).toMatchObject({ code });
  });

  it('can always be ended', () => {
    expect(checkStep({ ...BLANK_EVENT, state: 'live', access: 'password' }, 'ended')).toEqual({ ok: true });
  });
});

describe('who may see the picture', () => {
  it.each([
    ['draft', 'open', 'staff', 'none'],
    ['scheduled', 'open', 'staff', 'staff'],
    ['scheduled', 'token', 'staff', 'staff'],
    ['live', 'open', 'open', 'open'],
    ['live', 'password', 'grant', 'grant'],
    ['live', 'token', 'grant', 'grant'],
    ['live', 'registration', 'grant', 'grant'],
    ['ended', 'open', 'none', 'staff'],
    ['ended', 'token', 'none', 'staff'],
    ['published', 'open', 'none', 'open'],
    ['published', 'registration', 'none', 'grant'],
  ] as const)('%s, %s: live %s, recordings %s', (state, access, live, recordings) => {
    expect(mediaAccessOf({ state, access }, 0)).toEqual({ live, recordings });
  });

  it.each(['ended', 'published'] as const)('of an event that is %s: nobody, once its recording is older than it may be', (state) => {
    const event = { state, access: 'open' as const, endedAtMs: 1_000, settings: DEFAULT_EVENT_SETTINGS };
    const lastMs = 1_000 + DEFAULT_EVENT_SETTINGS.retention.recordingDays * 86_400_000;
    expect(mediaAccessOf(event, lastMs - 1).recordings).not.toBe('none');
    expect(mediaAccessOf(event, lastMs).recordings).toBe('none');
  });
});
