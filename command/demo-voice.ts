import { randomUUID } from 'node:crypto';
import { deriveKeys } from '../core/grants/secrets.ts';
import { signTicket } from '../core/grants/ticket.ts';
import type { Database } from '../room/db/database.ts';
import type { EventRecord } from '../room/db/events.ts';
import { createPoll } from '../room/db/poll-drafts.ts';
import { startTicketSession } from '../room/db/ticket-sessions.ts';
import { createTickets } from '../room/db/tickets.ts';

const LIFE_MS = 12 * 3_600_000;

/** What the synthetic presenter needs to talk in the room: a host's ticket, and a poll to open. */
export async function demoVoice(
  database: Database,
  event: EventRecord,
  secret: string,
  nowMs: number,
): Promise<{ readonly ticket: string; readonly poll: string }> {
  const { tenant, id } = event;
  const session = randomUUID();
  const name = 'Presenter';
  const made = await database.write(async (db) => {
    const [ticket] = await createTickets(
      db,
      tenant,
      id,
      [{ kind: 'staff', role: 'host', name, account: null, tokenHash: null, maxSessions: 0 }],
      nowMs,
    );
    if (ticket === undefined) throw new Error('a ticket was asked for and none was made');
    await startTicketSession(
      db,
      { session, tenant, event: id, ticket: ticket.id },
      { maxSessions: 0, takesOver: true, aliveSinceMs: 0 },
      nowMs,
    );
    const poll = await createPoll(
      db,
      tenant,
      id,
      {
        ...{
          kind: 'single',
          question: 'How far behind the clock on the stage is your picture?',
          isTest: false,
          correct: [],
          maxChoices: 1,
        },
        options: ['Less than a second', 'One to three seconds', 'More than three seconds'],
        ...{ isChangeable: true, results: 'always' },
      },
      nowMs,
    );
    return { ticket: ticket.id, poll: poll.id };
  });
  const claim = { event: id, ticket: made.ticket, name, role: 'host' as const, session, maxSessions: 0, expiresAtMs: nowMs + LIFE_MS };
  return { ticket: signTicket(claim, deriveKeys([secret], 'ticket')), poll: made.poll };
}
