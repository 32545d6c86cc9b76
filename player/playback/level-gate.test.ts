import { describe, expect, it } from 'vitest';
import { atSegmentBorder, continuation, isThere, LevelGate, pastBorder } from './level-gate.ts';

/** 'L0 L1 .2' = parts 0 and 1 are loaded, part 2 is listed. */
function listed(text: string): { index: number; loaded: boolean }[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ index: Number(word.slice(1)), loaded: word.startsWith('L') }));
}

describe('a segment border', () => {
  it.each([
    { parts: 'L4 L5 .0', border: true, because: 'the next part begins a segment' },
    { parts: 'L4 L5 .0 .1', border: true, because: 'the first part that is missing begins a segment' },
    { parts: 'L4 L5', border: false, because: 'the next segment is not listed yet: the new rung might load this one again' },
    { parts: 'L4 L5 L0', border: false, because: 'the new segment has begun' },
    { parts: 'L4 .5', border: false, because: 'the segment is not complete' },
    { parts: '.0 .1', border: true, because: 'nothing was loaded from here yet' },
    { parts: '', border: true, because: 'an empty list' },
  ])('$parts: $border, $because', ({ parts, border }) => {
    expect(atSegmentBorder(listed(parts))).toBe(border);
  });

  it('is everywhere in a playlist without parts', () => {
    expect(atSegmentBorder(null)).toBe(true);
  });
});

describe('where to go on after a change', () => {
  const segments = [
    { sn: 41, start: 28, end: 29 },
    { sn: 42, start: 29, end: 30 },
  ];

  it.each([
    { end: 28.999_999, done: 41, goes: 42, because: 'the buffer ends a rounding error before the border' },
    { end: 28.979, done: 41, goes: 42, because: 'the sound ends an AAC frame before the picture' },
    { end: 29, done: 41, goes: 42, because: 'it ends exactly at the border' },
    { end: 28.666, done: 41, goes: 41, because: 'that is a hole, not an edge: it has to be filled' },
    { end: 28.999_999, done: -1, goes: 41, because: 'no quality was changed' },
    { end: 28.999_999, done: 40, goes: 41, because: 'the segment that was loaded last is another one' },
    { end: 29.5, done: 41, goes: 42, because: 'the border is behind' },
  ])('a buffer that ends at $end goes on with $goes: $because', ({ end, done, goes }) => {
    const place = pastBorder(end, done, segments);
    expect(segments.find((segment) => segment.start <= place && place < segment.end)?.sn).toBe(goes);
  });
});

describe('a new rung that is behind the old one', () => {
  const segments = [
    { sn: 41, start: 28, end: 29 },
    { sn: 42, start: 29, end: 30 },
  ];

  it.each([
    { end: 30, done: 42, found: 1, there: true, because: 'its newest segment is the one that was loaded from the old rung' },
    { end: 29.979, done: 42, found: 1, there: true, because: 'the sound ends an AAC frame before the picture' },
    { end: 30.001, done: 42, found: 1, there: true, because: 'playlists round' },
    { end: 29, done: 42, found: 1, there: false, because: 'what was there is no longer in the buffer' },
    { end: 29, done: 41, found: 1, there: false, because: 'it is the next one' },
    { end: 29.979, done: -1, found: 1, there: false, because: 'no quality was changed' },
  ])('a buffer that ends at $end after segment $done: found again is $there, $because', ({ end, done, found, there }) => {
    const segment = segments[found];
    expect(segment !== undefined && isThere(segment, end, done, segments)).toBe(there);
  });
});

describe('what goes on where the buffer ends', () => {
  it.each([
    { parts: 'L1 L2 .0', end: 0.999_999, next: 0, because: 'the next segment begins there' },
    { parts: 'L1 .2', end: 0.666, next: 2, because: 'the next part of the same segment' },
    { parts: 'L1 L2', end: 0.999_999, next: undefined, because: 'nothing more is listed' },
    { parts: 'L1 L2 .0', end: 0.2, next: undefined, because: 'the playhead was put somewhere else' },
    { parts: '.0 .1', end: 0, next: undefined, because: 'nothing was loaded from this list' },
  ])('$parts at $end: $next, $because', ({ parts, end, next }) => {
    const placed = listed(parts).map((part, at) => ({ ...part, start: (at + 1 + (parts.startsWith('L1') ? 0 : -1)) / 3 }));
    expect(continuation(placed, end)?.index).toBe(next);
  });
});

describe('the gate', () => {
  it('keeps a wish until the border', () => {
    const gate = new LevelGate();
    gate.force(1);
    gate.ask(3);
    expect(gate.next(false)).toBe(1);
    expect(gate.next(false)).toBe(1);
    expect(gate.next(true)).toBe(3);
    expect(gate.current).toBe(3);
  });

  it('the last wish wins, and a wish taken back changes nothing', () => {
    const gate = new LevelGate();
    gate.force(1);
    gate.ask(3);
    gate.ask(0);
    gate.ask(1);
    expect(gate.next(true)).toBe(1);
  });
});
