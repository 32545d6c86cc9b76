import { describe, expect, it } from 'vitest';
import { Check } from 'typebox/value';
import { ActShape } from '../../core/contracts/room/acts.ts';
import { actOf, added, armed, fired, type Planned, type PlannedCue, readOrder, undoOf } from './run-order.ts';

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
const cue = (id: string, at = '', planned: Planned = { kind: 'banner-off' }): PlannedCue => ({ id, at, planned, state: 'waiting' });

describe('the show as it is planned', () => {
  it.each(ALL)('$kind is an act that the room takes, and so is what takes it back', (planned) => {
    expect(Check(ActShape, actOf(planned))).toBe(true);
    const undo = undoOf(planned, 7, 'everyone');
    expect(undo === undefined ? planned.kind : Check(ActShape, undo)).toBe(undo === undefined ? 'close-poll' : true);
  });

  it('is in the order of the times that people wrote, those without one last', () => {
    const order = ['09:30', '', '09:05', ''].reduce<readonly PlannedCue[]>(
      (before, at, index) => added(before, cue(String(index), at)),
      [],
    );
    expect(order.map(({ id }) => id)).toEqual(['2', '0', '1', '3']);
  });

  it('is armed, disarmed, fired', () => {
    const order = [cue('a'), cue('b')];
    expect(armed(order, 'a').map(({ state }) => state)).toEqual(['armed', 'waiting']);
    expect(armed(armed(order, 'a'), 'a')).toEqual(order);
    expect(fired(armed(order, 'b'), 'b').map(({ state }) => state)).toEqual(['waiting', 'done']);
  });

  it('what was kept is read; what is none of ours is left out', () => {
    const order = ALL.map((planned, index) => cue(String(index), '', planned));
    expect(readOrder(JSON.stringify([...order, { id: 'x' }, null, cue('y', '', { kind: 'chat', chat: 'loud' as 'off' })]))).toEqual(order);
    expect([readOrder(null), readOrder('{'), readOrder('{}')]).toEqual([[], [], []]);
  });
});
