import type { Feedback } from '../../core/contracts/room/feedback.ts';
import { verifyTicket } from '../../core/grants/ticket.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { Database } from '../db/database.ts';
import { keepFeedback } from '../db/feedback.ts';
import { findEvent } from '../db/find-event.ts';
import { getTicket } from '../db/tickets.ts';
import type { GrantKeys } from '../joining/grants.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

export interface FeedbackDesk {
  readonly database: Database;
  readonly keys: GrantKeys;
  readonly clock: Clock;
}

/** Whoever was there may say what he thinks for so long after his ticket has ended. */
const PATIENCE_MS = 14 * 86_400_000;

/** Keeps what a visitor thinks, once a ticket. @throws StoreAway */
export async function takeFeedback(desk: FeedbackDesk, { ticket: held, ...marks }: Feedback): Promise<{ readonly ok: true } | Refusal> {
  const { database, keys, clock } = desk;
  const nowMs = Math.floor(clock.nowMs());
  const { claim } = verifyTicket(held, keys.ticket, nowMs);
  if (claim === undefined || claim.expiresAtMs < nowMs - PATIENCE_MS) return refuse('ROOM_TICKET_INVALID');
  return database.write(async (db) => {
    const event = await findEvent(db, claim.event);
    if (event === undefined || event.state === 'draft' || event.state === 'scheduled') return refuse('ROOM_EVENT_NOT_OPEN');
    const ticket = await getTicket(db, event.tenant, event.id, claim.ticket);
    if (ticket === undefined) return refuse('ROOM_TICKET_INVALID');
    if (ticket.revokedAtMs !== null) return refuse('ROOM_BANNED');
    await keepFeedback(db, event.tenant, event.id, claim.ticket, marks, nowMs);
    return { ok: true };
  });
}
