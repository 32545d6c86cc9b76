/** Visitors who come in without a name on a list: a ticket and its first session each, many in one statement. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** Somebody who has just come in. */
export interface Arrival {
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly ticket: TicketId;
  readonly session: string;
  readonly kind: 'open' | 'password';
  readonly name: string;
}

/** Rows of one statement. */
const AT_ONCE = 500;

/** Makes their tickets and sessions; run it in `write`. */
export async function admitArrivals(db: Db, arrivals: readonly Arrival[], nowMs: number): Promise<void> {
  for (let from = 0; from < arrivals.length; from += AT_ONCE) {
    const some = arrivals.slice(from, from + AT_ONCE);
    await db
      .insertInto('tickets')
      .values(
        some.map(({ tenant, event, ticket, kind, name }) => ({
          ...{ id: ticket, tenant, event, kind, name, role: 'attendee' as const, account: null, tokenHash: null, maxSessions: 0 },
          ...{ createdAtMs: nowMs, revokedAtMs: null, mutedUntilMs: 0 },
        })),
      )
      .execute();
    await db
      .insertInto('ticketSessions')
      .values(
        some.map(({ tenant, event, ticket, session }) => ({
          tenant,
          event,
          ticket,
          session,
          createdAtMs: nowMs,
          renewedAtMs: nowMs,
          revokedAtMs: null,
        })),
      )
      .execute();
  }
}
