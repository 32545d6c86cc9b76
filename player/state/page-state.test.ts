import { describe, expect, it } from 'vitest';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { StreamState, StreamStatus } from '../../core/contracts/stream-status.ts';
import type { FaultKind } from '../playback/faults.ts';
import { type Heard, heardFailure, heardStatus, nextAskMs, nothingHeard, pageState } from './page-state.ts';

const stream = asStreamId('demo');
if (stream === undefined) throw new Error('demo is a stream id');

function status(state: StreamState): StreamStatus {
  return {
    stream: stream ?? asNever(),
    title: 'Opening',
    state,
    sinceMs: 90_000,
    startedMs: 10_000,
    liveUrl: state === 'waiting' ? null : '/live/demo/index.m3u8',
    recordingUrl: null,
    posterUrl: null,
    recording: null,
    nowMs: 100_000,
  };
}

function asNever(): never {
  throw new Error('unreachable');
}

function heard(...words: (StreamState | 'lost' | 'missing')[]): Heard {
  return words.reduce<Heard>((before, word) => {
    if (word === 'lost') return heardFailure(before, 'unreachable', 1000);
    if (word === 'missing') return heardFailure(before, 'not-found', 1000);
    return heardStatus(before, status(word));
  }, nothingHeard);
}

interface Row {
  readonly words: (StreamState | 'lost' | 'missing')[];
  readonly fault?: FaultKind;
  readonly moving?: boolean;
  readonly shows: string;
  readonly because: string;
}

describe('the page shows', () => {
  it.each<Row>([
    { words: [], shows: 'loading', because: 'nothing was heard yet' },
    { words: ['lost'], shows: 'loading', because: 'one lost answer is nothing' },
    { words: ['lost', 'lost'], shows: 'trouble', because: 'there is nothing else to show' },
    { words: ['missing'], shows: 'trouble', because: 'a wrong link is told at once' },
    { words: ['waiting'], shows: 'waiting', because: 'the stage is dark' },
    { words: ['waiting', 'lost', 'lost'], shows: 'trouble', because: 'the viewer must not wait in vain' },
    { words: ['waiting', 'live'], shows: 'live', because: 'it begins' },
    { words: ['live'], fault: 'origin-unreachable', moving: true, shows: 'live', because: 'the picture still moves out of its buffer' },
    { words: ['live'], fault: 'origin-unreachable', shows: 'trouble', because: 'the picture stands' },
    { words: ['live', 'lost', 'lost', 'lost'], moving: true, shows: 'live', because: 'who watches is not disturbed by a status' },
    { words: ['live', 'lost', 'lost'], shows: 'trouble', because: 'neither picture nor status' },
    { words: ['live', 'slate'], shows: 'slate', because: 'the presenter is away' },
    { words: ['live', 'slate', 'live'], shows: 'live', because: 'the presenter is back' },
    { words: ['live', 'ended'], shows: 'ended', because: 'it is over' },
    { words: ['live', 'ended', 'lost', 'lost'], shows: 'ended', because: 'over is over' },
    { words: ['ended', 'waiting'], shows: 'waiting', because: 'the next session is announced' },
    { words: ['ended', 'live'], shows: 'live', because: 'the host starts again' },
  ])('$words $fault moving=$moving: $shows, $because', ({ words, fault, moving, shows }) => {
    expect(pageState(heard(...words), fault ?? null, moving ?? false).kind).toBe(shows);
  });

  it('says which trouble', () => {
    expect(pageState(heard('missing'), null, false)).toEqual({ kind: 'trouble', fault: 'stream-not-there' });
    expect(pageState(heard('live'), 'codec-refused', false)).toEqual({ kind: 'trouble', fault: 'codec-refused' });
  });
});

describe('the next question comes after', () => {
  it.each([
    { words: ['waiting'] as const, ms: 1000 },
    { words: ['slate'] as const, ms: 1000 },
    { words: ['live'] as const, ms: 5000 },
    { words: ['ended'] as const, ms: 5000 },
    { words: ['live', 'lost'] as const, ms: 1000 },
    { words: ['live', 'lost', 'lost', 'lost'] as const, ms: 4000 },
    { words: ['live', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost'] as const, ms: 8000 },
  ])('$ms ms after $words', ({ words, ms }) => {
    expect(nextAskMs(heard(...words), 0.5)).toBeCloseTo(ms, 6);
  });
});

describe('a status that says the same once more', () => {
  it('is nothing new, though the server has looked at its clock', () => {
    const before = heard('live');
    expect(heardStatus(before, { ...status('live'), nowMs: 105_000 })).toBe(before);
  });

  it.each<{ readonly words: (StreamState | 'lost')[]; readonly because: string }>([
    { words: ['slate'], because: 'the presenter is back' },
    { words: ['live', 'lost'], because: 'the server is back' },
    { words: [], because: 'it is the first' },
  ])('is news after $words: $because', ({ words }) => {
    expect(heardStatus(heard(...words), status('live'))).toEqual(heard('live'));
  });
});
