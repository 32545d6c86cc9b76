import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ActShape } from './acts.ts';
import { actOf, inOrder, type Planned, PlannedShape, undoOf } from './plan.ts';

const POLL = '0190b1a2-7c3d-7e4f-8a5b-0123456789ab';
const ALL: readonly Planned[] = [
  { kind: 'chat', chat: 'off' },
  { kind: 'open-poll', poll: POLL },
  { kind: 'close-poll', poll: POLL },
  { kind: 'layout', layout: 'slides' },
  { kind: 'banner', text: 'Lunch', url: '' },
  { kind: 'banner', text: 'Lunch', url: 'https://example.org/' },
  { kind: 'banner-off' },
  { kind: 'redirect', url: 'https://example.org/' },
];

describe('the show as it is planned', () => {
  it.each(ALL)('$kind is an act that the room takes, and so is what takes it back', (planned) => {
    expect(Check(PlannedShape, planned)).toBe(true);
    expect([Check(ActShape, actOf(planned)), Check(ActShape, actOf(planned, 1_790_000_000_000))]).toEqual([true, true]);
    const undo = undoOf(planned, 7, 'everyone');
    expect(undo === undefined ? planned.kind : Check(ActShape, undo)).toBe(undo === undefined ? 'close-poll' : true);
  });

  it('is in the order of the times that people wrote, those without one last', () => {
    const cues = ['9:30', '', '9:05', '10:00', ''].map((at, index) => ({ at, index }));
    expect(inOrder(cues).map(({ index }) => index)).toEqual([2, 0, 3, 1, 4]);
  });
});
