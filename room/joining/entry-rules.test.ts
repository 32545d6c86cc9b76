import { describe, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { EntryFacts } from './entry-rules.ts';
import { checkConsent, checkOpen, waitingRoomOpensAtMs } from './entry-rules.ts';

const START = 1_790_000_000_000;
const MINUTE = 60_000;
const event = (over: Partial<EntryFacts>): EntryFacts => ({
  state: 'scheduled',
  startsAtMs: START,
  settings: DEFAULT_EVENT_SETTINGS,
  ...over,
});

describe('who comes in when', () => {
  it.each([
    { over: { state: 'draft' }, atMs: START, answer: 'ROOM_NO_SUCH_EVENT' },
    { over: { state: 'scheduled' }, atMs: START - 31 * MINUTE, answer: 'ROOM_EVENT_NOT_OPEN' },
    { over: { state: 'scheduled' }, atMs: START - 30 * MINUTE, answer: 'ok' },
    { over: { state: 'scheduled' }, atMs: START + 30 * MINUTE, answer: 'ok' },
    { over: { state: 'scheduled', startsAtMs: null }, atMs: START, answer: 'ROOM_EVENT_NOT_OPEN' },
    { over: { state: 'live' }, atMs: START - 99 * MINUTE, answer: 'ok' },
    { over: { state: 'ended' }, atMs: START, answer: 'ROOM_EVENT_OVER' },
    { over: { state: 'published' }, atMs: START, answer: 'ok' },
  ] as const)('$over.state at $atMs: $answer', ({ over, atMs, answer }) => {
    const verdict = checkOpen(event(over), atMs);
    expect(verdict.ok ? 'ok' : verdict.code).toBe(answer);
  });

  it('after the end the room stays, where the organiser leaves it open', () => {
    const settings = { ...DEFAULT_EVENT_SETTINGS, ending: { ...DEFAULT_EVENT_SETTINGS.ending, kind: 'leave-open' as const } };
    expect(checkOpen(event({ state: 'ended', settings }), START)).toEqual({ ok: true });
  });

  it('the waiting room opens as long before as it is set', () => {
    expect(waitingRoomOpensAtMs(event({}))).toBe(START - 30 * MINUTE);
    expect(waitingRoomOpensAtMs(event({ startsAtMs: null }))).toBeNull();
  });
});

describe('consent', () => {
  const asking = event({ settings: { ...DEFAULT_EVENT_SETTINGS, consent: { text: 'We record this.', version: 3 } } });
  it.each([
    { facts: event({}), agreedTo: undefined, answer: 'ok' },
    { facts: asking, agreedTo: 3, answer: 'ok' },
    { facts: asking, agreedTo: undefined, answer: 'ROOM_CONSENT_NEEDED' },
    { facts: asking, agreedTo: 2, answer: 'ROOM_CONSENT_CHANGED' },
  ])('to $agreedTo: $answer', ({ facts, agreedTo, answer }) => {
    const verdict = checkConsent(facts, agreedTo);
    expect(verdict.ok ? 'ok' : verdict.code).toBe(answer);
  });
});
