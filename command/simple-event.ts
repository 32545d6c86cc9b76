import type { StreamId } from '../core/contracts/ids.ts';
import { DEFAULT_EVENT_SETTINGS } from '../core/contracts/room/event.ts';
import { newStreamKey, streamKeyHmac } from '../core/grants/stream-keys.ts';
import type { Db } from '../room/db/database.ts';
import type { EventRecord } from '../room/db/events.ts';
import { changeEventState, createEvent, findEventBySlug } from '../room/db/events.ts';
import type { StreamKeySlot } from '../room/db/stream-keys.ts';
import { createStreamKey } from '../room/db/stream-keys.ts';
import { createTenant, listTenants } from '../room/db/tenants.ts';
import { UsageError } from './errors.ts';

/** The organisation of an installation that nobody has set up yet. */
const FIRST_TENANT = 'Plenary';
const CREATED_BY = 'command';

/**
 * The event of a name, made when there is none: open to everybody with the link, and live, so that a picture is seen as soon as it comes.
 * Run it in `write`. @throws UsageError when the name cannot be one.
 */
export async function simpleEvent(db: Db, slug: StreamId, title: string, nowMs: number): Promise<EventRecord> {
  const known = await findEventBySlug(db, slug);
  if (known !== undefined) return known;
  const [first] = await listTenants(db);
  const tenant = first?.id ?? (await createTenant(db, FIRST_TENANT, nowMs));
  const made = await createEvent(
    db,
    {
      ...{ tenant, slug, title, startsAtMs: null, endsAtMs: null, timeZone: 'Europe/Berlin', access: 'open', passwordHash: null },
      ...{ settings: DEFAULT_EVENT_SETTINGS, createdBy: CREATED_BY },
    },
    nowMs,
  );
  if (!made.ok) throw new UsageError({ sentence: `there cannot be an event called ${slug}` });
  await changeEventState(db, tenant, made.event.id, { from: 'draft', to: 'live' }, nowMs);
  return { ...made.event, state: 'live', wentLiveAtMs: nowMs };
}

/** A new stream key of an event, and its id. The key is known to nobody but the caller. */
export async function makeStreamKey(
  db: Db,
  event: EventRecord,
  wanted: { readonly slot: StreamKeySlot; readonly label: string },
  hmacKey: string,
  nowMs: number,
): Promise<{ readonly id: string; readonly key: string }> {
  const key = newStreamKey();
  const { tenant, id: eventId } = event;
  const { id } = await createStreamKey(
    db,
    { tenant, event: eventId, ...wanted, hmac: streamKeyHmac(key, hmacKey), createdBy: CREATED_BY },
    nowMs,
  );
  return { id, key };
}
