import { expect, it } from 'vitest';
import { drawnIn } from './drawing-pace.ts';

it.each([
  { newLines: 0, sinceMs: 0, waitsMs: 0, because: 'something was taken away' },
  { newLines: 1, sinceMs: 10, waitsMs: 0, because: 'one line is read as it comes' },
  { newLines: 4, sinceMs: 200, waitsMs: 0, because: 'twenty a second can still be drawn as they come' },
  { newLines: 10, sinceMs: 200, waitsMs: 300, because: 'fifty a second are gathered' },
  { newLines: 10, sinceMs: 700, waitsMs: 0, because: 'nothing was drawn for a while' },
  { newLines: 200, sinceMs: Number.POSITIVE_INFINITY, waitsMs: 0, because: 'what was said before we came is there at once' },
])('$newLines new lines $sinceMs ms after the last wait $waitsMs ms: $because', ({ newLines, sinceMs, waitsMs }) => {
  expect(drawnIn(newLines, sinceMs)).toBe(waitsMs);
});
