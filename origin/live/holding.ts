import type { RenditionId } from '../../core/contracts/ids.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { LiveStream } from './live-stream.ts';

/** How a wait ended. */
export type HoldEnd = 'ready' | 'timeout' | 'gone' | 'refused';

/** Requests that wait at once in one process. */
const MAX_HELD = 50_000;

/** Holds requests until the live edge has come to what they ask for. Counts them, and refuses past a bound. */
export class Holding {
  readonly #clock: Clock;
  #held = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get held(): number {
    return this.#held;
  }

  /** Waits until `isReady` after a change of the rendition, at most `limitMs`; `gone` when `signal` aborts. */
  wait(stream: LiveStream, id: RenditionId, isReady: () => boolean, limitMs: number, signal: AbortSignal): Promise<HoldEnd> {
    if (isReady()) return Promise.resolve('ready');
    if (signal.aborted) return Promise.resolve('gone');
    if (this.#held >= MAX_HELD) return Promise.resolve('refused');
    this.#held++;
    return new Promise((resolve) => {
      const finish = (end: HoldEnd) => {
        this.#held--;
        stopWatching();
        cancelTimer();
        signal.removeEventListener('abort', gone);
        resolve(end);
      };
      const gone = () => finish('gone');
      const stopWatching = stream.onChange(id, () => {
        if (isReady()) finish('ready');
      });
      const cancelTimer = this.#clock.after(limitMs, () => finish('timeout'));
      signal.addEventListener('abort', gone);
    });
  }
}
