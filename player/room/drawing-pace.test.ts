import { expect, it } from 'vitest';
import { followedIn, isGathered } from './drawing-pace.ts';

it.each([
  { newLines: 0, sinceMs: 0, waits: false, because: 'something was taken away' },
  { newLines: 1, sinceMs: 10, waits: false, because: 'one line is read as it comes' },
  { newLines: 4, sinceMs: 200, waits: false, because: 'twenty a second can still be drawn as they come' },
  { newLines: 10, sinceMs: 200, waits: true, because: 'fifty a second are gathered' },
  { newLines: 40, sinceMs: 1_000, waits: false, because: 'nothing was drawn for a second' },
  { newLines: 200, sinceMs: Number.POSITIVE_INFINITY, waits: false, because: 'what was said before we came is there at once' },
])('$newLines new lines $sinceMs ms after the last: gathered $waits, $because', ({ newLines, sinceMs, waits }) => {
  expect(isGathered(newLines, sinceMs)).toBe(waits);
});

it.each([
  { heightPx: 0, rows: 8, because: 'its size is not known yet, or another tab is open' },
  { heightPx: 500, rows: 21, because: 'a window of a laptop' },
  { heightPx: 1_900, rows: 56, because: 'a large screen' },
])('$rows lines in $heightPx px: $because', ({ heightPx, rows }) => {
  expect(followedIn(heightPx)).toBe(rows);
});
