import { setTimeout } from 'k6/timers';

/** Waits so long; not at all for what is over. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
  });
}
