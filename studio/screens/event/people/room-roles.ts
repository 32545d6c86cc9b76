import type { RoomRole } from '../../../../core/contracts/room/roles.ts';
import type { Phrase } from '../../../words/words.ts';

/** As what somebody comes into the room. */
export const ROOM_ROLE_PHRASES: Readonly<Record<RoomRole, Phrase>> = {
  attendee: 'linkAttendee',
  presenter: 'linkPresenter',
  moderator: 'linkModerator',
  host: 'linkModerator',
};
