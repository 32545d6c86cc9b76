import { describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamDirectoryAnswer } from '../../core/contracts/room/internal.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { settle } from '../testing/test-origin.ts';
import { AccessPoll, ANSWER_WITHIN_MS, ASK_EVERY_MS, openToAll } from './access-book.ts';

const MAIN = 'main' as StreamId;
const listing = { stream: MAIN, title: 'Main', live: 'grant', recordings: 'none' } as const;

describe('AccessPoll', () => {
  it('knows what the room said, within a second, and goes on with it while the room is away, saying so once', async () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const log = createLog({ name: 'origin', destination: { write: (line) => lines.push(line) } });
    let answer: StreamDirectoryAnswer | Error = { isWhole: true, streams: [listing], revoked: [], atMs: 0 };
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
    answer = { isWhole: true, streams: [listing], revoked: ['session'], atMs: 1 };
    await next();
    expect(book.isRevoked('session')).toBe(true);

    answer = new Error('away');
    for (let times = 0; times < 5; times++) await next();
    expect([book.listing(MAIN), book.isRevoked('session')]).toEqual([listing, true]);
    expect(lines.filter((line) => line.includes('does not say'))).toHaveLength(1);

    answer = { isWhole: true, streams: [], revoked: [], atMs: 2 };
    await next();
    expect([book.listing(MAIN), book.isRevoked('session')]).toEqual([undefined, false]);
    await book.close();
    answer = { isWhole: true, streams: [listing], revoked: [], atMs: 3 };
    await next();
    expect(book.listing(MAIN)).toBeUndefined();
  });
});

describe('what the origin asks', () => {
  const other = { ...listing, stream: 'other' as StreamId };

  async function poll(answers: StreamDirectoryAnswer[]) {
    const clock = new ManualClock();
    const asked: (number | undefined)[] = [];
    const ask = async (sinceMs: number | undefined) => {
      asked.push(sinceMs);
      return answers.shift() ?? { isWhole: sinceMs === undefined, streams: [], revoked: [], atMs: asked.length };
    };
    const book = await AccessPoll.open({ ask, clock, log: createLog({ name: 'origin', level: 'silent' }) });
    const next = async (ms: number) => {
      clock.advance(ms);
      await settle();
    };
    return { book, asked, next };
  }

  it('is everything once, then what was changed since; everything again after a minute', async () => {
    const { book, asked, next } = await poll([
      { isWhole: true, streams: [listing], revoked: [], atMs: 10 },
      { isWhole: false, streams: [other], revoked: ['a'], atMs: 20 },
      { isWhole: false, streams: [{ ...listing, live: 'none' }], revoked: [], atMs: 30 },
    ]);
    await next(ASK_EVERY_MS);
    expect([book.listing(MAIN)?.live, book.listing(other.stream)?.live, book.isRevoked('a')]).toEqual(['grant', 'grant', true]);
    await next(ASK_EVERY_MS);
    expect([book.listing(MAIN)?.live, book.listing(other.stream)?.live, book.isRevoked('a')]).toEqual(['none', 'grant', false]);
    await next(ASK_EVERY_MS);
    expect(asked).toEqual([undefined, 10, 20, 30]);
    await next(60_000);
    await next(ASK_EVERY_MS);
    expect(asked.at(-1)).toBeUndefined();
    // what is not among everything is gone
    expect(book.listing(other.stream)).toBeUndefined();
  });

  it('lets two seconds pass at most between a ban and the end of the picture: one question, however long its answer may take', async () => {
    expect(ASK_EVERY_MS + ANSWER_WITHIN_MS).toBeLessThanOrEqual(2_000);
    const answers: StreamDirectoryAnswer[] = [{ isWhole: true, streams: [listing], revoked: [], atMs: 1 }];
    const { book, asked, next } = await poll(answers);
    answers.push({ isWhole: false, streams: [], revoked: ['banned'], atMs: 2 });
    await next(ASK_EVERY_MS);
    expect([asked.length, book.isRevoked('banned')]).toEqual([2, true]);
  });
});

describe('openToAll', () => {
  it('opens what has a title', () => {
    const book = openToAll((stream) => (stream === MAIN ? 'Main' : undefined));
    expect(book.listing(MAIN)).toEqual({ stream: MAIN, title: 'Main', live: 'open', recordings: 'open' });
    expect([book.listing('other' as StreamId), book.isRevoked('any')]).toEqual([undefined, false]);
  });
});
