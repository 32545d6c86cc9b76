/** The texts that people agreed to, each under its number for ever. */
import type { EventSettings } from '../../core/contracts/room/event.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** @returns the settings with the number of their consent text: a new text gets the next one. 0: no text. */
export async function keepConsent(
  db: Db,
  tenant: TenantId,
  event: EventId,
  settings: EventSettings,
  nowMs: number,
): Promise<EventSettings> {
  const { text } = settings.consent;
  if (text === '') return { ...settings, consent: { text, version: 0 } };
  const newest = await db
    .selectFrom('consents')
    .select(['version', 'text'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (newest?.text === text) return { ...settings, consent: { text, version: newest.version } };
  const version = (newest?.version ?? 0) + 1;
  await db.insertInto('consents').values({ event, version, tenant, text, createdAtMs: nowMs }).execute();
  return { ...settings, consent: { text, version } };
}

/** The text that was agreed to. */
export async function getConsent(db: Db, tenant: TenantId, event: EventId, version: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('consents')
    .select('text')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.text;
}
