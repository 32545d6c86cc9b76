import { describe, expect, it } from 'vitest';
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { CHAT_MODES } from '../../core/contracts/room/entries.ts';
import type { TalkRules } from '../../core/contracts/room/entries.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { secondsToWait, slowSecondsAt } from './slow-mode.ts';
import { destinationOf, judgeSpeech, type SpeechRules, type Writer } from './speech.ts';

const { layout: _, words: __, strikes: ___, ...RULES } = DEFAULT_EVENT_SETTINGS.room;
const rules = (more: Partial<TalkRules> = {}): TalkRules => ({ ...RULES, ...more });
const NOW = 1_700_000_000_000;
const room = (more: Partial<SpeechRules> = {}): SpeechRules => ({
  ...{ rules: rules(), slowSeconds: 0, words: ['rude'], strikes: 3, nowMs: NOW },
  ...more,
});
const writer = (more: Partial<Writer> = {}): Writer => ({ role: 'attendee', mutedUntilMs: 0, spokeAtMs: 0, strikes: 0, ...more });

describe('to whom a message goes', () => {
  it.each([
    { role: 'attendee', to: ['closed', 'staff', 'all', 'held'] },
    { role: 'presenter', to: ['all', 'all', 'all', 'all'] },
    { role: 'moderator', to: ['all', 'all', 'all', 'all'] },
    { role: 'host', to: ['all', 'all', 'all', 'all'] },
  ] as const)('$role: $to in the modes off, hosts, everyone, approve', ({ role, to }) => {
    expect(CHAT_MODES.map((mode) => destinationOf(mode, role))).toEqual(to);
  });
});

describe('judgeSpeech', () => {
  it.each([
    { raw: ' hello ', who: {}, where: {}, because: 'nothing stands against it' },
    { raw: 'see https://plenary.example', who: {}, where: { rules: rules({ links: true }) }, because: 'links are on' },
    { raw: 'see https://plenary.example', who: { role: 'host' }, where: {}, because: 'the staff may link' },
    { raw: 'rude', who: { role: 'presenter' }, where: {}, because: 'the list is for attendees' },
    { raw: 'again', who: { spokeAtMs: NOW - 10_000 }, where: { slowSeconds: 10 }, because: 'he has waited exactly long enough' },
    { raw: 'again', who: { role: 'moderator', spokeAtMs: NOW }, where: { slowSeconds: 120 }, because: 'slow mode is for attendees' },
    { raw: 'back', who: { mutedUntilMs: NOW }, where: {}, because: 'the mute ends now' },
  ] as const)('lets be said: $because', ({ raw, who, where }) => {
    expect(judgeSpeech(raw, writer(who), room(where))).toMatchObject({ ok: true, text: raw.trim() });
  });

  it.each([
    { raw: '\u200b', who: {}, where: {}, code: 'ROOM_TEXT_EMPTY', facts: undefined, because: 'nothing to see' },
    { raw: 'x'.repeat(501), who: {}, where: {}, code: 'ROOM_TEXT_TOO_LONG', facts: { max: 500, length: 501 }, because: 'too long' },
    {
      raw: 'x'.repeat(501),
      who: { role: 'host' },
      where: {},
      code: 'ROOM_TEXT_TOO_LONG',
      facts: { max: 500, length: 501 },
      because: 'the staff too',
    },
    { raw: 'go to www.a.example/x', who: {}, where: {}, code: 'ROOM_LINKS_OFF', facts: undefined, because: 'links are off by default' },
    { raw: 'hi', who: { mutedUntilMs: NOW + 60_001 }, where: {}, code: 'ROOM_MUTED', facts: { minutes: 2 }, because: 'he is muted' },
    {
      raw: 'hi',
      who: { role: 'presenter', mutedUntilMs: NOW + 1 },
      where: {},
      code: 'ROOM_MUTED',
      facts: { minutes: 1 },
      because: 'a host muted him',
    },
    {
      raw: 'hi',
      who: { spokeAtMs: NOW - 9_001 },
      where: { slowSeconds: 10 },
      code: 'ROOM_SLOW_MODE',
      facts: { seconds: 1 },
      because: 'slow mode',
    },
    { raw: 'rude', who: {}, where: {}, code: 'ROOM_WORD_LISTED', facts: { left: 2 }, because: 'the first strike' },
    { raw: 'rude', who: { strikes: 2 }, where: {}, code: 'ROOM_WORD_LISTED', facts: { left: 0 }, because: 'the last strike' },
  ] as const)('refuses: $because', ({ raw, who, where, code, facts }) => {
    // biome-ignore format: a table
    const verdict = judgeSpeech(raw, writer(who), room(where));
    expect(verdict).toMatchObject({ ok: false, refusal: { code, ...(facts === undefined ? {} : { facts }) } });
  });

  it.each([1, 2, 3, 4, 5])('mutes at exactly the strike that the organiser set, over random talk (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const limit = 1 + Math.floor(random() * 5);
    let [strikes, used, mutes] = [0, 0, 0];
    for (let n = 0; n < 200; n++) {
      const isRude = random() < 0.4;
      const verdict = judgeSpeech(isRude ? 'so rude' : 'kind', writer({ strikes }), room({ strikes: limit }));
      expect(verdict.ok).toBe(!isRude);
      if (verdict.ok) continue;
      used++;
      strikes = verdict.strikes ?? strikes;
      if (verdict.isMuted === true) mutes++;
      expect(mutes).toBe(Math.floor(used / limit));
    }
  });
});

describe('slow mode', () => {
  it.each([
    { set: 0, readable: 5, load: 5, seconds: 0, because: 'as much is written as can be read' },
    { set: 0, readable: 5, load: 5.2, seconds: 5, because: 'a little more' },
    { set: 0, readable: 5, load: 11, seconds: 10, because: 'twice as much' },
    { set: 0, readable: 5, load: 50.2, seconds: 30, because: 'ten times as much' },
    { set: 0, readable: 5, load: 5_000, seconds: 60, because: 'it never closes the chat' },
    { set: 45, readable: 5, load: 11, seconds: 45, because: 'the host wants more' },
    { set: 0, readable: 0, load: 40, seconds: 0, because: 'the host wants everything shown' },
    { set: 0, readable: 0, load: 60, seconds: 5, because: 'even so there is an end' },
  ])('$set s set, $readable readable, $load a second: $seconds s, because $because', ({ set, readable, load, seconds }) => {
    expect(slowSecondsAt(rules({ slowSeconds: set, readablePerSecond: readable }), load)).toBe(seconds);
  });

  it('never gets lighter with more load', () => {
    const seconds = Array.from({ length: 400 }, (_, load) => slowSecondsAt(rules({ slowSeconds: 3 }), load));
    expect(seconds).toEqual([...seconds].sort((one, other) => one - other));
  });

  it('who has not spoken yet waits for nothing', () => {
    expect(secondsToWait(0, 120, 5_000)).toBe(0);
  });
});
