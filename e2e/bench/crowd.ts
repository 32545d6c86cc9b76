import { BenchChild } from '../../room/load/child.ts';
import type { DriverCommand, DriverReport } from '../../room/load/messages.ts';

/** Many people in the room of a running Plenary, in a process of their own. */
export interface Crowd {
  /** Talks, so many messages a second; resolves when the time is over. */
  say(perSecond: number, seconds: number): Promise<void>;
  report(): Promise<DriverReport>;
  close(): Promise<void>;
}

/** Handshakes at once. */
const CONCURRENCY = 100;

/**
 * Comes in through the front door: each with a ticket of his own from `POST /api/join`, and over the socket.
 *
 * @param http the Plenary's address. @param slug the event, as in `/watch/<slug>`. @throws Error when somebody gets no ticket.
 */
export async function gatherCrowd(http: string, slug: string, count: number): Promise<Crowd> {
  const tickets: string[] = [];
  while (tickets.length < count) {
    const some = Math.min(CONCURRENCY, count - tickets.length);
    tickets.push(...(await Promise.all(Array.from({ length: some }, (_, index) => ticketFor(http, slug, tickets.length + index)))));
  }
  const driver = new BenchChild<DriverCommand>('./driver.ts', '');
  await driver.ready();
  await driver.ask({ do: 'join', port: Number(new URL(http).port), tickets, count, concurrency: CONCURRENCY });
  return {
    say: async (perSecond, seconds) => {
      await driver.ask({ do: 'say', perSecond, seconds });
    },
    report: () => driver.ask<DriverReport>({ do: 'report' }),
    close: () => driver.kill(),
  };
}

async function ticketFor(http: string, slug: string, index: number): Promise<string> {
  const answer = await fetch(`${http}/api/join/${slug}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Person ${index}` }),
    signal: AbortSignal.timeout(20_000),
  });
  const { ticket } = (await answer.json()) as { readonly ticket?: string };
  if (ticket === undefined) throw new Error(`no ticket for the crowd: ${answer.status}`);
  return ticket;
}
