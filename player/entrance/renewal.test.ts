import { describe, expect, it } from 'vitest';
import type { Joined } from '../../core/contracts/room/join.ts';
import { isFinal, renewAfterMs, renewAgainMs } from './renewal.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const joined = (ticketMs: number, mediaMs: number | null): Joined =>
  ({
    ticketExpiresAtMs: NOW + ticketMs,
    media: { prefix: '', expiresAtMs: mediaMs === null ? null : NOW + mediaMs },
    nowMs: NOW,
  }) as Joined;

describe('a renewal', () => {
  it.each([
    { ticketMs: 12 * 60 * MINUTE, mediaMs: 5 * MINUTE, random: 0, afterMs: 3 * MINUTE, because: 'the pass ends first' },
    { ticketMs: 12 * 60 * MINUTE, mediaMs: 5 * MINUTE, random: 1, afterMs: 2.4 * MINUTE, because: 'not everybody at once' },
    { ticketMs: 12 * 60 * MINUTE, mediaMs: null, random: 0, afterMs: 9 * 60 * MINUTE, because: 'an open event has no pass' },
    { ticketMs: 2 * MINUTE, mediaMs: 5 * MINUTE, random: 0, afterMs: 1.5 * MINUTE, because: 'the ticket ends first' },
    { ticketMs: -5, mediaMs: -5, random: 0, afterMs: 1_000, because: 'it is late, but no loop' },
    { ticketMs: 1e15, mediaMs: null, random: 0, afterMs: 86_400_000, because: 'a timer holds no more' },
  ])('comes after $afterMs ms: $because', ({ ticketMs, mediaMs, random, afterMs }) => {
    expect(renewAfterMs(joined(ticketMs, mediaMs), random)).toBeCloseTo(afterMs, 6);
  });

  it('leaves time for several tries before the pass ends', () => {
    let atMs = renewAfterMs(joined(12 * 60 * MINUTE, 290_000), 0);
    for (let failures = 1; failures <= 5; failures++) atMs += renewAgainMs(failures, 1);
    expect(atMs).toBeLessThan(290_000);
  });

  it.each([
    { status: 0, final: false, because: 'the network is away' },
    { status: 503, final: false, because: 'the server starts again' },
    { status: 429, final: false, because: 'too fast' },
    { status: 403, final: true, because: 'removed' },
    { status: 410, final: true, because: 'over' },
  ])('answered with $status is final: $final, $because', ({ status, final }) => {
    expect(isFinal(status)).toBe(final);
  });
});
