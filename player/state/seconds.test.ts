import { effect, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everySecond } from './seconds.ts';

describe('the seconds of a page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are the same for all, whenever they came, and what they change is seen at once', () => {
    const [clock, behind] = [signal(0), signal(0)];
    const seen: string[] = [];
    const stopSeeing = effect(() => void seen.push(`${clock.value} ${behind.value}`));
    const stopClock = everySecond(() => (clock.value += 1));
    vi.advanceTimersByTime(700);
    const stopBehind = everySecond(() => (behind.value += 1));
    vi.advanceTimersByTime(1_300);
    expect(seen).toEqual(['0 0', '1 1', '2 2']);
    stopClock();
    vi.advanceTimersByTime(1_000);
    expect(seen.at(-1)).toBe('2 3');
    stopBehind();
    vi.advanceTimersByTime(1_000);
    expect(seen.at(-1)).toBe('2 3');
    stopSeeing();
  });
});
