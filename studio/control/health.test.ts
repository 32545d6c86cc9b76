import { describe, expect, it } from 'vitest';
import { type HealthFacts, judgeHealth } from './health.ts';

const WELL: HealthFacts = {
  ...{ air: 'on-air', silentMs: 0, hasRoom: true, encoder: { silentMs: 40, keyframeSeconds: 2 } },
  ...{ encodeLagMs: 200, isSlateHeld: false, isStalled: false },
};

describe('whether all is well', () => {
  it.each<{ facts: Partial<HealthFacts>; level: string; kind: string; because: string }>([
    { facts: {}, level: 'ok', kind: 'good', because: 'nothing is wrong' },
    { facts: { silentMs: 6_001, air: 'slate' }, level: 'bad', kind: 'server', because: 'what else we know is old' },
    { facts: { silentMs: 5_000 }, level: 'ok', kind: 'good', because: 'one lost answer is chance' },
    { facts: { air: 'no-picture' }, level: 'bad', kind: 'no-picture', because: 'viewers see nothing' },
    { facts: { air: 'slate' }, level: 'bad', kind: 'slate', because: 'the presenter is away' },
    { facts: { air: 'no-picture', isSlateHeld: true }, level: 'warn', kind: 'slate-held', because: 'whoever sends would not be seen' },
    { facts: { air: 'slate', isSlateHeld: true }, level: 'warn', kind: 'slate-held', because: 'it was wanted' },
    { facts: { encodeLagMs: 2_000, isStalled: true }, level: 'warn', kind: 'encode-lag', because: 'the cause before the effect' },
    { facts: { hasRoom: false }, level: 'warn', kind: 'room', because: 'the picture is well' },
    {
      facts: { encoder: { silentMs: 2_500, keyframeSeconds: 2 } },
      level: 'bad',
      kind: 'encoder-silent',
      because: 'the slate is a moment away',
    },
    { facts: { isStalled: true }, level: 'warn', kind: 'stalled', because: 'ours is a picture like the viewers’' },
    { facts: { encoder: { silentMs: 0, keyframeSeconds: 10 } }, level: 'warn', kind: 'keyframes', because: 'nobody comes in quickly' },
    { facts: { air: 'before', encoder: undefined }, level: 'idle', kind: 'waiting', because: 'nothing has to arrive yet' },
    { facts: { air: 'before' }, level: 'ok', kind: 'ready', because: 'a picture arrives' },
    { facts: { air: 'over', encoder: null }, level: 'idle', kind: 'over', because: 'nothing is on' },
  ])('$kind, $because', ({ facts, level, kind }) => {
    expect(judgeHealth({ ...WELL, ...facts })).toEqual({ level, kind });
  });
});
