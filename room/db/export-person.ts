/** Everything that the tables hold of one person at one event (GDPR art. 15 and 20), ready to be handed out. */
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { PersonExport } from '../../core/contracts/room/organiser.ts';
import { instantText } from '../event/event-times.ts';
import { getConsent } from './consents.ts';
import type { Db } from './database.ts';
import { getTicket } from './tickets.ts';

/** Read in one moment (`snapshot`). undefined: there is no such person at this event. */
export async function exportPerson(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport | undefined> {
  const ticket = await getTicket(db, tenant, event, person);
  if (ticket === undefined) return undefined;
  const sessions = await db
    .selectFrom('ticketSessions')
    .select(['createdAtMs', 'renewedAtMs'])
    .where('tenant', '=', tenant)
    .where('ticket', '=', person)
    .orderBy('createdAtMs')
    .execute();
  const stays = await db
    .selectFrom('attendance')
    .select(['cameAtMs', 'leftAtMs'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('ticket', '=', person)
    .orderBy('cameAtMs')
    .execute();
  return {
    person: {
      ...{ id: ticket.id, name: ticket.name, role: ticket.role, kind: ticket.kind, createdAt: instant(ticket.createdAtMs) },
      revokedAt: instantText(ticket.revokedAtMs),
    },
    registration: await registrationOf(db, tenant, event, person),
    sessions: sessions.map(({ createdAtMs, renewedAtMs }) => ({ began: instant(createdAtMs), renewed: instant(renewedAtMs) })),
    attendance: stays.map(({ cameAtMs, leftAtMs }) => ({ came: instant(cameAtMs), left: instantText(leftAtMs) })),
    said: await saidBy(db, tenant, event, person),
    questions: await questionsOf(db, tenant, event, person),
    votes: await votesOf(db, tenant, event, person),
    notes: await notesOn(db, tenant, event, person),
  };
}

const instant = (ms: number): string => instantText(ms) ?? '';

async function registrationOf(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport['registration']> {
  const row = await db
    .selectFrom('registrations')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('ticket', '=', person)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { email, answers, consentVersion, language, createdAtMs } = row;
  const consent = consentVersion === null ? undefined : await getConsent(db, tenant, event, consentVersion);
  return {
    ...{ email, answers: JSON.parse(answers) as Record<string, string>, language, createdAt: instant(createdAtMs) },
    consent: consent === undefined || consentVersion === null ? null : { version: consentVersion, text: consent },
  };
}

/** Messages as they stand in the feed, and those that wait for approval or were refused. */
async function saidBy(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport['said']> {
  const rows = await db
    .selectFrom('entries')
    .select(['atMs', 'kind', 'body'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('author', '=', person)
    .where('kind', 'in', ['message', 'backstage', 'held'])
    .orderBy('feedOffset')
    .execute();
  return rows.map(({ atMs, kind, body }) => ({ at: instant(atMs), kind, text: (JSON.parse(body) as { readonly text: string }).text }));
}

/** Anonymous ones too: they are his. */
async function questionsOf(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport['questions']> {
  const rows = await db
    .selectFrom('questions')
    .select(['askedAtMs', 'text', 'isAnonymous', 'answer'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('author', '=', person)
    .orderBy('askedAtMs')
    .execute();
  return rows.map(({ askedAtMs, text, isAnonymous, answer }) => ({ at: instant(askedAtMs), text, isAnonymous: isAnonymous === 1, answer }));
}

async function votesOf(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport['votes']> {
  const ballots = await db
    .selectFrom('ballots')
    .innerJoin('polls', 'polls.id', 'ballots.poll')
    .select(['ballots.atMs', 'ballots.choice', 'polls.question', 'polls.options'])
    .where('ballots.tenant', '=', tenant)
    .where('ballots.event', '=', event)
    .where('ballots.voter', '=', person)
    .orderBy('ballots.atMs')
    .execute();
  return ballots.map(({ atMs, choice, question, options }) => ({
    ...{ at: instant(atMs), question, options: JSON.parse(options) as string[] },
    choice: JSON.parse(choice) as unknown,
  }));
}

/** What the staff wrote of him when they acted. */
async function notesOn(db: Db, tenant: TenantId, event: EventId, person: TicketId): Promise<PersonExport['notes']> {
  const rows = await db
    .selectFrom('auditTexts')
    .innerJoin('audit', 'audit.id', 'auditTexts.audit')
    .select(['audit.atMs', 'audit.act', 'auditTexts.kind', 'auditTexts.text'])
    .where('auditTexts.tenant', '=', tenant)
    .where('auditTexts.event', '=', event)
    .where('auditTexts.person', '=', person)
    .orderBy('audit.id')
    .execute();
  return rows.map(({ atMs, act, kind, text }) => ({ at: instant(atMs), act, kind, text }));
}

/** Where somebody with this address has registered, in all events of an organisation. */
export async function findPeople(db: Db, tenant: TenantId, email: string) {
  return db
    .selectFrom('registrations')
    .innerJoin('tickets', 'tickets.id', 'registrations.ticket')
    .innerJoin('events', 'events.id', 'registrations.event')
    .select(['registrations.ticket', 'registrations.event', 'events.title', 'tickets.name'])
    .where('registrations.tenant', '=', tenant)
    .where('registrations.email', '=', email.trim().toLowerCase())
    .orderBy('registrations.id')
    .execute();
}
