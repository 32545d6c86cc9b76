import type { EventId, TicketId } from '../../core/contracts/room/ids.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { signTicket } from '../../core/grants/ticket.ts';

export const BENCH_SECRET = 'the secret of the bench, 32 characters and more';

const keys = deriveKeys([BENCH_SECRET], 'ticket');

/** The ticket of the bench's n-th person at an event. */
export function benchTicket(event: EventId, n: number): string {
  const hex = n.toString(16).padStart(12, '0');
  return signTicket(
    {
      ...{ event, name: `Person ${n}`, role: 'attendee', maxSessions: 0, expiresAtMs: 4_000_000_000_000 },
      ticket: `b0000000-0000-7000-8000-${hex}` as TicketId,
      session: `f0000000-0000-7000-8000-${hex}`,
    },
    keys,
  );
}
