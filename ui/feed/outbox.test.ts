import { describe, expect, it } from 'vitest';
import type { Ack, No, Send } from '../../core/contracts/room/frames.ts';
import type { ClientId } from '../../core/contracts/room/ids.ts';
import { Outbox } from './outbox.ts';

const say = (id: string): Send => ({ t: 'say', id, text: id });
const ack = (id: string): Ack => ({ t: 'ack', id: id as ClientId, offset: 1 });
const no = (id: string, code: string, more: Partial<No> = {}): No => ({
  t: 'no',
  id: id as ClientId,
  code,
  message: code,
  retryable: true,
  ...more,
});

describe('the outbox', () => {
  it('sends once, again after the connection was lost, and not once it is answered', async () => {
    const outbox = new Outbox();
    const answer = outbox.add(say('a'));
    void outbox.add(say('b'));
    expect(outbox.take(100).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(outbox.take(200)).toEqual([]);
    expect(outbox.oldestMs(600)).toBe(500);
    outbox.answered(ack('a'), 600);
    expect(await answer).toEqual(ack('a'));
    outbox.lost();
    expect([outbox.take(700).map(({ id }) => id), outbox.size]).toEqual([['b'], 1]);
  });

  it.each([
    { code: 'ROOM_STORE_AWAY', waitMs: 3_000, isAgain: true },
    { code: 'ROOM_TOO_FAST', waitMs: 1_000, isAgain: true },
    { code: 'ROOM_SLOW_MODE', waitMs: 9_000, isAgain: false },
    { code: 'ROOM_MUTED', waitMs: undefined, isAgain: false },
  ])('$code is tried again: $isAgain', ({ code, waitMs, isAgain }) => {
    const outbox = new Outbox();
    void outbox.add(say('a'));
    outbox.take(0);
    outbox.answered(no('a', code, waitMs === undefined ? {} : { waitMs }), 1_000);
    expect(outbox.size).toBe(isAgain ? 1 : 0);
    if (!isAgain || waitMs === undefined) return;
    expect(outbox.nextDueMs()).toBe(1_000 + waitMs);
    expect([outbox.take(999 + waitMs).length, outbox.take(1_000 + waitMs).length]).toEqual([0, 1]);
  });

  it('gives up a message that the server cannot take again and again, and tells the last reason', async () => {
    const outbox = new Outbox();
    const answer = outbox.add(say('a'));
    let sent = 0;
    for (let nowMs = 0; outbox.size > 0; nowMs += 5_000) {
      sent += outbox.take(nowMs).length;
      outbox.answered(no('a', 'ROOM_STORE_AWAY'), nowMs);
    }
    expect([sent, await answer]).toMatchObject([6, { t: 'no', code: 'ROOM_STORE_AWAY' }]);
  });

  it('is bounded, and answers everybody at the end', async () => {
    const outbox = new Outbox();
    const answers = Array.from({ length: 50 }, (_, n) => Promise.resolve(outbox.add(say(String(n)))));
    expect(outbox.add(say('too many'))).toBeUndefined();
    outbox.answered(ack('nobody’s'), 0);
    outbox.refuseAll('ROOM_BANNED', 'out');
    expect(new Set((await Promise.all(answers)).map((answer) => (answer?.t === 'no' ? answer.code : '')))).toEqual(
      new Set(['ROOM_BANNED']),
    );
    expect(outbox.size).toBe(0);
  });
});
