import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { stageSeenMs } from './stage-seen.ts';

const NOW = 1_790_000_000_000;
const seen = ({ mode = 'live' as 'live' | 'recording' | 'none', moving = true, positionMs = (NOW - 900.4) as number | null }) =>
  stageSeenMs({ mode: signal(mode), moving: signal(moving), positionMs: signal(positionMs) }, NOW);

describe('an act of the host means', () => {
  it.each([
    { facts: {}, means: NOW - 900, because: 'that is what he sees' },
    { facts: { moving: false }, means: undefined, because: 'his picture stands still, the stage goes on' },
    { facts: { mode: 'recording' as const }, means: undefined, because: 'he looks at what was' },
    { facts: { positionMs: NOW - 20_000 }, means: undefined, because: 'he looks at what was long ago' },
    { facts: { positionMs: NOW + 50 }, means: undefined, because: 'nobody sees what is not yet' },
    { facts: { positionMs: null }, means: undefined, because: 'there is no picture' },
  ])('$means, because $because', ({ facts, means }) => {
    expect(seen(facts)).toBe(means);
  });

  it('now, where no picture is looked at', () => {
    expect(stageSeenMs(undefined, NOW)).toBeUndefined();
  });
});
