/** Whether an event takes visitors in now, and what it wants of them. Pure. */
import type { EventSettings } from '../../core/contracts/room/event.ts';
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';

/** What of an event decides who comes in. */
export interface EntryFacts {
  readonly state: EventState;
  readonly startsAtMs: number | null;
  readonly settings: Pick<EventSettings, 'waitingRoom' | 'ending' | 'consent'>;
}

/** When the waiting room opens; null: it has no time yet. Unix ms. */
export function waitingRoomOpensAtMs({ startsAtMs, settings }: EntryFacts): number | null {
  return startsAtMs === null ? null : startsAtMs - settings.waitingRoom.opensMinutesBefore * 60_000;
}

/** Whether visitors come in at this time. A draft is not there for anybody; after the end the room stays or closes, as the organiser set it. */
export function checkOpen(event: EntryFacts, nowMs: number): { readonly ok: true } | Refusal {
  switch (event.state) {
    case 'draft':
      return refuse('ROOM_NO_SUCH_EVENT');
    case 'scheduled': {
      const opensAtMs = waitingRoomOpensAtMs(event);
      return opensAtMs !== null && nowMs >= opensAtMs ? { ok: true } : refuse('ROOM_EVENT_NOT_OPEN');
    }
    case 'ended':
      return event.settings.ending.kind === 'leave-open' ? { ok: true } : refuse('ROOM_EVENT_OVER');
    case 'live':
    case 'published':
      return { ok: true };
  }
}

/** Whether the text that he agreed to is the one that stands now. Without a text nobody is asked. */
export function checkConsent({ settings }: EntryFacts, agreedTo: number | undefined): { readonly ok: true } | Refusal {
  const { text, version } = settings.consent;
  if (text === '' || agreedTo === version) return { ok: true };
  return refuse(agreedTo === undefined ? 'ROOM_CONSENT_NEEDED' : 'ROOM_CONSENT_CHANGED');
}
