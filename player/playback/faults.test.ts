import { describe, expect, it } from 'vitest';
import { faultOf, NOT_LOADED, nudgeTo, type PlayerError, type PlayheadView, remedyFor, STOOD_STILL } from './faults.ts';

const network = { type: 'networkError', details: 'levelLoadError', fatal: true };

describe('an hls.js error as one of our faults', () => {
  interface Row {
    readonly error: PlayerError;
    readonly tries?: number;
    readonly fault: string | null;
    readonly because: string;
  }
  it.each<Row>([
    { error: network, fault: 'origin-unreachable', because: 'no answer' },
    { error: { ...network, status: 503 }, fault: 'origin-unreachable', because: 'the server is not well' },
    { error: { ...network, status: 404 }, fault: 'stream-not-there', because: 'the server does not know it' },
    { error: { ...network, details: 'manifestLoadTimeOut' }, fault: 'origin-unreachable', because: 'no answer in time' },
    { error: { type: 'mediaError', details: 'bufferAddCodecError', fatal: true }, fault: 'codec-refused', because: 'no decoder' },
    { error: { type: 'mediaError', details: 'bufferAppendError', fatal: true }, fault: null, because: 'the first one is mended unseen' },
    {
      error: { type: 'mediaError', details: 'bufferAppendError', fatal: true },
      tries: 2,
      fault: 'codec-refused',
      because: 'no reset helped',
    },
    { error: STOOD_STILL, fault: 'stalled-at-edge', because: 'nothing was reported' },
    { error: NOT_LOADED, fault: 'origin-unreachable', because: 'our own code did not arrive' },
    { error: { type: 'otherError', details: 'internalException', fatal: true }, fault: 'origin-unreachable', because: 'never silent' },
  ])('$error.details $error.status after $tries: $fault ($because)', ({ error, tries, fault }: Row) => {
    expect(faultOf(error, tries ?? 0)).toBe(fault);
  });
});

describe('the remedy', () => {
  it.each([
    { error: network, tries: 0, act: 'restart-load', because: 'gentle first' },
    { error: network, tries: 2, act: 'recreate', because: 'gentle did not help' },
    { error: { ...network, details: 'manifestLoadError' }, tries: 0, act: 'recreate', because: 'there is nothing to restart' },
    { error: { ...network, type: 'mediaError' }, tries: 0, act: 'recover-media', because: 'a decoder can be reset' },
    { error: { ...network, type: 'mediaError' }, tries: 5, act: 'recreate', because: 'the reset did not help' },
  ])('$error.type/$error.details after $tries: $act ($because)', ({ error, tries, act }) => {
    expect(remedyFor(error, tries, 0.5).act).toBe(act);
  });

  it('waits longer each time, up to a bound, for ever', () => {
    const delays = [0, 1, 2, 3, 4, 5, 50, 5000].map((tries) => remedyFor(network, tries, 0.5).delayMs);
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
  });

  it('spreads the players', () => {
    expect(remedyFor(network, 3, 0).delayMs).toBeLessThan(remedyFor(network, 3, 1).delayMs * 0.7);
  });
});

describe('a playhead that stands still', () => {
  const stuck: PlayheadView = { shouldMove: true, stuckMs: 1000, bufferSeconds: 0, nextStartSeconds: 12, positionSeconds: 10 };
  it.each([
    { view: {}, to: 12.001, because: 'there is media beyond a hole' },
    { view: { shouldMove: false }, to: null, because: 'it is paused' },
    { view: { stuckMs: 300 }, to: null, because: 'that is just a hiccup' },
    { view: { nextStartSeconds: null }, to: null, because: 'there is nothing to play yet' },
    { view: { bufferSeconds: 3 }, to: null, because: 'the decoder may still come' },
    { view: { bufferSeconds: 3, stuckMs: 4000 }, to: 10.1, because: 'the decoder does not come' },
  ])('goes to $to: $because', ({ view, to }) => {
    expect(nudgeTo({ ...stuck, ...view })).toBe(to);
  });
});
