import { describe, expect, it } from 'vitest';
import type { LiveEdge } from './reload.ts';
import { advancePartLimit, decideReload } from './reload.ts';

const LIMIT = 9;
/** Segment 41 is whole, 42 has three parts so far. */
const open: LiveEdge = { lastMsn: 42, lastParts: 3, isLastClosed: false, isEnded: false };
/** Segment 42 is whole with its six parts, 43 has not begun. */
const closed: LiveEdge = { lastMsn: 42, lastParts: 6, isLastClosed: true, isEnded: false };
const empty: LiveEdge = { lastMsn: undefined, lastParts: 0, isLastClosed: false, isEnded: false };
const ended: LiveEdge = { ...closed, isEnded: true };

const rows = [
  { edge: open, asked: [undefined, undefined], reply: 'answer', because: 'nothing is waited for' },
  { edge: open, asked: [undefined, 1], reply: 'refuse', because: 'a part belongs to a segment' },
  { edge: open, asked: [41, undefined], reply: 'answer', because: 'that segment is whole' },
  { edge: open, asked: [3, undefined], reply: 'answer', because: 'an old one is answered with what there is' },
  { edge: open, asked: [42, undefined], reply: 'hold', because: 'its parts are there, the whole segment is not' },
  { edge: closed, asked: [42, undefined], reply: 'answer', because: 'it has become whole' },
  { edge: open, asked: [42, 2], reply: 'answer', because: 'the part is there' },
  { edge: open, asked: [42, 3], reply: 'hold', because: 'the part is the next one' },
  { edge: open, asked: [42, 5], reply: 'hold', because: 'the part is to come' },
  { edge: open, asked: [42, 11], reply: 'hold', because: 'the last one within the advance part limit' },
  { edge: open, asked: [42, 12], reply: 'refuse', because: 'beyond the advance part limit' },
  { edge: closed, asked: [42, 6], reply: 'hold', because: 'past the end of its segment it means part 0 of the next' },
  { edge: closed, asked: [42, 500], reply: 'hold', because: 'however far past the end' },
  { edge: { ...open, lastMsn: 43, lastParts: 1 }, asked: [42, 6], reply: 'answer', because: 'the next segment has its part 0' },
  { edge: open, asked: [43, 0], reply: 'hold', because: 'the next segment' },
  { edge: open, asked: [43, undefined], reply: 'hold', because: 'the next segment, whole' },
  { edge: open, asked: [43, 9], reply: 'refuse', because: 'further into the next segment than the advance part limit' },
  { edge: open, asked: [44, 0], reply: 'refuse', because: 'more than two after the last whole segment, 41' },
  { edge: closed, asked: [44, 0], reply: 'hold', because: 'two after the last whole segment, 42' },
  { edge: closed, asked: [45, 0], reply: 'refuse', because: 'three after it' },
  { edge: empty, asked: [0, 0], reply: 'hold', because: 'nothing is there yet' },
  { edge: empty, asked: [7, undefined], reply: 'hold', because: 'before the first part no number is too far' },
  { edge: ended, asked: [99, 0], reply: 'answer', because: 'with ENDLIST the directives are ignored' },
] as const;

describe('a blocking reload (6.2.5.2)', () => {
  for (const { edge, asked, reply, because } of rows) {
    it(`${asked.map((number) => number ?? '-').join('.')} -> ${reply}: ${because}`, () => {
      expect(decideReload(edge, asked[0], asked[1], LIMIT)).toBe(reply);
    });
  }
});

describe('the advance part limit is three seconds of parts', () => {
  const limits = [
    { partTargetSeconds: 0.334, limit: 9 },
    { partTargetSeconds: 0.2, limit: 15 },
    { partTargetSeconds: 0.5, limit: 6 },
    { partTargetSeconds: 1, limit: 3 },
  ];
  for (const { partTargetSeconds, limit } of limits) {
    it(`${limit} parts of ${partTargetSeconds} s`, () => {
      expect(advancePartLimit(partTargetSeconds)).toBe(limit);
    });
  }
});
