/** The plan of a show where the room hears of it: what is fired, what is taken back, and that the plan is another, each in the caller's transaction. */
import type { Act } from '../../core/contracts/room/acts.ts';
import type { Author, TalkRules } from '../../core/contracts/room/entries.ts';
import type { ClientId, EventId, TenantId } from '../../core/contracts/room/ids.ts';
import { actOf, undoOf } from '../../core/contracts/room/plan.ts';
import type { Committed, Op, Outcome } from '../channel/room-store.ts';
import type { Db } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import type { CueRecord } from '../db/planned-cues.ts';
import { changeCue } from '../db/planned-cues.ts';
import type { Refusal } from '../refusals.ts';
import { commitOps } from './commit.ts';

/** Whose plan it is. */
export interface PlanOf {
  readonly tenant: TenantId;
  readonly event: EventId;
}

/** Who does it, and under which id of his: the same again is the same act. */
export interface Doing {
  readonly by: Author;
  readonly id: ClientId;
  /** On the stage's clock; undefined: now. */
  readonly atMs?: number | undefined;
}

/** A cue after what was done with it, and what the feed got. */
export interface CueDone {
  readonly ok: true;
  readonly cue: CueRecord;
  readonly told: Committed;
}

/** Does what a locked cue plans, and keeps what takes it back. A refusal: the room does not take it, and the caller's transaction must not stay. */
export async function fireCue(db: Db, { tenant, event }: PlanOf, cue: CueRecord, doing: Doing, nowMs: number): Promise<CueDone | Refusal> {
  const chat = cue.planned.kind === 'chat' ? (await talkRules(db, tenant, event))?.chat : undefined;
  const { outcome, told } = await commitAct(db, event, cue.id, doing, actOf(cue.planned, doing.atMs), nowMs);
  if (!outcome.ok) return outcome;
  const undo = undoOf(cue.planned, outcome.offset, chat) ?? null;
  return { ok: true, told, cue: await changeCue(db, tenant, event, cue, { state: 'fired', undo, firedAtMs: nowMs }) };
}

/** Takes back what a locked cue did; what somebody took back by hand before is taken back. A refusal: the caller's transaction must not stay. */
export async function undoFiredCue(
  db: Db,
  { tenant, event }: PlanOf,
  cue: CueRecord,
  undo: Act,
  doing: Doing,
  nowMs: number,
): Promise<CueDone | Refusal> {
  const { outcome, told } = await commitAct(db, event, cue.id, doing, undo, nowMs);
  if (!outcome.ok && outcome.code !== 'ROOM_NO_SUCH_CUE' && outcome.code !== 'ROOM_POLL_ALREADY_CLOSED') return outcome;
  return { ok: true, told, cue: await changeCue(db, tenant, event, cue, { state: 'undone', undo: null }) };
}

/** Tells the staff in the room that a cue is another, or gone. */
export async function tellPlan(db: Db, event: EventId, cue: string, nowMs: number): Promise<Committed> {
  return commitOps(db, event, [noticeOf(cue, nowMs)], nowMs);
}

/** Whether somebody has done something under this id of his before. */
export async function hasDone(db: Db, { tenant, event }: PlanOf, { by, id }: Doing): Promise<boolean> {
  const row = await db
    .selectFrom('doneOps')
    .select('clientId')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('person', '=', by.id)
    .where('clientId', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** The act, and the word that the plan is another. */
async function commitAct(
  db: Db,
  event: EventId,
  cue: string,
  { by, id, atMs }: Doing,
  act: Act,
  nowMs: number,
): Promise<{ readonly outcome: Outcome; readonly told: Committed }> {
  const told = await commitOps(db, event, [{ kind: 'act', id, by, act, atMs: atMs ?? nowMs }, noticeOf(cue, nowMs)], nowMs);
  const [outcome] = told.outcomes;
  if (outcome === undefined) throw new Error('an act without an outcome');
  return { outcome, told };
}

function noticeOf(cue: string, nowMs: number): Op {
  return { kind: 'notice', id: newId(nowMs) as ClientId, audience: 'staff', body: { kind: 'plan', cue } };
}

async function talkRules(db: Db, tenant: TenantId, event: EventId): Promise<TalkRules | undefined> {
  const row = await db.selectFrom('rooms').select('rules').where('tenant', '=', tenant).where('event', '=', event).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.rules) as TalkRules);
}
