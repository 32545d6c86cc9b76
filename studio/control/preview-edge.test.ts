import { describe, expect, it } from 'vitest';
import { type EdgeMove, edgeMove } from './preview-edge.ts';

describe('how near to what has come a preview plays', () => {
  it.each<[number, EdgeMove, string]>([
    [9, { kind: 'jump', behind: 0.12 }, 'the keyframe’s group came at once'],
    [-0.1, { kind: 'jump', behind: 0.12 }, 'the playhead is before what is there'],
    [0.5, { kind: 'play', rate: 1.08 }, 'a little late'],
    [0.2, { kind: 'play', rate: 1 }, 'as it should be'],
    [0.02, { kind: 'play', rate: 0.97 }, 'it would stop soon'],
  ])('%d s: %o, %s', (seconds, move) => {
    expect(edgeMove(seconds)).toEqual(move);
  });
});
