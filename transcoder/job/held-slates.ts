import type { StreamId } from '../../core/contracts/ids.ts';
import type { HeldSlatesAnswer } from '../../core/contracts/room/internal.ts';
import { Asking } from '../../core/runtime/asking.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Log } from '../../core/runtime/log.ts';

export interface HeldSlatesOptions {
  /** Asks the room ({@link HeldSlatesAnswer}). */
  readonly ask: (signal: AbortSignal) => Promise<HeldSlatesAnswer>;
  /** An answer was taken in. */
  readonly onAnswer: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

const ASK_EVERY_MS = 700;
const ANSWER_WITHIN_MS = 1_200;

/**
 * Of which streams a host holds the slate, as the room keeps it: what is started anew, or takes a stream over, shows it again. The room away: what was
 * known last goes on.
 */
export class HeldSlates {
  readonly #asking: Asking<{ readonly question: number; readonly streams: readonly StreamId[] }>;
  #streams: ReadonlySet<StreamId> = new Set();
  #asked = 0;
  #answered = 0;

  constructor({ ask, onAnswer, ...options }: HeldSlatesOptions) {
    this.#asking = new Asking({
      ...{ ...options, everyMs: ASK_EVERY_MS, withinMs: ANSWER_WITHIN_MS },
      away: 'the room does not say which slates are held; those known last stay',
      back: 'the room says again which slates are held',
      ask: async (signal) => {
        const question = ++this.#asked;
        return { question, streams: (await ask(signal)).streams };
      },
      // the answer to an earlier question may come last, and knows less
      take: ({ question, streams }) => {
        if (question < this.#answered) return;
        this.#answered = question;
        this.#streams = new Set(streams);
        onAnswer();
      },
    });
  }

  has(stream: StreamId): boolean {
    return this.#streams.has(stream);
  }

  /** Asks now, and again and again from then on. Never rejects. */
  ask(): Promise<void> {
    return this.#asking.now();
  }

  close(): void {
    this.#asking.close();
  }
}
