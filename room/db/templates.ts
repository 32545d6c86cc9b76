/** Settings of events kept under a name: an organisation's templates. */
import type { AccessKind, EventSettings } from '../../core/contracts/room/event.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import { agendaMoved } from '../event/agenda-moved.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { Db } from './database.ts';
import { readSettings } from './event-settings.ts';
import type { EventRecord } from './events.ts';
import { createEvent, getEvent } from './events.ts';
import { newId } from './new-id.ts';
import type { CuePlan } from './planned-cues.ts';
import { addPlan, listCues, withPolls } from './planned-cues.ts';
import { createPoll, draftsOf, listPolls } from './poll-drafts.ts';
import type { Schema } from './schema.ts';

/** A template with its settings read. */
export interface Template {
  readonly id: string;
  readonly tenant: TenantId;
  readonly name: string;
  /** Of the event that it was made of: its agenda is told from there. */
  readonly startsAtMs: number | null;
  readonly timeZone: string;
  readonly access: AccessKind;
  readonly settings: EventSettings;
  readonly polls: readonly PollDraft[];
  /** The plan of the show; a poll is named by its place among `polls`. */
  readonly plan: readonly CuePlan[];
  readonly createdAtMs: number;
}

/** As many an organisation may have. */
export const MAX_TEMPLATES = 100;

type Made = { readonly ok: true; readonly template: Template } | Refusal;

/** Keeps the settings, polls and plan of an event under a name that no other template has; run it in `write`. Its times, password, people and keys stay behind. */
export async function keepTemplate(
  db: Db,
  tenant: TenantId,
  of: EventId,
  as: { readonly name: string; readonly createdBy: string },
  nowMs: number,
): Promise<Made> {
  const event = await getEvent(db, tenant, of);
  if (event === undefined) return refuse('ROOM_NO_SUCH_EVENT');
  if ((await listTemplates(db, tenant)).length >= MAX_TEMPLATES) return refuse('ROOM_TOO_MANY', { max: MAX_TEMPLATES });
  const { startsAtMs, timeZone, access, settings } = event;
  const places = new Map((await listPolls(db, tenant, of)).map((poll, place) => [poll.id as string, String(place)]));
  const row = {
    ...{ id: newId(nowMs), tenant, ...as, startsAtMs, timeZone, access, createdAtMs: nowMs },
    ...{ settings: JSON.stringify(settings), polls: JSON.stringify(await draftsOf(db, tenant, of)) },
    plan: JSON.stringify(withPolls(await listCues(db, tenant, of), places)),
  };
  const made = await db
    .insertInto('templates')
    .values(row)
    .onConflict((on) => on.columns(['tenant', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made === undefined ? refuse('ROOM_TEMPLATE_NAME_TAKEN', { name: as.name }) : { ok: true, template: asTemplate(row) };
}

/** By name. */
export async function listTemplates(db: Db, tenant: TenantId): Promise<readonly Template[]> {
  const rows = await db.selectFrom('templates').selectAll().where('tenant', '=', tenant).orderBy('name').orderBy('id').execute();
  return rows.map(asTemplate);
}

export async function getTemplate(db: Db, tenant: TenantId, id: string): Promise<Template | undefined> {
  const row = await db.selectFrom('templates').selectAll().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : asTemplate(row);
}

/** Calls a template otherwise; run it in `write`. undefined: there is none. */
export async function renameTemplate(db: Db, tenant: TenantId, id: string, name: string): Promise<Made | undefined> {
  const template = await getTemplate(db, tenant, id);
  if (template === undefined) return undefined;
  const others = await listTemplates(db, tenant);
  if (others.some((one) => one.id !== id && one.name === name)) return refuse('ROOM_TEMPLATE_NAME_TAKEN', { name });
  await db.updateTable('templates').set({ name }).where('tenant', '=', tenant).where('id', '=', id).execute();
  return { ok: true, template: { ...template, name } };
}

/** @returns whether there was one. */
export async function deleteTemplate(db: Db, tenant: TenantId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('templates').where('tenant', '=', tenant).where('id', '=', id).executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** A draft with the settings, polls and plan of a template, its agenda told from when it begins; run it in `write`. */
export async function createEventFrom(
  db: Db,
  template: Template,
  as: { readonly slug: string; readonly title: string; readonly startsAtMs: number | null; readonly createdBy: string },
  nowMs: number,
): Promise<{ readonly ok: true; readonly event: EventRecord } | Refusal> {
  const { tenant, timeZone, access, settings } = template;
  const agenda = agendaMoved(settings.agenda, template.startsAtMs, as.startsAtMs);
  const event = { tenant, timeZone, access, passwordHash: null, settings: { ...settings, agenda }, ...as, endsAtMs: null };
  const made = await createEvent(db, event, nowMs);
  if (!made.ok) return made;
  const polls = new Map<string, string>();
  for (const [place, draft] of template.polls.entries())
    polls.set(String(place), (await createPoll(db, tenant, made.event.id, draft, nowMs)).id);
  await addPlan(db, tenant, made.event.id, withPolls(template.plan, polls), nowMs);
  return made;
}

function asTemplate(row: Schema['templates']): Template {
  const { id, tenant, name, startsAtMs, timeZone, access, createdAtMs } = row;
  const [polls, plan] = [JSON.parse(row.polls) as PollDraft[], JSON.parse(row.plan) as CuePlan[]];
  return { id, tenant, name, startsAtMs, timeZone, access, settings: readSettings(row.settings), polls, plan, createdAtMs };
}
