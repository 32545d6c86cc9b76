import { CLOSE } from '../../core/contracts/room/frames.ts';
import type { RefusalCode } from '../refusals.ts';

const CODES: Readonly<Partial<Record<RefusalCode, number>>> = {
  ROOM_BAD_FRAME: CLOSE.badFrame,
  ROOM_TICKET_INVALID: CLOSE.badTicket,
  ROOM_BANNED: CLOSE.revoked,
  ROOM_NOT_ALLOWED: CLOSE.revoked,
  ROOM_TOO_MANY_SESSIONS: CLOSE.tooManySessions,
  ROOM_NO_SUCH_EVENT: CLOSE.eventOver,
  ROOM_EVENT_OVER: CLOSE.eventOver,
  ROOM_FRAME_TOO_LARGE: CLOSE.tooLarge,
  ROOM_FLOOD: CLOSE.flood,
  ROOM_SLOW_READER: CLOSE.slowReader,
  ROOM_DRAINING: CLOSE.draining,
  ROOM_TICKET_EXPIRED: CLOSE.ticketExpired,
  ROOM_OVERLOADED: CLOSE.overloaded,
  ROOM_STORE_AWAY: CLOSE.overloaded,
  ROOM_HELLO_TIMEOUT: CLOSE.helloTimeout,
};

/** The close code for why somebody is let go. */
export function closeCodeOf(code: RefusalCode): number {
  return CODES[code] ?? CLOSE.overloaded;
}

/** 45xx: the client may come back by itself. */
export function isComeBack(closeCode: number): boolean {
  return closeCode >= 4_500 && closeCode < 4_600;
}
