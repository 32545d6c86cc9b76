import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlayerError } from './faults.ts';
import { Mender } from './mender.ts';

const network: PlayerError = { type: 'networkError', details: 'levelLoadError', fatal: true };
const media: PlayerError = { type: 'mediaError', details: 'bufferAppendError', fatal: true };

describe('the mender', () => {
  const acts: string[] = [];
  let mender: Mender;

  beforeEach(() => {
    vi.useFakeTimers();
    acts.length = 0;
    mender = new Mender((act) => acts.push(act));
  });
  afterEach(() => vi.useRealTimers());

  /** Fails, waits, and fails again. */
  function failTimes(error: PlayerError, times: number): void {
    for (let i = 0; i < times; i += 1) {
      mender.failed(error, 0);
      vi.advanceTimersByTime(20_000);
    }
  }

  it('is gentle twice, then builds anew, for ever', () => {
    failTimes(network, 5);
    expect(acts).toEqual(['restart-load', 'restart-load', 'recreate', 'recreate', 'recreate']);
  });

  it('begins gently again when media has arrived', () => {
    failTimes(network, 3);
    mender.arrived();
    failTimes(network, 1);
    expect(acts.at(-1)).toBe('restart-load');
  });

  it('does not call a decoder well because media arrives, but because the picture runs', () => {
    failTimes(media, 2);
    mender.arrived();
    expect(mender.failed(media, 0)).toBe('codec-refused');
    vi.advanceTimersByTime(20_000);
    expect(acts).toEqual(['recover-media', 'recover-media', 'recreate']);
    expect(mender.ran(2)).toBe(false);
    expect(mender.ran(2)).toBe(true);
    expect(mender.failed(media, 0)).toBeNull();
  });

  it('has one remedy on its way at a time, and gives it up when media arrives', () => {
    mender.failed(network, 0);
    mender.failed(network, 0);
    expect(mender.isBusy).toBe(true);
    mender.arrived();
    vi.advanceTimersByTime(20_000);
    expect(acts).toEqual([]);
    expect(mender.isBusy).toBe(false);
  });

  it('acts at once when asked, and only once', () => {
    mender.failed(network, 0);
    mender.now();
    mender.now();
    vi.advanceTimersByTime(20_000);
    expect(acts).toEqual(['restart-load']);
  });
});
