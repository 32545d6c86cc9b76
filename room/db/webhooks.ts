/** Who outside is told what. */
import type { AccountId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

/** A webhook as it is listed: its secret is shown once, when it is made. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** `event.live` and the like; `*`: everything. */
  readonly kinds: readonly string[];
  readonly createdAtMs: number;
}

/** One call of the past or to come. */
export type Delivery = Omit<Schema['deliveries'], 'tenant'>;

/** Makes one; `secret` as it is stored (sealed-secrets.ts), for which its id must be known before. */
export async function createWebhook(
  db: Db,
  webhook: {
    readonly id?: string;
    readonly tenant: TenantId;
    readonly url: string;
    readonly secret: string;
    readonly kinds: readonly string[];
    readonly createdBy: AccountId;
  },
  nowMs: number,
): Promise<Webhook> {
  const { kinds, id = newId(nowMs), ...rest } = webhook;
  await db
    .insertInto('webhooks')
    .values({ ...rest, id, kinds: JSON.stringify(kinds), createdAtMs: nowMs, disabledAtMs: null })
    .execute();
  return { id, url: webhook.url, kinds, createdAtMs: nowMs };
}

/** In order of making. */
export async function listWebhooks(db: Db, tenant: TenantId): Promise<readonly Webhook[]> {
  const rows = await db
    .selectFrom('webhooks')
    .select(['id', 'url', 'kinds', 'createdAtMs'])
    .where('tenant', '=', tenant)
    .where('disabledAtMs', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kinds: JSON.parse(row.kinds) as string[] }));
}

/** Takes one away, with what waits for it. @returns whether there was one. */
export async function removeWebhook(db: Db, tenant: TenantId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('webhooks').where('tenant', '=', tenant).where('id', '=', id).executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Something has happened: whoever wants to know is told, even if this process dies now. In the transaction of what happened. */
export async function enqueueDeliveries(
  db: Db,
  tenant: TenantId,
  happened: { readonly kind: string; readonly body: (delivery: string) => string },
  nowMs: number,
): Promise<number> {
  const wanting = (await listWebhooks(db, tenant)).filter(({ kinds }) => kinds.includes('*') || kinds.includes(happened.kind));
  if (wanting.length === 0) return 0;
  const rows = wanting.map((webhook) => {
    const id = newId(nowMs);
    return {
      ...{ id, tenant, webhook: webhook.id, kind: happened.kind, body: happened.body(id), tries: 0, dueAtMs: nowMs, createdAtMs: nowMs },
      ...{ doneAtMs: null, outcome: null, note: '' },
    };
  });
  await db.insertInto('deliveries').values(rows).execute();
  return rows.length;
}

/** The newest calls of a webhook, for its owner to see. */
export async function listDeliveries(db: Db, tenant: TenantId, webhook: string, limit: number): Promise<readonly Delivery[]> {
  return db
    .selectFrom('deliveries')
    .select(['id', 'webhook', 'kind', 'body', 'tries', 'dueAtMs', 'createdAtMs', 'doneAtMs', 'outcome', 'note'])
    .where('tenant', '=', tenant)
    .where('webhook', '=', webhook)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Tries a call again that was given up, or sends one once more. @returns whether there is such a call. */
export async function redeliver(db: Db, tenant: TenantId, id: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ dueAtMs: nowMs, tries: 0, doneAtMs: null, outcome: null })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
