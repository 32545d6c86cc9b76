import { describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { HeldSlates } from './held-slates.ts';

const STAGE = 'stage' as StreamId;

/** A room that answers when it is told to. */
function openSlates() {
  const questions: { readonly answer: (streams: readonly StreamId[]) => void; readonly fail: () => void }[] = [];
  let answers = 0;
  const slates = new HeldSlates({
    ...{ clock: { ...systemClock, after: () => () => undefined }, log: silentLog },
    ask: () =>
      new Promise((resolve, reject) => {
        questions.push({ answer: (streams) => resolve({ streams }), fail: () => reject(new Error('away')) });
      }),
    onAnswer: () => void answers++,
  });
  return { slates, questions, answers: () => answers };
}

describe('the slates that are held', () => {
  it('are what the room said last, also while it is away', async () => {
    const { slates, questions } = openSlates();
    const first = slates.ask();
    questions[0]?.answer([STAGE]);
    await first;
    expect(slates.has(STAGE)).toBe(true);
    const second = slates.ask();
    questions[1]?.fail();
    await second;
    expect(slates.has(STAGE)).toBe(true);
    slates.close();
  });

  it('are not what an answer says that was asked for before a newer one', async () => {
    const { slates, questions, answers } = openSlates();
    const [early, late] = [slates.ask(), slates.ask()];
    questions[1]?.answer([STAGE]);
    await late;
    questions[0]?.answer([]);
    await early;
    expect([slates.has(STAGE), answers()]).toEqual([true, 1]);
    slates.close();
  });
});
