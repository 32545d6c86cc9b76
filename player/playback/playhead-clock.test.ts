import { describe, expect, it } from 'vitest';
import { PlayheadClock } from './playhead-clock.ts';

describe('the playhead clock', () => {
  it('counts for how long it stands', () => {
    const clock = new PlayheadClock();
    clock.look(5, true, 1_000);
    expect(clock.look(5.1, true, 1_100)).toMatchObject({ stuckMs: 0 });
    expect(clock.look(5.1, true, 1_200).stuckMs).toBe(100);
    expect(clock.look(5.1, true, 2_100).stuckMs).toBe(1_000);
    expect(clock.look(5.2, true, 2_200).stuckMs).toBe(0);
  });

  it('does not blame a playhead that need not move', () => {
    const clock = new PlayheadClock();
    clock.look(5, false, 0);
    expect(clock.look(5, false, 60_000).stuckMs).toBe(0);
  });

  it.each([
    { to: 5.1, passedMs: 100, ran: 0.1, because: 'it played' },
    { to: 5.115, passedMs: 100, ran: 0.115, because: 'it played faster' },
    { to: 25, passedMs: 100, ran: 0, because: 'that was a seek' },
    { to: 4, passedMs: 100, ran: 0, because: 'that was a seek back' },
  ])('ran $ran s to $to: $because', ({ to, passedMs, ran }) => {
    const clock = new PlayheadClock();
    clock.look(5, true, 0);
    expect(clock.look(to, true, passedMs).ranSeconds).toBeCloseTo(ran, 6);
  });
});
