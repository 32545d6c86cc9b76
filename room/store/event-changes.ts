/** Changes of an event that its room's feed tells: both are committed together, in the caller's transaction, or neither is. */
import type { Author, EntryBody, EventState, Layout, TalkRules } from '../../core/contracts/room/entries.ts';
import type { ClientId, EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Committed, Op } from '../channel/room-store.ts';
import type { Db } from '../db/database.ts';
import { changeEventState } from '../db/events.ts';
import { newId } from '../db/new-id.ts';
import { holdSlate } from '../db/slates.ts';
import type { Ticket } from '../db/tickets.ts';
import { commitOps } from './commit.ts';

/** Moves an event on, when it is still where the caller thinks it is, and says so in its room. What is over has nothing to cover any more. undefined: it was not. */
export async function moveEvent(
  db: Db,
  tenant: TenantId,
  event: EventId,
  step: { readonly from: EventState; readonly to: EventState },
  nowMs: number,
): Promise<Committed | undefined> {
  if (!(await changeEventState(db, tenant, event, step, nowMs))) return undefined;
  if (step.to === 'ended') await holdSlate(db, tenant, event, false);
  const body: EntryBody = { kind: 'event', state: step.to };
  return commitOne(db, event, { kind: 'notice', id: newId(nowMs) as ClientId, audience: 'all', body }, nowMs);
}

/** Gives a room other rules of the talk, as an act of the staff. */
export async function changeTalk(db: Db, event: EventId, by: Author, change: Partial<TalkRules>, nowMs: number): Promise<Committed> {
  return commitOne(db, event, { kind: 'act', id: newId(nowMs) as ClientId, by, act: { act: 'rules', change }, atMs: nowMs }, nowMs);
}

/** Tells a room that viewers begin with another layout. */
export async function changeFirstLayout(db: Db, event: EventId, layout: Layout, nowMs: number): Promise<Committed> {
  return commitOne(
    db,
    event,
    { kind: 'notice', id: newId(nowMs) as ClientId, audience: 'all', body: { kind: 'first-layout', layout } },
    nowMs,
  );
}

/** Whether anybody may be in the room who would have to be told: a draft that nothing was said in has nobody. */
export async function hasFeed(db: Db, tenant: TenantId, event: EventId, state: EventState): Promise<boolean> {
  if (state !== 'draft') return true;
  const room = await db.selectFrom('rooms').select('lastOffset').where('tenant', '=', tenant).where('event', '=', event).executeTakeFirst();
  return room !== undefined && room.lastOffset > 0;
}

/** Takes away what is kept of somebody; who came by a link or a form is out, and stays out. A member of the staff comes by his account again. */
export async function forgetPerson(db: Db, { id, event, kind }: Ticket, by: Author, nowMs: number): Promise<Committed> {
  const leaves = kind === 'staff' ? {} : { leaves: true as const };
  return commitOne(db, event, { kind: 'erase', id: newId(nowMs) as ClientId, by, person: id, ...leaves }, nowMs);
}

/** Nothing was added to the feed; where it ends. */
export async function feedEnd(db: Db, event: EventId): Promise<Pick<Committed, 'entries' | 'position'>> {
  const { epoch, lastOffset } = await db
    .selectFrom('rooms')
    .select(['epoch', 'lastOffset'])
    .where('event', '=', event)
    .executeTakeFirstOrThrow();
  return { entries: [], position: { epoch, offset: lastOffset } };
}

/** @throws Error when it is refused: what was done with it must not stay without it. */
async function commitOne(db: Db, event: EventId, op: Op, nowMs: number): Promise<Committed> {
  const committed = await commitOps(db, event, [op], nowMs);
  const [outcome] = committed.outcomes;
  if (outcome?.ok !== true) throw new Error(`the room refused ${op.kind}: ${outcome?.code ?? 'no outcome'}`);
  return committed;
}
