import { createHash } from 'node:crypto';
import type { AccountId, EventId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';
import type { RoomRole } from '../../core/contracts/room/roles.ts';
import type { Db } from './database.ts';
import type { Ticket } from './tickets.ts';
import { getTicket } from './tickets.ts';

/** Somebody of the staff, or a program: who goes into a room by right of an account or of an API key. */
export interface StaffMember {
  /** Of the account or of the key. */
  readonly id: string;
  readonly account: AccountId | null;
  readonly name: string;
  readonly role: RoomRole;
}

/** A UUIDv8 (RFC 9562 §5.8) of who and where: two nodes that make it at once make the same. */
function ticketIdOf(event: EventId, member: string): TicketId {
  const bytes = createHash('sha256').update(`staff ${event} ${member}`).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as TicketId;
}

/** The ticket of a member of the staff, made when he comes first; his name and role are those of today. */
export async function staffTicket(db: Db, tenant: TenantId, event: EventId, member: StaffMember, nowMs: number): Promise<Ticket> {
  const id = ticketIdOf(event, member.id);
  const { account, name, role } = member;
  const known = await getTicket(db, tenant, event, id);
  if (known?.name === name && known.role === role) return known;
  const row: Ticket = {
    ...{ id, tenant, event, account, name, role, kind: 'staff', tokenHash: null, maxSessions: 0, createdAtMs: nowMs },
    ...{ revokedAtMs: known?.revokedAtMs ?? null, mutedUntilMs: known?.mutedUntilMs ?? 0 },
  };
  await db
    .insertInto('tickets')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet({ name, role }).where('tickets.tenant', '=', tenant))
    .execute();
  return row;
}
