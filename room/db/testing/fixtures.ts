/** For tests: an organisation with an owner and an event. */
import { DEFAULT_EVENT_SETTINGS } from '../../../core/contracts/room/event.ts';
import type { AccountId, TenantId } from '../../../core/contracts/room/ids.ts';
import type { Account } from '../accounts.ts';
import { addAccount } from '../accounts.ts';
import type { Database } from '../database.ts';
import type { EventRecord, NewEvent } from '../events.ts';
import { createEvent } from '../events.ts';
import { createTenant } from '../tenants.ts';

export const NOW = 1_790_000_000_000;
let count = 0;

/** A new organisation, with an owner. */
export async function testTenant(database: Database): Promise<{ readonly tenant: TenantId; readonly owner: Account }> {
  return database.write(async (db) => {
    const tenant = await createTenant(db, `Organisation ${++count}`, NOW);
    const person = {
      email: `Owner${count}@Example.org`,
      name: 'Olga',
      role: 'owner',
      passwordHash: 'hash',
      language: 'en',
      addedBy: null,
    } as const;
    const owner = await addAccount(db, { tenant, ...person }, NOW);
    if (owner === undefined) throw new Error('the address is taken');
    return { tenant, owner };
  });
}

/** A new event. @throws Error when it is refused. */
export async function testEvent(
  database: Database,
  tenant: TenantId,
  more: Partial<NewEvent> = {},
  createdBy = 'a0000000-0000-7000-8000-000000000009' as AccountId,
): Promise<EventRecord> {
  const event: NewEvent = {
    ...{ tenant, slug: `event-${++count}`, title: 'An event', startsAtMs: null, endsAtMs: null, timeZone: 'Europe/Berlin' },
    ...{ access: 'open', passwordHash: null, settings: DEFAULT_EVENT_SETTINGS, createdBy },
    ...more,
  };
  const made = await database.write((db) => createEvent(db, event, NOW));
  if (!made.ok) throw new Error(made.code);
  return made.event;
}
