/** Acts on what was said: take away, approve, refuse, pin. */
import type { EntryBody } from '../../core/contracts/room/entries.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import type { Schema } from '../db/schema.ts';
import { refuse } from '../refusals.ts';
import { mayActOn } from '../rights.ts';
import type { ActDone, ActOf } from './act.ts';
import type { CommitBatch } from './commit-batch.ts';

type ActOp = Op & { readonly kind: 'act' };
type Message = EntryBody & { readonly kind: 'message' | 'backstage' };

/** The text is gone from the feed and from whatever repeats it (a pin, the held message that it was); the audit log keeps it until an erase. */
export async function removeMessage(batch: CommitBatch, { by }: ActOp, { offset }: ActOf<'remove-message'>): Promise<ActDone> {
  const row = await entryAt(batch, offset);
  const body = row === undefined ? undefined : messageOf(row);
  if (row === undefined || body === undefined) return { outcome: refuse('ROOM_NO_SUCH_MESSAGE') };
  if (body.author.id !== by.id && !mayActOn(by.role, body.author.role)) return { outcome: refuse('ROOM_ABOVE_YOU') };
  const { db, tenant, event } = batch;
  const copies = await db
    .selectFrom('entries')
    .select('feedOffset')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where((eb) =>
      eb.or([
        eb('target', '=', offset),
        eb.and([eb('author', '=', body.author.id), eb('kind', '=', 'held'), eb('clientId', '=', body.id)]),
      ]),
    )
    .orderBy('feedOffset')
    .execute();
  for (const { feedOffset } of copies) await batch.takeAway(feedOffset);
  await db
    .deleteFrom('heldMessages')
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('clientId', '=', body.id)
    .where('author', '=', body.author.id)
    .execute();
  if (batch.pinned?.offset === offset) batch.setPinned(null);
  const added = await batch.takeAway(offset);
  return { outcome: { ok: true, offset: added }, texts: [{ kind: 'removed', person: body.author.id, text: body.text }] };
}

/** Of two held messages under one id (of different people) the one that waits longer. */
export async function decideHeld(
  batch: CommitBatch,
  { message }: ActOf<'approve' | 'refuse'>,
  verdict: 'approved' | 'refused',
): Promise<Outcome> {
  const { db, tenant, event } = batch;
  const rows = await db
    .selectFrom('heldMessages')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('clientId', '=', message as Schema['heldMessages']['clientId'])
    .orderBy('feedOffset')
    .execute();
  const held = rows.find(({ state }) => state === 'held');
  if (held === undefined) return refuse(rows.length === 0 ? 'ROOM_NO_SUCH_MESSAGE' : 'ROOM_ALREADY_DECIDED');
  await db
    .updateTable('heldMessages')
    .set({ state: verdict })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('feedOffset', '=', held.feedOffset)
    .execute();
  const done = batch.add('staff', { kind: 'held-done', id: held.clientId, verdict });
  if (verdict === 'refused') return { ok: true, offset: done };
  const author = { id: held.author, name: held.authorName, role: held.authorRole };
  const reply = held.replyTo === null ? {} : { replyTo: held.replyTo };
  return { ok: true, offset: batch.add(held.audience, { kind: 'message', id: held.clientId, author, text: held.text, ...reply }) };
}

/** What everybody sees may be pinned. */
export async function pin(batch: CommitBatch, { offset }: ActOf<'pin'>): Promise<Outcome> {
  if (offset === null) {
    batch.setPinned(null);
    return { ok: true, offset: batch.add('all', { kind: 'pin', message: null }) };
  }
  const row = await entryAt(batch, offset);
  const body = row?.audience === 'all' ? messageOf(row) : undefined;
  if (body === undefined) return refuse('ROOM_NO_SUCH_MESSAGE');
  const message = { offset, author: body.author, text: body.text };
  batch.setPinned(message);
  return { ok: true, offset: batch.add('all', { kind: 'pin', message }, { target: offset }) };
}

async function entryAt({ db, tenant, event }: CommitBatch, offset: number): Promise<Schema['entries'] | undefined> {
  return db
    .selectFrom('entries')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('feedOffset', '=', offset)
    .executeTakeFirst();
}

function messageOf(row: Schema['entries']): Message | undefined {
  return row.kind === 'message' || row.kind === 'backstage' ? (JSON.parse(row.body) as Message) : undefined;
}
