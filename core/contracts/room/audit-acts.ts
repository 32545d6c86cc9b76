/** Every name under which the audit log writes something down. For ever: what was written stays readable, so that a name is added and never changed. */
import type { ActName } from './acts.ts';

/** What is done in a room, by {@link ActName}. */
const ROOM_ACTS = [
  ...(['remove-message', 'approve', 'refuse', 'pin', 'mute', 'ban', 'unban', 'rules'] as const),
  ...(['open-poll', 'close-poll', 'archive-poll', 'poll-results'] as const),
  ...(['show-question', 'answer-question', 'answered-live', 'dismiss-question', 'pin-question'] as const),
  ...(['layout', 'banner', 'banner-off', 'redirect', 'undo-cue'] as const),
] as const satisfies readonly ActName[];

/** What is done elsewhere. */
const OTHER_ACTS = [
  ...(['room.erase', 'slate.held'] as const),
  ...(['plan.added', 'plan.changed', 'plan.deleted', 'plan.armed', 'plan.fired', 'plan.undone'] as const),
  ...(['event.created', 'event.changed', 'event.moved', 'event.duplicated', 'event.deleted'] as const),
  ...(['poll.created', 'poll.changed', 'poll.deleted'] as const),
  ...(['stream-key.made', 'stream-key.revoked', 'token.made', 'token.revoked'] as const),
  ...(['registrations.exported', 'attendance.exported', 'person.exported', 'person.erased'] as const),
  ...(['account.changed', 'account.password-changed', 'account.password-reset', 'account.reset-link'] as const),
  ...(['account.totp-on', 'account.totp-off', 'session.started', 'installation.set-up'] as const),
  ...(['invitation.made', 'invitation.withdrawn', 'invitation.accepted', 'api-key.made', 'api-key.revoked'] as const),
  ...(['organisation.changed', 'picture.added', 'template.made', 'template.renamed', 'template.deleted'] as const),
  ...(['webhook.made', 'webhook.removed'] as const),
] as const;

/** A name in the log. */
export type AuditAct = `room.${ActName}` | (typeof OTHER_ACTS)[number];

export const AUDIT_ACTS: readonly AuditAct[] = [...ROOM_ACTS.map((name) => `room.${name}` as const), ...OTHER_ACTS];

const names: ReadonlySet<string> = new Set(AUDIT_ACTS);

/** Whether it is one that we know. */
export function isAuditAct(name: string): name is AuditAct {
  return names.has(name);
}
