/** Who somebody is. Decided on the server only. */

/** In the studio, by account. Each may do everything that those after it may. */
export const ACCOUNT_ROLES = ['owner', 'producer', 'moderator', 'analyst'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** In the room, by ticket. */
export const ROOM_ROLES = ['host', 'moderator', 'presenter', 'attendee'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** Sees what waits for approval, and everything unsampled. */
export function isStaff(role: RoomRole): boolean {
  return role !== 'attendee';
}
