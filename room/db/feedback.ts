/** What visitors think of an event: one row a ticket. */
import type { MarkName } from '../../core/contracts/room/marks.ts';
import { MARK_NAMES } from '../../core/contracts/room/marks.ts';
import type { EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

export type Marks = Readonly<Partial<Record<MarkName, number>>>;

/** Writes down what was given; a mark that is not given now stays as it was. */
export async function keepFeedback(db: Db, tenant: TenantId, event: EventId, ticket: TicketId, marks: Marks, atMs: number): Promise<void> {
  const { rating = null, ease = null, recommend = null } = marks;
  await db
    .insertInto('feedback')
    .values({ tenant, event, ticket, rating, ease, recommend, atMs })
    .onConflict((on) => on.columns(['event', 'ticket']).doUpdateSet({ ...marks, atMs }))
    .execute();
}

/** How many people have said something, and how often each mark was given. */
export async function countFeedback(
  db: Db,
  tenant: TenantId,
  event: EventId,
): Promise<{ readonly people: number; readonly marks: Readonly<Record<MarkName, ReadonlyMap<number, number>>> }> {
  const given = db.selectFrom('feedback').where('tenant', '=', tenant).where('event', '=', event);
  const { people } = await given.select((eb) => eb.fn.countAll<number>().as('people')).executeTakeFirstOrThrow();
  const counted = async (name: MarkName): Promise<ReadonlyMap<number, number>> => {
    const rows = await given
      .select([name, (eb) => eb.fn.countAll<number>().as('times')])
      .where(name, 'is not', null)
      .groupBy(name)
      .execute();
    return new Map(rows.map((row) => [row[name] ?? 0, row.times]));
  };
  const marks = Object.fromEntries(await Promise.all(MARK_NAMES.map(async (name) => [name, await counted(name)] as const)));
  return { people, marks: marks as Record<MarkName, ReadonlyMap<number, number>> };
}
