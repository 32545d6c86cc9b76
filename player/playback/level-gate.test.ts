import { describe, expect, it } from 'vitest';
import { atSegmentBorder, LevelGate } from './level-gate.ts';

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
