import { describe, expect, it } from 'vitest';
import { NOTHING_ON, type Programme, reachable, resumption, wayTo, type Whereabouts } from './programme.ts';

const on: Programme = { ...NOTHING_ON, on: true, liveUrl: '/live', recordingUrl: '/recording', startedMs: 10_000 };
const listed = { startMs: 80_000, endMs: 99_000 };
const nowMs = 100_000;

describe('what the viewer can reach', () => {
  it.each([
    { programme: on, listed, range: { startMs: 10_000, endMs: 100_000 }, because: 'all of it is recorded, up to now' },
    {
      programme: { ...on, recordingUrl: null },
      listed,
      range: { startMs: 80_000, endMs: 100_000 },
      because: 'nothing is recorded yet: only what the live playlist lists',
    },
    { programme: { ...on, on: false }, listed, range: { startMs: 10_000, endMs: 99_000 }, because: 'it is over: up to its end' },
    { programme: { ...on, recordingUrl: null }, listed: null, range: null, because: 'nothing is listed yet' },
    { programme: { ...on, on: false }, listed: null, range: null, because: 'where it ends is not known yet' },
    { programme: { ...on, startedMs: 200_000 }, listed, range: { startMs: 100_000, endMs: 100_000 }, because: 'clocks that disagree' },
  ])('$because', (row) => {
    expect(reachable(row.programme, row.listed, nowMs)).toEqual(row.range);
  });
});

describe('the way to a moment', () => {
  const range = { startMs: 10_000, endMs: 100_000 };
  const live: Whereabouts = { programme: on, mode: 'live', listed };
  const recording: Whereabouts = { programme: on, mode: 'recording', listed: { startMs: 10_000, endMs: 60_000 } };
  it.each([
    { at: 98_000, where: live, way: 'edge', because: 'that is now' },
    { at: 90_000, where: live, way: 'here', because: 'the live playlist still lists it' },
    { at: 79_000, where: live, way: 'recording', because: 'it has left the live playlist' },
    { at: 79_000, where: { ...live, programme: { ...on, recordingUrl: null } }, way: 'none', because: 'nothing has it' },
    { at: 30_000, where: recording, way: 'here', because: 'the recording lists it' },
    { at: 62_000, where: recording, way: 'here', because: 'the recording may have grown so far by now' },
    { at: 90_000, where: recording, way: 'recording', because: 'the recording has to be asked again' },
    { at: 98_000, where: recording, way: 'edge', because: 'that is now' },
    { at: 99_000, where: { ...recording, programme: { ...on, on: false } }, way: 'recording', because: 'it is over, there is no edge' },
  ])('$at by $where.mode: $way, $because', ({ at, where, way }) => {
    expect(wayTo(at, range, where)).toBe(way);
  });
});

describe('a pause ends', () => {
  const live: Whereabouts = { programme: on, mode: 'live', listed };
  it.each([
    { pausedForMs: 2_000, at: 97_000, where: live, how: 'on', because: 'a short one is caught up' },
    { pausedForMs: 15_000, at: 85_000, where: live, how: 'behind', because: 'it goes on where it stopped' },
    { pausedForMs: 60_000, at: 40_000, where: live, how: 'recording', because: 'the place has left the live playlist' },
    {
      pausedForMs: 60_000,
      at: 40_000,
      where: { ...live, programme: { ...on, recordingUrl: null } },
      how: 'edge',
      because: 'the place is nowhere any more',
    },
    { pausedForMs: 60_000, at: null, where: live, how: 'on', because: 'nothing was played yet' },
  ])('$how after $pausedForMs ms: $because', ({ pausedForMs, at, where, how }) => {
    expect(resumption(pausedForMs, at, where)).toBe(how);
  });
});
