/** Acts on the show and on the rules of the talk. */
import type { Cue } from '../../core/contracts/room/entries.ts';
import { placeOf } from '../../core/contracts/room/room-view.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import type { Schema } from '../db/schema.ts';
import type { CueAct } from '../show/cues.ts';
import { cueOf, judgeUndo } from '../show/cues.ts';
import type { ActOf } from './act.ts';
import type { CommitBatch } from './commit-batch.ts';

type ActOp = Op & { readonly kind: 'act' };

/** Layout, banner, redirect: at its time on the stage's clock. */
export async function putCue(batch: CommitBatch, op: ActOp, act: CueAct): Promise<Outcome> {
  const judged = cueOf(act);
  if (!judged.ok) return judged;
  const { cue } = judged;
  const atMs = op.atMs < batch.nowMs ? Math.max(op.atMs, await standsSinceMs(batch, placeOf(cue))) : op.atMs;
  const offset = batch.add('all', { kind: 'cue', cue, atMs });
  const { event, tenant } = batch;
  await batch.db
    .insertInto('cues')
    .values({ event, tenant, feedOffset: offset, kind: cue.kind, cue: JSON.stringify(cue), atMs })
    .execute();
  return { ok: true, offset };
}

/**
 * Since when something stands in a place; 0: nothing does. Who acts on a picture that is behind means what stands now: what he puts there does not slip
 * under it.
 */
async function standsSinceMs({ db, tenant, event, nowMs }: CommitBatch, place: ReturnType<typeof placeOf>): Promise<number> {
  const row = await db
    .selectFrom('cues')
    .select('atMs')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('kind', 'in', place === 'banner' ? ['banner', 'banner-off'] : [place])
    .where('atMs', '<=', nowMs)
    .orderBy('atMs', 'desc')
    .executeTakeFirst();
  return row?.atMs ?? 0;
}

/** Takes one back. */
export async function undoCue(batch: CommitBatch, { by }: ActOp, { offset: target }: ActOf<'undo-cue'>): Promise<Outcome> {
  const { db, tenant, event } = batch;
  const rows = await db
    .selectFrom('cues')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('feedOffset', '=', target)
    .execute();
  const refusal = judgeUndo(rows.map(standingCue), target, by.role);
  if (refusal !== undefined) return refusal;
  await db.deleteFrom('cues').where('tenant', '=', tenant).where('event', '=', event).where('feedOffset', '=', target).execute();
  return { ok: true, offset: batch.add('all', { kind: 'cue-undone', target }) };
}

/** Reads a row. */
export function standingCue({ feedOffset, cue, atMs }: Schema['cues']) {
  return { offset: feedOffset, cue: JSON.parse(cue) as Cue, atMs };
}

/** What is not named stays as it is. */
export function changeRules(batch: CommitBatch, { change }: ActOf<'rules'>): Outcome {
  const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const rules = { ...batch.rules, ...known };
  batch.setRules(rules);
  return { ok: true, offset: batch.add('all', { kind: 'rules', rules }) };
}
