import { describe, expect, it } from 'vitest';
import type { CueState } from '../../core/contracts/room/plan.ts';
import type { CueStep } from './plan.ts';
import { judgeStep, readPlanned } from './plan.ts';

describe('a cue of the plan', () => {
  it.each<{ state: CueState; step: CueStep; verdict: string; because: string }>([
    { state: 'planned', step: 'arm', verdict: 'ok', because: 'it waits' },
    { state: 'planned', step: 'fire', verdict: 'ROOM_CUE_NOT_ARMED', because: 'nothing goes out by a slip of the hand' },
    { state: 'planned', step: 'undo', verdict: 'ROOM_CUE_FINAL', because: 'nothing was done' },
    { state: 'armed', step: 'fire', verdict: 'ok', because: 'it is ready' },
    { state: 'armed', step: 'change', verdict: 'ok', because: 'it was not fired' },
    { state: 'armed', step: 'disarm', verdict: 'ok', because: 'somebody thinks better of it' },
    { state: 'fired', step: 'fire', verdict: 'ROOM_CUE_FIRED', because: 'once is enough' },
    { state: 'fired', step: 'change', verdict: 'ROOM_CUE_FIRED', because: 'it tells what was done' },
    { state: 'fired', step: 'undo', verdict: 'ok', because: 'there is a way back' },
    { state: 'fired', step: 'delete', verdict: 'ok', because: 'what it did stays' },
    { state: 'undone', step: 'arm', verdict: 'ok', because: 'it may be done again' },
    { state: 'undone', step: 'undo', verdict: 'ROOM_CUE_FINAL', because: 'it was taken back' },
  ])('that is $state: $step is $verdict, because $because', ({ state, step, verdict }) => {
    const judged = judgeStep({ state, revision: 3, hasUndo: state === 'fired' }, step, 3);
    expect(judged.ok ? 'ok' : judged.code).toBe(verdict);
  });

  it('is not touched by who has seen an older one; that it is fired is told first', () => {
    expect(judgeStep({ state: 'armed', revision: 3, hasUndo: false }, 'fire', 2)).toMatchObject({ code: 'ROOM_CUE_CHANGED' });
    expect(judgeStep({ state: 'fired', revision: 3, hasUndo: true }, 'fire', 2)).toMatchObject({ code: 'ROOM_CUE_FIRED' });
    expect(judgeStep({ state: 'fired', revision: 3, hasUndo: true }, 'undo', 2)).toMatchObject({ code: 'ROOM_CUE_CHANGED' });
    expect(judgeStep({ state: 'planned', revision: 3, hasUndo: false }, 'delete', undefined)).toEqual({ ok: true });
    expect(judgeStep({ state: 'fired', revision: 3, hasUndo: false }, 'undo', 3)).toMatchObject({ code: 'ROOM_CUE_FINAL' });
  });

  it('is what was written, cleaned; of what does not belong to its kind the field is named', () => {
    expect(readPlanned({ kind: 'banner', text: ' Lunch\u200b ' })).toEqual({
      ok: true,
      planned: { kind: 'banner', text: 'Lunch', url: '' },
    });
    expect(readPlanned({ kind: 'banner-off', url: '' })).toMatchObject({ facts: { where: 'body.planned.url' } });
    expect(readPlanned({ kind: 'open-poll' })).toMatchObject({ facts: { where: 'body.planned.poll' } });
  });
});
