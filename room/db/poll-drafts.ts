/** Polls as they are prepared. From opening on they belong to the room (room/store). */
import type { PollKind, PollState, ResultsWhen, PollNumbers } from '../../core/contracts/room/entries.ts';
import type { EventId, PollId, TenantId } from '../../core/contracts/room/ids.ts';
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

/** A poll with everything in it, for the staff. */
export interface PollRecord {
  readonly id: PollId;
  readonly event: EventId;
  readonly kind: PollKind;
  readonly question: string;
  readonly options: readonly string[];
  readonly isTest: boolean;
  readonly correct: readonly number[];
  readonly isChangeable: boolean;
  readonly results: ResultsWhen;
  readonly maxChoices: number;
  readonly state: PollState;
  /** On the stage's clock. */
  readonly openedAtMs: number | null;
  readonly closesAtMs: number | null;
  /** The count at its end; null: not settled. */
  readonly final: PollNumbers | null;
}

/** Prepares one, checked already. */
export async function createPoll(db: Db, tenant: TenantId, event: EventId, draft: PollDraft, nowMs: number): Promise<PollRecord> {
  const id = newId(nowMs) as PollId;
  const life = { state: 'draft' as const, openedAtMs: null, closesAtMs: null, final: null };
  await db
    .insertInto('polls')
    .values({ id, tenant, event, ...columns(draft), ...life, createdAtMs: nowMs })
    .execute();
  return { id, event, ...draft, ...life };
}

/** In order of making. */
export async function listPolls(db: Db, tenant: TenantId, event: EventId): Promise<readonly PollRecord[]> {
  const rows = await db.selectFrom('polls').selectAll().where('tenant', '=', tenant).where('event', '=', event).orderBy('id').execute();
  return rows.map(asPoll);
}

/** @returns whether there is such a draft; what is open or was is not changed any more. */
export async function updatePoll(db: Db, tenant: TenantId, event: EventId, id: PollId, draft: PollDraft): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('polls')
    .set(columns(draft))
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns whether there was such a draft. */
export async function deletePoll(db: Db, tenant: TenantId, event: EventId, id: PollId): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('polls')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The polls of an event as they were prepared, whatever became of them. */
export async function draftsOf(db: Db, tenant: TenantId, event: EventId): Promise<readonly PollDraft[]> {
  return (await listPolls(db, tenant, event)).map(({ kind, question, options, isTest, correct, isChangeable, results, maxChoices }) => ({
    ...{ kind, question, options: [...options], isTest, correct: [...correct], isChangeable, results, maxChoices },
  }));
}

/** The polls of one event as drafts of another. @returns the new by the old. */
export async function copyPolls(db: Db, tenant: TenantId, from: EventId, to: EventId, nowMs: number): Promise<ReadonlyMap<string, PollId>> {
  const copies = new Map<string, PollId>();
  const originals = await listPolls(db, tenant, from);
  for (const [index, draft] of (await draftsOf(db, tenant, from)).entries()) {
    const { id } = await createPoll(db, tenant, to, draft, nowMs);
    copies.set(originals[index]?.id ?? '', id);
  }
  return copies;
}

/** Reads a row. */
export function asPoll(row: Schema['polls']): PollRecord {
  const { id, event, kind, question, results, maxChoices, state, openedAtMs, closesAtMs } = row;
  return {
    ...{ id, event, kind, question, results, maxChoices, state, openedAtMs, closesAtMs },
    options: JSON.parse(row.options) as string[],
    correct: JSON.parse(row.correct) as number[],
    isTest: row.isTest === 1,
    isChangeable: row.isChangeable === 1,
    final: row.final === null ? null : (JSON.parse(row.final) as PollNumbers),
  };
}

function columns(draft: PollDraft) {
  const { kind, question, results, maxChoices } = draft;
  return {
    ...{ kind, question, results, maxChoices },
    options: JSON.stringify(draft.options),
    correct: JSON.stringify(draft.correct),
    isTest: draft.isTest ? (1 as const) : (0 as const),
    isChangeable: draft.isChangeable ? (1 as const) : (0 as const),
  };
}
