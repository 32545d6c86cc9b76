import { describe, expect, it } from 'vitest';
import { Refill } from './refill.ts';

describe('going on after playback ran dry', () => {
  it.each([
    { dry: 0, buffer: 2, due: false, because: 'it never ran dry' },
    { dry: 2, buffer: 2, due: false, because: 'the first two times the browser itself goes on soon' },
    { dry: 3, buffer: 0.9, due: true, because: 'the browser would wait for 1.6 s' },
    { dry: 3, buffer: 0.6, due: false, because: 'it would soon run dry again' },
    { dry: 5, buffer: 0.9, due: true, because: 'the browser would wait for 3 s' },
  ])('$dry times, with $buffer s where 0.5 are wanted: $due, $because', ({ dry, buffer, due }) => {
    const refill = new Refill();
    for (let time = 0; time < dry; time += 1) refill.ranDry();
    expect(refill.isDue(buffer, 0.5)).toBe(due);
  });

  it('waits for as much as is wanted', () => {
    const refill = new Refill();
    for (let time = 0; time < 3; time += 1) refill.ranDry();
    expect(refill.isDue(0.9, 1.2)).toBe(false);
  });

  it('begins to count anew with a seek', () => {
    const refill = new Refill();
    for (let time = 0; time < 3; time += 1) refill.ranDry();
    refill.moved();
    refill.ranDry();
    expect(refill.isDue(2, 0.5)).toBe(false);
  });
});
