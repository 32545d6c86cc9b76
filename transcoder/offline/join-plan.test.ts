import { describe, expect, it } from 'vitest';
import { joinPlan } from './join-plan.ts';

const size = (width: number, height: number) => ({ width, height });

describe('the size of a joined recording', () => {
  it.each([
    { runs: [size(1920, 1080), size(1280, 720), size(1920, 1080)], to: size(1920, 1080), scaled: [1], because: 'the slate was smaller' },
    { runs: [size(1280, 720), size(1920, 1080)], to: size(1920, 1080), scaled: [0], because: 'the second encoder sent more' },
    { runs: [size(640, 480), size(640, 480)], to: size(640, 480), scaled: [], because: 'all are alike' },
    { runs: [size(1080, 1920), size(1280, 720)], to: size(1080, 1920), scaled: [1], because: 'an upright picture has more to show' },
    { runs: [size(853, 479)], to: size(854, 480), scaled: [0], because: 'half the colours need even sides' },
  ])('$because', ({ runs, to, scaled }) => {
    expect(joinPlan(runs)).toEqual({ size: to, scaled });
  });
});
