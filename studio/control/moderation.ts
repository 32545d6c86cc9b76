/** What moderators do to people, with what takes it back. */
import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { Desk } from './desk.ts';

/** A first mute is a pause, not an end. */
export const MUTE_SECONDS = 600;

/** Nothing of his for a while. */
export function mute(desk: Desk, person: TicketId): void {
  void desk.act({ act: 'mute', person, seconds: MUTE_SECONDS }, () => ({ act: 'mute', person, seconds: 0 }));
}

/** He may speak again. */
export function unmute(desk: Desk, person: TicketId): void {
  void desk.act({ act: 'mute', person, seconds: 0 });
}
