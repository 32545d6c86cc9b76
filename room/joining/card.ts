import type { EventCard } from '../../core/contracts/room/join.ts';
import type { EventRecord } from '../db/events.ts';
import { checkOpen, waitingRoomOpensAtMs } from './entry-rules.ts';
import { OWN_FIELDS } from './registration.ts';

/** An event from outside. Pure. */
export function cardOf(event: EventRecord, registered: number, nowMs: number): EventCard {
  const { settings } = event;
  const { capacity, fields } = settings.registration;
  return {
    id: event.id,
    slug: event.slug,
    title: event.title,
    description: settings.description,
    state: event.state,
    doors: doorsOf(event, nowMs),
    access: event.access,
    language: settings.language,
    startsAt: instant(event.startsAtMs),
    endsAt: instant(event.endsAtMs),
    timeZone: event.timeZone,
    agenda: settings.agenda,
    waitingRoom: {
      ...{ message: settings.waitingRoom.message, picture: settings.waitingRoom.picture },
      opensAtMs: waitingRoomOpensAtMs(event),
    },
    registration: {
      fields: event.access === 'registration' ? [...OWN_FIELDS, ...fields] : [],
      isFull: event.access === 'registration' && capacity !== null && registered >= capacity,
    },
    consent: settings.consent,
    branding: settings.branding,
    ending: settings.ending,
    nowMs,
  };
}

function doorsOf(event: EventRecord, nowMs: number): EventCard['doors'] {
  const open = checkOpen(event, nowMs);
  return open.ok ? 'open' : open.code === 'ROOM_EVENT_OVER' ? 'over' : 'not-yet';
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
