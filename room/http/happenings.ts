import type { EventRecord } from '../db/events.ts';

/** What webhooks are told when an event has moved on; for {@link enqueueDeliveries}. */
export function happeningOf(
  { id, slug, title, state }: Pick<EventRecord, 'id' | 'slug' | 'title' | 'state'>,
  atMs: number,
): { readonly kind: string; readonly body: (delivery: string) => string } {
  const kind = `event.${state}`;
  return {
    kind,
    body: (delivery) => JSON.stringify({ id: delivery, kind, at: new Date(atMs).toISOString(), event: { id, slug, title, state } }),
  };
}
