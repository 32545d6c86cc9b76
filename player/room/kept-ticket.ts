/** The ticket outlives a reload of the page: the same person, one vote. Kept for this window alone. */
import type { Joined } from '../../core/contracts/room/join.ts';

const key = (slug: string): string => `plenary.ticket.${slug}`;

export function keepTicket(slug: string, { ticket }: Pick<Joined, 'ticket'>): void {
  withStorage((storage) => storage.setItem(key(slug), ticket));
}

/** @returns undefined when there is none, or storage is off. */
export function keptTicket(slug: string): string | undefined {
  return withStorage((storage) => storage.getItem(key(slug))) ?? undefined;
}

/** It is good for nothing any more. */
export function forgetTicket(slug: string): void {
  withStorage((storage) => storage.removeItem(key(slug)));
}

/** Storage may be off: then it is another ticket after a reload. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
