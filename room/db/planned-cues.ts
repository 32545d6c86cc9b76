/** The plan of an event's show, as it is kept. */
import type { Act } from '../../core/contracts/room/acts.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { CueState, Planned } from '../../core/contracts/room/plan.ts';
import { inOrder } from '../../core/contracts/room/plan.ts';
import type { Db } from './database.ts';
import { locking } from './lock.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

/** A cue with everything in it. */
export interface CueRecord {
  readonly id: string;
  readonly at: string;
  readonly planned: Planned;
  readonly state: CueState;
  /** Another one after each change. */
  readonly revision: number;
  /** What takes back what was fired; null: nothing was, or nothing does. */
  readonly undo: Act | null;
  readonly firedAtMs: number | null;
}

/** Adds one, checked already. */
export async function addCue(db: Db, tenant: TenantId, event: EventId, draft: CuePlan, nowMs: number): Promise<CueRecord> {
  const life = { state: 'planned' as const, revision: 1, undo: null, firedAtMs: null };
  const id = newId(nowMs);
  await db
    .insertInto('plannedCues')
    .values({ id, tenant, event, at: draft.at, planned: JSON.stringify(draft.planned), ...life, createdAtMs: nowMs })
    .execute();
  return { id, ...draft, ...life };
}

/** In the order of their times, then as they were made. */
export async function listCues(db: Db, tenant: TenantId, event: EventId): Promise<readonly CueRecord[]> {
  const rows = await db
    .selectFrom('plannedCues')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .orderBy('id')
    .execute();
  return inOrder(rows.map(asCue));
}

/** Until the transaction ends nobody else changes it. */
export async function lockCue(db: Db, tenant: TenantId, event: EventId, id: string): Promise<CueRecord | undefined> {
  const row = await locking(
    db,
    db.selectFrom('plannedCues').selectAll().where('tenant', '=', tenant).where('event', '=', event).where('id', '=', id),
  ).executeTakeFirst();
  return row === undefined ? undefined : asCue(row);
}

/** Changes one that the transaction has locked. @returns it as it is now. */
export async function changeCue(
  db: Db,
  tenant: TenantId,
  event: EventId,
  cue: CueRecord,
  change: Partial<Omit<CueRecord, 'id' | 'revision'>>,
): Promise<CueRecord> {
  const after: CueRecord = { ...cue, ...change, revision: cue.revision + 1 };
  const { at, planned, state, revision, undo, firedAtMs } = after;
  await db
    .updateTable('plannedCues')
    .set({ at, planned: JSON.stringify(planned), state, revision, undo: undo === null ? null : JSON.stringify(undo), firedAtMs })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', cue.id)
    .execute();
  return after;
}

/** Takes one out of the plan. */
export async function deleteCue(db: Db, tenant: TenantId, event: EventId, id: string): Promise<void> {
  await db.deleteFrom('plannedCues').where('tenant', '=', tenant).where('event', '=', event).where('id', '=', id).execute();
}

/** A cue as it is written, whatever became of it. */
export type CuePlan = Pick<CueRecord, 'at' | 'planned'>;

/** A plan with other polls. @param polls the others by those of the plan; a cue whose poll is not among them is left out. */
export function withPolls(plan: readonly CuePlan[], polls: ReadonlyMap<string, string>): readonly CuePlan[] {
  return plan.flatMap(({ at, planned }): readonly CuePlan[] => {
    if (!('poll' in planned)) return [{ at, planned }];
    const poll = polls.get(planned.poll);
    return poll === undefined ? [] : [{ at, planned: { ...planned, poll } }];
  });
}

/** Adds a whole plan, from its beginning. */
export async function addPlan(db: Db, tenant: TenantId, event: EventId, plan: readonly CuePlan[], nowMs: number): Promise<void> {
  for (const cue of plan) await addCue(db, tenant, event, cue, nowMs);
}

function asCue({ id, at, planned, state, revision, undo, firedAtMs }: Schema['plannedCues']): CueRecord {
  return {
    ...{ id, at, state, revision, firedAtMs },
    planned: JSON.parse(planned) as Planned,
    undo: undo === null ? null : (JSON.parse(undo) as Act),
  };
}
