/** The life of an event: draft, scheduled, live, ended, published. Pure. */
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { StoredEvent } from './event-draft.ts';

/**
 * From where to where. Back from scheduled: nobody has come yet. Back from ended: the button was pressed too early. Back from published: the
 * recordings are taken off again.
 */
const STEPS: Readonly<Record<EventState, readonly EventState[]>> = {
  draft: ['scheduled'],
  scheduled: ['draft', 'live'],
  live: ['ended'],
  ended: ['live', 'published'],
  published: ['ended'],
};

/** Whether an event may go on to `to`, and has what that needs. */
export function checkStep(
  event: Pick<StoredEvent, 'state' | 'startsAtMs' | 'access' | 'passwordHash' | 'wentLiveAtMs'>,
  to: EventState,
): { readonly ok: true } | Refusal {
  if (!STEPS[event.state].includes(to)) return refuse('ROOM_EVENT_STATE');
  if (to === 'draft') return { ok: true };
  if (to === 'scheduled' && event.startsAtMs === null) return refuse('ROOM_EVENT_NEEDS_START');
  const opensDoors = to === 'scheduled' || to === 'live';
  return opensDoors && event.access === 'password' && event.passwordHash === null ? refuse('ROOM_EVENT_NEEDS_PASSWORD') : { ok: true };
}
