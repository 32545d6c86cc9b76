/** The audit log: who did what with raised rights, and when. Rows are added and never changed; the database itself sees to it. */
import type { AuditAct } from '../../core/contracts/room/audit-acts.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

/** Who acts: an account of the studio, a ticket in the room, a program with a key, or nobody. */
export interface Actor {
  readonly kind: Schema['audit']['byKind'];
  readonly id: string;
  readonly role: string;
}

/** What was done. Ids and settings only: what was said, and names, go to `texts`, where an erase finds them. */
export interface AuditNote {
  readonly tenant: TenantId;
  readonly atMs: number;
  readonly by: Actor;
  readonly act: AuditAct;
  readonly event: EventId | null;
  /** What or whom it was done to: an id, or an offset of the feed. */
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  /** `person`: whom it tells something of. */
  readonly texts?: readonly { readonly kind: 'removed' | 'note' | 'address'; readonly person: string | null; readonly text: string }[];
}

/** A row of the log as it is read. */
export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  readonly by: Actor & {
    /** null: a ticket or an account that is gone, or nobody. */
    readonly name: string | null;
  };
  readonly act: string;
  readonly event: EventId | null;
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly texts: readonly { readonly kind: string; readonly text: string }[];
}

/** Adds notes, in the transaction of what was done. */
export async function writeAudit(db: Db, ...notes: readonly AuditNote[]): Promise<void> {
  if (notes.length === 0) return;
  const named = notes.map((note) => ({ ...note, id: newId(note.atMs) }));
  await db
    .insertInto('audit')
    .values(
      named.map(({ id, tenant, atMs, by, act, event, subject, facts }) => ({
        ...{ id, tenant, atMs, act, event, subject, byKind: by.kind, byId: by.id, byRole: by.role },
        facts: JSON.stringify(facts),
      })),
    )
    .execute();
  const texts = named.flatMap(({ id, tenant, event, texts: own }) =>
    (own ?? []).map(({ kind, person, text }) => ({ audit: id, tenant, event, person, kind, text })),
  );
  if (texts.length > 0) await db.insertInto('auditTexts').values(texts).execute();
}

/** The newest first, at most `limit`, of one event or of all, before an id. */
export async function readAudit(
  db: Db,
  tenant: TenantId,
  options: { readonly event?: EventId; readonly before?: string; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('accounts', (join) => join.onRef('accounts.id', '=', 'audit.byId').on('accounts.tenant', '=', tenant))
    .leftJoin('tickets', (join) => join.onRef('tickets.id', '=', 'audit.byId').on('tickets.tenant', '=', tenant))
    .selectAll('audit')
    .select(['accounts.name as accountName', 'tickets.name as ticketName'])
    .where('audit.tenant', '=', tenant)
    .orderBy('audit.id', 'desc')
    .limit(options.limit);
  if (options.event !== undefined) query = query.where('audit.event', '=', options.event);
  if (options.before !== undefined) query = query.where('audit.id', '<', options.before);
  const rows = await query.execute();
  const ids = rows.map(({ id }) => id);
  const texts =
    ids.length === 0 ? [] : await db.selectFrom('auditTexts').selectAll().where('tenant', '=', tenant).where('audit', 'in', ids).execute();
  return rows.map(({ id, atMs, byKind, byId, byRole, act, event, subject, facts, accountName, ticketName }) => ({
    ...{ id, atMs, act, event, subject },
    by: { kind: byKind, id: byId, role: byRole, name: accountName ?? ticketName },
    facts: JSON.parse(facts) as Record<string, unknown>,
    texts: texts.filter(({ audit }) => audit === id).map(({ kind, text }) => ({ kind, text })),
  }));
}
