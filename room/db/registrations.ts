/** Who has registered for an event, and what he agreed to. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { Db } from './database.ts';
import { lockEvent } from './events.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';
import { createTickets } from './tickets.ts';

/** A registration with its answers read. */
export interface Registration extends Omit<Schema['registrations'], 'answers'> {
  readonly answers: Readonly<Record<string, string>>;
}

/** What somebody registers with, checked already. */
export interface NewRegistration {
  readonly tenant: TenantId;
  readonly event: EventId;
  /** As others see him in the room. */
  readonly name: string;
  readonly email: string | null;
  readonly answers: Readonly<Record<string, string>>;
  readonly consentVersion: number | null;
  readonly language: string;
  readonly tokenHash: string;
  readonly maxSessions: number;
}

/**
 * Makes the registration and its ticket; run it in `write`: the event's places are counted under its lock.
 * `known`: this address has registered before; nothing is added.
 */
export async function register(
  db: Db,
  registration: NewRegistration,
  nowMs: number,
): Promise<{ readonly ok: true; readonly isKnown: boolean; readonly registration: Registration } | Refusal> {
  const { tenant, event, name, answers, tokenHash, maxSessions, consentVersion, language } = registration;
  const email = registration.email?.toLowerCase() ?? null;
  const settings = (await lockEvent(db, tenant, event))?.settings;
  if (settings === undefined) return refuse('ROOM_NO_SUCH_EVENT');
  const known = email === null ? undefined : await findRegistrationByEmail(db, tenant, event, email);
  if (known !== undefined) return { ok: true, isKnown: true, registration: known };
  const { capacity } = settings.registration;
  if (capacity !== null && (await countRegistrations(db, tenant, event)) >= capacity) return refuse('ROOM_EVENT_FULL', { capacity });
  const [ticket] = await createTickets(
    db,
    ...([tenant, event, [{ kind: 'registration', role: 'attendee', name, account: null, tokenHash, maxSessions }], nowMs] as const),
  );
  const row = { id: newId(nowMs), tenant, event, ticket: ticket?.id as TicketId, email, consentVersion, language, createdAtMs: nowMs };
  await db
    .insertInto('registrations')
    .values({ ...row, answers: JSON.stringify(answers) })
    .execute();
  return { ok: true, isKnown: false, registration: { ...row, answers } };
}

/** By address; in whatever case it is written. */
export async function findRegistrationByEmail(db: Db, tenant: TenantId, event: EventId, email: string): Promise<Registration | undefined> {
  const row = await db
    .selectFrom('registrations')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? undefined : asRegistration(row);
}

/** How many places are taken: tickets that were revoked are free again. */
export async function countRegistrations(db: Db, tenant: TenantId, event: EventId): Promise<number> {
  const { count } = await db
    .selectFrom('registrations')
    .innerJoin('tickets', 'tickets.id', 'registrations.ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('registrations.tenant', '=', tenant)
    .where('registrations.event', '=', event)
    .where('tickets.revokedAtMs', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** In order of arrival, at most `limit`, after an id. */
export async function listRegistrations(
  db: Db,
  tenant: TenantId,
  event: EventId,
  options: { readonly after?: string; readonly limit: number },
): Promise<readonly Registration[]> {
  let query = db
    .selectFrom('registrations')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('id')
    .limit(options.limit);
  if (options.after !== undefined) query = query.where('id', '>', options.after);
  return (await query.execute()).map(asRegistration);
}

function asRegistration(row: Schema['registrations']): Registration {
  return { ...row, answers: JSON.parse(row.answers) as Record<string, string> };
}
