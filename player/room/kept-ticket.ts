/** The ticket outlives a reload of the page: the same person, one vote. Kept for this window alone. */
import type { Joined } from '../../core/contracts/room/join.ts';

const key = (slug: string): string => `plenary.ticket.${slug}`;

export function keepTicket(slug: string, { ticket }: Pick<Joined, 'ticket'>): void {
  try {
    sessionStorage.setItem(key(slug), ticket);
  } catch {
    // Storage is off: then it is another ticket after a reload.
  }
}

/** @returns undefined when there is none, or storage is off. */
export function keptTicket(slug: string): string | undefined {
  try {
    return sessionStorage.getItem(key(slug)) ?? undefined;
  } catch {
    return undefined;
  }
}
