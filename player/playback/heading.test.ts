import { describe, expect, it } from 'vitest';
import { EDGE, Heading } from './heading.ts';

const range = { startMs: 0, endMs: 100_000 };

describe('steps of ten seconds', () => {
  it.each([
    { toMs: null, at: 99_000, leadTo: 89_000, because: 'it is where it should be' },
    { toMs: 89_000, at: 99_000, leadTo: 79_000, because: 'it is on its way, and the place it comes from does not count' },
    { toMs: 89_000, at: null, leadTo: 79_000, because: 'the place it goes to is known before the picture is' },
    { toMs: EDGE, at: null, leadTo: 90_000, because: 'it goes to the edge, which is now' },
    { toMs: EDGE, at: 40_000, leadTo: 90_000, because: 'it has left where it was' },
    { toMs: null, at: null, leadTo: null, because: 'nothing is known' },
  ])('lead from $at on the way to $toMs to $leadTo: $because', ({ toMs, at, leadTo }) => {
    const heading = new Heading();
    if (toMs !== null) heading.begin(toMs);
    expect(heading.step(-10_000, at, range)).toBe(leadTo);
  });

  it('add up while what they lead to is being opened, and it is sent there once', () => {
    const heading = new Heading();
    heading.begin(89_000);
    heading.amend(heading.step(-10_000, null, range) ?? 0);
    heading.amend(heading.step(-10_000, null, range) ?? 0);
    expect(heading.look(false, false)).toBeUndefined();
    expect(heading.look(true, false)).toBe(69_000);
    heading.begin(69_000);
    expect(heading.look(true, false)).toBeUndefined();
    expect(heading.toMs).toBe(69_000);
    expect(heading.look(true, true)).toBeUndefined();
    expect(heading.toMs).toBeNull();
  });

  it('forward past the end end there', () => {
    const heading = new Heading();
    heading.begin(95_000);
    expect(heading.step(10_000, null, range)).toBe(105_000);
    heading.begin(EDGE);
    expect(heading.step(10_000, null, range)).toBe(110_000);
  });
});

describe('what was wanted later counts', () => {
  it('the edge, after a place that is still being opened', () => {
    const heading = new Heading();
    heading.begin(50_000);
    heading.amend(40_000);
    heading.begin(EDGE);
    expect(heading.look(true, false)).toBeUndefined();
    expect(heading.toMs).toBe(EDGE);
  });

  it('nothing, after all is over', () => {
    const heading = new Heading();
    heading.amend(40_000);
    heading.end();
    expect(heading.look(true, true)).toBeUndefined();
    expect(heading.step(-10_000, null, range)).toBeNull();
  });
});
