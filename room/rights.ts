/** Who may do what in the room, by role alone. Roles come out of signed tickets; nothing that is sent over the socket changes one. */
import type { ActName } from '../core/contracts/room/acts.ts';
import type { RoomRole } from '../core/contracts/room/roles.ts';

const HOST: readonly RoomRole[] = ['host'];
const MODERATION: readonly RoomRole[] = ['host', 'moderator'];
const SHOW: readonly RoomRole[] = ['host', 'presenter'];
const STAFF: readonly RoomRole[] = ['host', 'moderator', 'presenter'];

const MAY: Readonly<Record<ActName, readonly RoomRole[]>> = {
  'remove-message': MODERATION,
  approve: MODERATION,
  refuse: MODERATION,
  pin: STAFF,
  mute: MODERATION,
  ban: MODERATION,
  unban: MODERATION,
  rules: MODERATION,
  'open-poll': STAFF,
  'close-poll': STAFF,
  'archive-poll': MODERATION,
  'poll-results': MODERATION,
  'show-question': MODERATION,
  'answer-question': STAFF,
  'answered-live': STAFF,
  'dismiss-question': MODERATION,
  'pin-question': STAFF,
  layout: SHOW,
  banner: STAFF,
  'banner-off': STAFF,
  redirect: HOST,
  // whose cue may be taken back: see room/show
  'undo-cue': STAFF,
};

const RANK: Readonly<Record<RoomRole, number>> = { host: 3, moderator: 2, presenter: 1, attendee: 0 };

/** Whether the role has the right at all; {@link mayActOn} says on whom. */
export function mayAct(role: RoomRole, act: ActName): boolean {
  return MAY[act].includes(role);
}

/** Nobody acts on somebody above him or beside him. */
export function mayActOn(by: RoomRole, target: RoomRole): boolean {
  return RANK[by] > RANK[target];
}
