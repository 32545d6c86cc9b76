import { createHmac } from 'node:crypto';
import type { Clock } from '../../core/runtime/clock.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Closable } from '../../core/runtime/lifecycle.ts';
import type { Log } from '../../core/runtime/log.ts';
import type { PostOutcome } from './post.ts';

/** One call that is due. */
export interface DueDelivery {
  readonly id: string;
  readonly url: string;
  /** The webhook's own secret; signs, is never sent. */
  readonly secret: string;
  /** JSON, as it was when it happened. */
  readonly body: string;
  /** `event.live` and the like. */
  readonly kind: string;
  /** Tries before this one. */
  readonly tries: number;
}

/** Deliveries that wait, kept by a database. What is claimed is claimed by one node alone and comes back when that node dies. */
export interface DeliveryQueue {
  claim(nowMs: number, holdMs: number, limit: number): Promise<readonly DueDelivery[]>;
  settle(
    id: string,
    result:
      | { readonly kind: 'delivered' | 'gave-up'; readonly note: string }
      | { readonly kind: 'again'; readonly atMs: number; readonly note: string },
  ): Promise<void>;
}

export interface WebhookSenderOptions {
  readonly queue: DeliveryQueue;
  readonly post: (call: {
    readonly url: string;
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  }) => Promise<PostOutcome>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 8;
/** A claim outlives a call by far, and ends soon enough when this process dies. */
const HOLD_MS = 30_000;
/** Waits between tries: about a day in all. */
const WAITS_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 28_800_000] as const;

/** When to try again after so many tries, or undefined to give up. `random` in [0, 1): many calls to one server that was away do not return together. */
export function nextTryMs(tries: number, nowMs: number, random: number): number | undefined {
  const wait = WAITS_MS[tries];
  return wait === undefined ? undefined : Math.round(nowMs + wait * (0.8 + 0.4 * random));
}

/**
 * What the receiver checks: `t=<Unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>" with the webhook's secret>`. The time is signed too,
 * so that an old call cannot be sent again by somebody else.
 */
export function signature(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Sends what waits, until closed. */
export function openWebhookSender(options: WebhookSenderOptions): Closable {
  const { queue, post, clock, log } = options;
  const aborter = new AbortController();
  let timer: (() => void) | undefined;
  let round: Promise<void> = Promise.resolve();

  const sendOne = async (due: DueDelivery): Promise<void> => {
    const nowMs = clock.nowMs();
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Plenary',
      'plenary-delivery': due.id,
      'plenary-event': due.kind,
      'plenary-signature': signature(due.secret, due.body, nowMs),
    };
    const outcome = await post({ url: due.url, body: due.body, headers, signal: aborter.signal });
    if (aborter.signal.aborted && outcome.kind !== 'delivered') return;
    if (outcome.kind === 'delivered') {
      await queue.settle(due.id, { kind: 'delivered', note: String(outcome.status) });
      return;
    }
    const again = outcome.kind === 'failed' ? nextTryMs(due.tries, clock.nowMs(), Math.random()) : undefined;
    log.warn({ delivery: due.id, tries: due.tries + 1, reason: outcome.why, again: again !== undefined }, 'webhook not delivered');
    await queue.settle(
      due.id,
      again === undefined ? { kind: 'gave-up', note: outcome.why } : { kind: 'again', atMs: again, note: outcome.why },
    );
  };

  const look = async (): Promise<void> => {
    try {
      const due = await queue.claim(clock.nowMs(), HOLD_MS, AT_ONCE);
      await Promise.all(due.map((one) => sendOne(one)));
    } catch (error) {
      log.warn({ reason: errorMessage(error) }, 'webhooks wait: the database does not answer');
    }
    if (!aborter.signal.aborted) {
      timer = clock.after(LOOK_EVERY_MS, () => {
        round = look();
      });
    }
  };
  round = look();
  return {
    close: async () => {
      aborter.abort();
      timer?.();
      await round;
    },
  };
}
