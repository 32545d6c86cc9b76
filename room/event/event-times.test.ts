import { describe, expect, it } from 'vitest';
import { isTimeZone, localOfInstant } from '../../core/contracts/room/local-time.ts';
import { checkTimes, instantOf, instantText, readInstant } from './event-times.ts';

const HOUR_MS = 3_600_000;

describe('an instant', () => {
  it.each([
    ['2026-03-29T01:30:00Z', Date.UTC(2026, 2, 29, 1, 30), 'whole seconds'],
    ['2026-03-29T01:30:00.250Z', Date.UTC(2026, 2, 29, 1, 30, 0, 250), 'with ms'],
    ['2026-02-30T10:00:00Z', undefined, 'February has no 30th'],
    ['2026-13-01T10:00:00Z', undefined, 'there are twelve months'],
    ['2026-03-29T24:00:00Z', undefined, 'midnight has one name'],
    ['2026-03-29T01:30:00+02:00', undefined, 'instants travel in UTC'],
    ['tomorrow', undefined, 'it is no instant'],
  ] as const)('%s is %s, because %s', (text, ms, _because) => {
    expect(readInstant(text)).toBe(ms);
    if (ms !== undefined) expect(readInstant(instantText(ms) ?? '')).toBe(ms);
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Asia/Tehran', true],
    ['Europe/Atlantis', false],
    ['+02:00', false],
    ['', false],
  ] as const)('%s: %s', (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
});

describe('start and end', () => {
  it.each([
    [null, null, undefined, 'a draft has no times yet'],
    [0, null, undefined, 'the end may stay open'],
    [0, HOUR_MS, undefined, 'an hour'],
    [0, 30 * 24 * HOUR_MS, undefined, 'thirty days to the ms'],
    [null, HOUR_MS, 'ROOM_EVENT_NEEDS_START', 'an end needs a start'],
    [HOUR_MS, HOUR_MS, 'ROOM_EVENT_ENDS_BEFORE_START', 'no time at all'],
    [HOUR_MS, 0, 'ROOM_EVENT_ENDS_BEFORE_START', 'backwards'],
    [0, 30 * 24 * HOUR_MS + 1, 'ROOM_EVENT_TOO_LONG', 'a ms more than thirty days'],
  ] as const)('%s to %s: %s, because: %s', (from, to, code, _because) => {
    expect(checkTimes(from, to)).toMatchObject(code === undefined ? { ok: true } : { ok: false, code });
  });
});

describe('what a clock on the wall shows', () => {
  it.each([
    ['2026-01-15T10:00', 'Europe/Berlin', '2026-01-15T09:00:00.000Z', 'winter'],
    ['2026-07-15T10:00', 'Europe/Berlin', '2026-07-15T08:00:00.000Z', 'summer'],
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z', 'the last minute before the clocks go forward'],
    ['2026-03-29T02:30', 'Europe/Berlin', 'ROOM_LOCAL_TIME_SKIPPED', 'the clocks go from 02:00 to 03:00'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z', 'the first minute after'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', 'it comes twice: the first time is meant'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', 'ROOM_LOCAL_TIME_SKIPPED', 'a zone that goes half an hour forward'],
    ['2011-12-30T12:00', 'Pacific/Apia', 'ROOM_LOCAL_TIME_SKIPPED', 'a day that Samoa left out'],
    ['2026-06-01T12:00', 'Asia/Kathmandu', '2026-06-01T06:15:00.000Z', 'quarters of an hour'],
    ['2026-06-01T12:00', 'Mars/Olympus', 'ROOM_TIME_ZONE_UNKNOWN', 'no such zone'],
    ['2026-06-31T12:00', 'UTC', 'ROOM_BAD_REQUEST', 'June has thirty days'],
  ] as const)('%s in %s: %s, because: %s', (local, zone, expected, _because) => {
    const found = instantOf(local, zone);
    expect(found.ok ? instantText(found.atMs) : found.code).toBe(expected);
  });
});

describe('a clock on the wall', () => {
  it.each([
    ['2026-03-29T00:30:00Z', 'Europe/Berlin', '2026-03-29T01:30'],
    ['2026-03-29T01:30:00Z', 'Europe/Berlin', '2026-03-29T03:30'],
    ['2026-01-01T00:00:00Z', 'Pacific/Kiritimati', '2026-01-01T14:00'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01T05:45'],
  ])('%s in %s: %s, and back', (instant, zone, local) => {
    expect(localOfInstant(Date.parse(instant), zone)).toBe(local);
    expect(instantOf(local, zone)).toEqual({ ok: true, atMs: Date.parse(instant) });
  });
});
