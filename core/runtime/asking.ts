import type { Clock } from './clock.ts';
import { errorMessage } from './errors.ts';
import type { Log } from './log.ts';
import { withTimeLimit } from './time-limit.ts';

export interface AskingOptions<Answer> {
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
  /** Takes an answer in; when it throws the answer counts as none. */
  readonly take: (answer: Answer) => Promise<void> | void;
  readonly everyMs: number;
  readonly withinMs: number;
  /** What the log says, once each time: no answer comes, and answers come again. */
  readonly away: string;
  readonly back: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks another service the same thing again and again, until closed. No answer: what was taken in last stays, said once in the log. */
export class Asking<Answer> {
  readonly #options: AskingOptions<Answer>;
  #cancel: () => void = () => undefined;
  #isAway = false;
  #isClosed = false;

  constructor(options: AskingOptions<Answer>) {
    this.#options = options;
  }

  /** Asks now, and from then on by itself. Never throws. */
  async now(): Promise<void> {
    const { ask, take, everyMs, withinMs, away, back, clock, log } = this.#options;
    this.#cancel();
    try {
      await take(await withTimeLimit(withinMs, undefined, ask));
      if (this.#isAway) log.info(back);
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) log.warn({ reason: errorMessage(error) }, away);
      this.#isAway = true;
    }
    if (!this.#isClosed) this.#cancel = clock.after(everyMs, () => void this.now());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}
