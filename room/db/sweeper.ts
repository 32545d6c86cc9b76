import type { Clock } from '../../core/runtime/clock.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Closable } from '../../core/runtime/lifecycle.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { Database } from './database.ts';
import type { ForgetRecordings } from './retention.ts';
import { sweep } from './retention.ts';

/** After the start, when everybody has come back. */
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

/** Takes away what is kept too long, about once an hour, until closed. A sweep that fails is made up for by the next. */
export function openSweeper(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly forgetRecordings: ForgetRecordings;
}): Closable {
  const { database, clock, log, random, forgetRecordings } = options;
  let isClosed = false;
  let cancel: () => void = () => undefined;
  let round: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    try {
      const swept = await sweep(database, Math.floor(clock.nowMs()), forgetRecordings);
      if (swept.entries + swept.people + swept.usedUp + swept.objects > 0) log.info({ ...swept }, 'what was kept long enough is deleted');
    } catch (error) {
      log.warn({ reason: errorMessage(error) }, 'nothing could be deleted: the next sweep makes up for it');
    }
    if (!isClosed) plan(EVERY_MS);
  };
  /** Spread, so that nodes do not sweep at the same moment. */
  const plan = (afterMs: number): void => {
    cancel = clock.after(afterMs * (0.9 + 0.2 * random()), () => {
      round = run();
    });
  };
  plan(FIRST_MS);
  return {
    close: async () => {
      isClosed = true;
      cancel();
      await round;
    },
  };
}
