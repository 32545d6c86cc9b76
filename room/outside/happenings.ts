/** What webhooks are told, for `enqueueDeliveries` of room/db. Ids and names of events; of people ids alone. */
import type { EventRecord } from '../db/events.ts';

export interface Happening {
  readonly kind: string;
  readonly body: (delivery: string) => string;
}

type Told = Pick<EventRecord, 'id' | 'slug' | 'title' | 'state'>;

/** An event has moved on to its state. */
export function eventMoved(event: Told, atMs: number): Happening {
  return happening(`event.${event.state}`, event, {}, atMs);
}

/** Somebody has registered; who, the API tells whoever may know. */
export function registrationAdded(event: Told, registration: string, atMs: number): Happening {
  return happening('registration.added', event, { registration: { id: registration } }, atMs);
}

function happening(kind: string, { id, slug, title, state }: Told, more: object, atMs: number): Happening {
  const at = new Date(atMs).toISOString();
  return { kind, body: (delivery) => JSON.stringify({ id: delivery, kind, at, event: { id, slug, title, state }, ...more }) };
}
