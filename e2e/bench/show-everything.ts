import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import { Organiser } from '../rig/organiser.ts';
import type { RunningPlenary } from '../rig/plenary.ts';

/** As its owner: every message of the demo event is shown to everybody, however many there are (`readablePerSecond: 0`). @throws Error when the API refuses. */
export async function showEverything(plenary: RunningPlenary): Promise<void> {
  const owner = new Organiser(plenary);
  await owner.setUp();
  const { events } = await owner.asks<{ events: { id: string; slug: string }[] }>('GET', '/events');
  const event = events.find(({ slug }) => slug === 'demo');
  if (event === undefined) throw new Error('there is no demo event');
  await owner.asks('PATCH', `/events/${event.id}`, { settings: { room: { ...DEFAULT_EVENT_SETTINGS.room, readablePerSecond: 0 } } });
}
