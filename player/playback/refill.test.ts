import { describe, expect, it } from 'vitest';
import { Refill } from './refill.ts';

describe('going on after playback ran dry', () => {
  it.each([
    { dry: 0, buffer: 2, due: false, because: 'it never ran dry' },
    { dry: 1, buffer: 2, due: false, because: 'the first time the browser itself goes on soon' },
    { dry: 2, buffer: 0.6, due: true, because: 'the browser would wait for 0.8 s' },
    { dry: 2, buffer: 0.3, due: false, because: 'it would run dry again with the next part' },
    { dry: 4, buffer: 0.5, due: true, because: 'the browser would wait for 3 s' },
  ])('$dry times, with $buffer s of 0.5: $due, $because', ({ dry, buffer, due }) => {
    const refill = new Refill();
    for (let time = 0; time < dry; time += 1) refill.ranDry();
    expect(refill.isDue(buffer, 0.5)).toBe(due);
  });

  it('begins to count anew with a seek', () => {
    const refill = new Refill();
    refill.ranDry();
    refill.ranDry();
    refill.moved();
    refill.ranDry();
    expect(refill.isDue(1, 0.5)).toBe(false);
  });
});
