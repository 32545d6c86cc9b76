import { describe, expect, it } from 'vitest';
import { readKeptPlan } from './kept-plan.ts';

const cue = (planned: object, state = 'waiting') => ({ id: crypto.randomUUID(), at: '09:05', planned, state });

describe('a plan that this browser kept', () => {
  it('is read, but for what was fired and what is none of ours', () => {
    const banner = { kind: 'banner', text: 'Lunch', url: '' };
    const kept = [
      cue(banner),
      cue({ kind: 'banner-off' }, 'done'),
      cue({ kind: 'chat', chat: 'loud' }),
      null,
      cue({ kind: 'layout', layout: 'slides' }, 'armed'),
    ];
    expect(readKeptPlan(JSON.stringify(kept))).toEqual([
      { at: '09:05', planned: banner },
      { at: '09:05', planned: { kind: 'layout', layout: 'slides' } },
    ]);
    expect([readKeptPlan(null), readKeptPlan('{'), readKeptPlan('{}')]).toEqual([[], [], []]);
  });
});
