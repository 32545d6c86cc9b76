/** The card of an event for the player's own tests. */
import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import type { EventCard } from '../../core/contracts/room/join.ts';

/** An open event that begins in an hour. */
export function cardWith(more: Partial<EventCard> = {}): EventCard {
  const { waitingRoom, branding, ending, consent } = DEFAULT_EVENT_SETTINGS;
  const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
  return {
    ...{ id: '0190163d-8694-739b-aea5-966c26f8ad92' as EventId, slug: 'demo', title: 'The next ten years of open webcasting' },
    ...{
      description: '',
      state: 'scheduled',
      access: 'open',
      doors: 'open',
      language: 'en',
      startsAt: inMs(3_600_000),
      endsAt: inMs(7_200_000),
    },
    ...{ timeZone: 'Europe/Berlin', agenda: [], waitingRoom: { message: waitingRoom.message, picture: null, opensAtMs: null } },
    ...{ registration: { fields: [], isFull: false }, consent, branding, ending, nowMs: Date.now() },
    ...more,
  };
}
