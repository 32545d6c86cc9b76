import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { pause } from './pause.ts';

const LONG_MS = 3_600_000;

describe('pause', () => {
  it('is over after its time, and leaves no listener behind', async () => {
    const { signal } = new AbortController();
    await pause(1, signal);
    expect([signal.aborted, getEventListeners(signal, 'abort')]).toEqual([false, []]);
  });

  it('is over as soon as the signal aborts, or has', async () => {
    const aborter = new AbortController();
    const waiting = pause(LONG_MS, aborter.signal);
    aborter.abort();
    await waiting;
    await pause(LONG_MS, aborter.signal);
    expect(getEventListeners(aborter.signal, 'abort')).toEqual([]);
  });
});
