/**
 * Who was banned and comes back as somebody new. The browser in which a ban was told keeps whom it was told to, in a cookie that no page can read; nobody else
 * is given one. It holds for as long as the ban does. Whoever throws his cookies away is new again: what keeps people out for good is a personal code.
 */
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { asTicketId } from '../../core/contracts/room/ids.ts';

/** Bans of one browser; the oldest are forgotten. */
const MOST = 8;
const SECONDS = 30 * 86_400;
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-plenary-away' : 'plenary-away');

/** @param header `Cookie` of a request, whatever it says. @returns the tickets that were banned in this browser. */
export function readSentAway(header: string | undefined, isSecure: boolean): readonly TicketId[] {
  const start = `${nameOf(isSecure)}=`;
  const pair = header
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(start));
  const tickets = (pair?.slice(start.length).split('.') ?? []).map(asTicketId).filter((ticket) => ticket !== undefined);
  return tickets.slice(0, MOST);
}

/** `Set-Cookie` with one more. */
export function writeSentAway(before: readonly TicketId[], ticket: TicketId, isSecure: boolean): string {
  const tickets = [ticket, ...before.filter((one) => one !== ticket)].slice(0, MOST);
  return `${nameOf(isSecure)}=${tickets.join('.')}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SECONDS}${isSecure ? '; Secure' : ''}`;
}
