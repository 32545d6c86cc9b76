import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { afterEnd, afterWelcome, backoffMs, FIRST_POLICY, type LinkEnd, type LinkPolicy } from './link-policy.ts';

const half = () => 0.5;
const died: LinkEnd = { wasIn: false, lastedMs: 10, closeCode: 1006 };
const lived: LinkEnd = { wasIn: true, lastedMs: 60_000, closeCode: 1006 };
const said = (code: string, comeBackMs: number | null, closeCode = 4501): LinkEnd => ({
  ...lived,
  closeCode,
  bye: { code, message: 'm', comeBackMs },
});
const at = (way: LinkPolicy['way'], failures = 0, deaths = 0): LinkPolicy => ({ way, failures, deaths });

describe('after a connection has ended', () => {
  it.each([
    { before: FIRST_POLICY, end: died, way: 'socket', delay: 750, because: 'once is chance' },
    {
      before: at('socket', 1, 1),
      end: died,
      way: 'poll',
      delay: 0,
      because: 'twice is a network that lets no WebSocket through: ask at once',
    },
    {
      before: at('socket', 0, 1),
      end: { ...lived, lastedMs: 300 },
      way: 'poll',
      delay: 0,
      because: 'a proxy that cuts it after the first frames is the same',
    },
    { before: at('socket', 0, 1), end: lived, way: 'socket', delay: 375, because: 'it has worked for a minute' },
    { before: at('poll', 0, 2), end: lived, way: 'poll', delay: 375, because: 'the way that was found stays' },
    { before: at('poll', 0, 2), end: died, way: 'socket', delay: 750, because: 'asking fails too: perhaps it is another network by now' },
    {
      before: at('socket', 3, 1),
      end: died,
      way: 'poll',
      delay: 6_000,
      because: 'neither works: the server is away, and it is left in peace',
    },
    { before: at('socket', 0, 0), end: said('ROOM_DRAINING', 3_000), way: 'socket', delay: 3_250, because: 'the server says when' },
    {
      before: at('socket', 0, 1),
      end: { ...said('ROOM_OVERLOADED', 0), wasIn: false, lastedMs: 5 },
      way: 'socket',
      delay: 250,
      because: 'who speaks does not block',
    },
  ] as const)('$because', ({ before, end, way, delay }) => {
    // biome-ignore format: a table
    expect(afterEnd(before, end, half)).toMatchObject({ kind: 'retry', policy: { way }, delayMs: delay, needsTicket: false });
  });

  it.each([
    { end: said('ROOM_BANNED', null, 4403), code: 'ROOM_BANNED' },
    { end: said('ROOM_TOO_MANY_SESSIONS', null, 4409), code: 'ROOM_TOO_MANY_SESSIONS' },
    { end: { ...lived, closeCode: 4400 }, code: '' },
  ])('stays away: $code', ({ end, code }) => {
    expect(afterEnd(FIRST_POLICY, end, half)).toMatchObject({ kind: 'over', code });
  });

  it.each([said('ROOM_TICKET_EXPIRED', 0, 4502), said('ROOM_TICKET_EXPIRED', null, 4502), { ...lived, closeCode: 4502 }])(
    'a ticket that has run out is renewed first',
    (end) => {
      expect(afterEnd(FIRST_POLICY, end, half)).toMatchObject({ kind: 'retry', needsTicket: true });
    },
  );

  it('a ticket that has always run out already is no endless loop', () => {
    let policy = FIRST_POLICY;
    const delays = Array.from({ length: 8 }, () => {
      const step = afterEnd(policy, { ...said('ROOM_TICKET_EXPIRED', 0, 4502), wasIn: false }, half);
      if (step.kind === 'retry') policy = step.policy;
      return step.kind === 'retry' ? step.delayMs : 0;
    });
    expect(delays.slice(0, 2)).toEqual([250, 250]);
    expect(delays.at(-1)).toBeGreaterThan(10_000);
  });

  it('waits longer and longer, and never all at the same moment', () => {
    const random = seededRandom(7);
    for (let failures = 0; failures < 40; failures++) {
      const delays = Array.from({ length: 50 }, () => backoffMs(failures, random));
      const full = Math.min(15_000, 500 * 2 ** failures);
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(full / 2);
      expect(Math.max(...delays)).toBeLessThanOrEqual(full);
      expect(new Set(delays).size).toBeGreaterThan(20);
    }
  });

  it.each([1, 2, 3])('a server that is away for long is asked less and less, by both ways, and found again (seed %i)', (seed) => {
    const random = seededRandom(seed);
    let policy = FIRST_POLICY;
    let waited = 0;
    const ways = new Set<string>();
    for (let attempt = 0; attempt < 60; attempt++) {
      const step = afterEnd(policy, died, random);
      if (step.kind !== 'retry') throw new Error('it gave up');
      policy = step.policy;
      waited += step.delayMs;
      ways.add(policy.way);
    }
    expect(waited).toBeGreaterThan(60 * 5_000);
    expect([...ways].sort()).toEqual(['poll', 'socket']);
    expect(afterWelcome(policy).failures).toBe(0);
  });
});
