import type { QuestionView } from '../../core/contracts/room/entries.ts';
import type { TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';

/** Stored questions as the room sees them, with their upvotes counted. */
export async function questionViews(db: Db, tenant: TenantId, rows: readonly Schema['questions'][]): Promise<readonly QuestionView[]> {
  if (rows.length === 0) return [];
  const counted = await db
    .selectFrom('upvotes')
    .select((eb) => ['question', eb.fn.countAll<number>().as('count')])
    .where('tenant', '=', tenant)
    .where(
      'question',
      'in',
      rows.map(({ id }) => id),
    )
    .groupBy('question')
    .execute();
  const upvotes = new Map(counted.map(({ question, count }) => [question, count]));
  return rows.map((row) => ({
    id: row.id,
    author: row.isAnonymous === 1 ? null : { id: row.author, name: row.authorName, role: row.authorRole },
    text: row.text,
    state: row.state,
    answer: row.answer,
    isPinned: row.isPinned === 1,
    upvotes: upvotes.get(row.id) ?? 0,
    askedAtMs: row.askedAtMs,
  }));
}
