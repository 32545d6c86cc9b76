/** Acts on people: mute, ban, let in again. The store knows who somebody is; nobody acts on somebody above or beside him. */
import type { TicketId } from '../../core/contracts/room/ids.ts';
import type { Op, Outcome } from '../channel/room-store.ts';
import { getTicket } from '../db/tickets.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import { mayActOn } from '../rights.ts';
import type { ActOf } from './act.ts';
import type { CommitBatch } from './commit-batch.ts';
import { erase } from './erase.ts';

type ActOp = Op & { readonly kind: 'act' };

/** Nothing can be said until then; 0 seconds: he may speak again. */
export async function mute(batch: CommitBatch, op: ActOp, act: ActOf<'mute'>): Promise<Outcome> {
  const person = act.person as TicketId;
  const refusal = await judgePerson(batch, op, person);
  if (refusal !== undefined) return refusal;
  const untilMs = act.seconds === 0 ? 0 : batch.nowMs + act.seconds * 1_000;
  await changeTicket(batch, person, { mutedUntilMs: untilMs });
  return { ok: true, offset: batch.add('staff', { kind: 'person', person, change: 'muted', untilMs }) };
}

/** The ticket is revoked; with `erase` everything he said goes too. */
export async function ban(batch: CommitBatch, op: ActOp, act: ActOf<'ban'>): Promise<Outcome> {
  const person = act.person as TicketId;
  const refusal = await judgePerson(batch, op, person);
  if (refusal !== undefined) return refusal;
  await changeTicket(batch, person, { revokedAtMs: batch.nowMs });
  const offset = batch.add('staff', { kind: 'person', person, change: 'banned' });
  if (act.erase) await erase(batch, person);
  return { ok: true, offset };
}

/** The ticket is good again. */
export async function unban(batch: CommitBatch, op: ActOp, act: ActOf<'unban'>): Promise<Outcome> {
  const person = act.person as TicketId;
  const refusal = await judgePerson(batch, op, person);
  if (refusal !== undefined) return refusal;
  await changeTicket(batch, person, { revokedAtMs: null });
  return { ok: true, offset: batch.add('staff', { kind: 'person', person, change: 'unbanned' }) };
}

async function judgePerson({ db, tenant, event }: CommitBatch, { by }: ActOp, person: TicketId): Promise<Refusal | undefined> {
  const ticket = await getTicket(db, tenant, event, person);
  if (ticket === undefined) return refuse('ROOM_NO_SUCH_PERSON');
  return mayActOn(by.role, ticket.role) ? undefined : refuse('ROOM_ABOVE_YOU');
}

async function changeTicket(
  { db, tenant, event }: CommitBatch,
  id: TicketId,
  change: { readonly mutedUntilMs: number } | { readonly revokedAtMs: number | null },
): Promise<void> {
  await db.updateTable('tickets').set(change).where('tenant', '=', tenant).where('event', '=', event).where('id', '=', id).execute();
}
