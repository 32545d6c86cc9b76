import { describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamDirectoryAnswer } from '../../core/contracts/room/internal.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { settle } from '../testing/test-origin.ts';
import { AccessPoll, openToAll } from './access-book.ts';

const MAIN = 'main' as StreamId;
const listing = { stream: MAIN, title: 'Main', live: 'grant', recordings: 'none' } as const;

describe('AccessPoll', () => {
  it('knows what the room said, within a second, and goes on with it while the room is away, saying so once', async () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const log = createLog({ name: 'origin', destination: { write: (line) => lines.push(line) } });
    let answer: StreamDirectoryAnswer | Error = { streams: [listing], revoked: [], atMs: 0 };
    const ask = async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const book = await AccessPoll.open({ ask, clock, log });
    expect(book.listing(MAIN)).toEqual(listing);
    expect([book.listing('other' as StreamId), book.isRevoked('session')]).toEqual([undefined, false]);

    const next = async () => {
      clock.advance(1_000);
      await settle();
    };
    answer = { streams: [listing], revoked: ['session'], atMs: 1 };
    await next();
    expect(book.isRevoked('session')).toBe(true);

    answer = new Error('away');
    for (let times = 0; times < 5; times++) await next();
    expect([book.listing(MAIN), book.isRevoked('session')]).toEqual([listing, true]);
    expect(lines.filter((line) => line.includes('does not say'))).toHaveLength(1);

    answer = { streams: [], revoked: [], atMs: 2 };
    await next();
    expect([book.listing(MAIN), book.isRevoked('session')]).toEqual([undefined, false]);
    await book.close();
    answer = { streams: [listing], revoked: [], atMs: 3 };
    await next();
    expect(book.listing(MAIN)).toBeUndefined();
  });
});

describe('openToAll', () => {
  it('opens what has a title', () => {
    const book = openToAll((stream) => (stream === MAIN ? 'Main' : undefined));
    expect(book.listing(MAIN)).toEqual({ stream: MAIN, title: 'Main', live: 'open', recordings: 'open' });
    expect([book.listing('other' as StreamId), book.isRevoked('any')]).toEqual([undefined, false]);
  });
});
