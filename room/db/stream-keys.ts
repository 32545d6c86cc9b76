/** Stream keys. Shown when made; here stands their HMAC. */
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';
import type { Schema } from './schema.ts';

export type StreamKeySlot = Schema['streamKeys']['slot'];

/** A key as it is listed in the studio. */
export type StreamKey = Omit<Schema['streamKeys'], 'hmac'>;

/** A key as ingest must know it (`GET /internal/keys`). */
export interface ValidStreamKey {
  readonly id: string;
  readonly event: EventId;
  readonly slug: string;
  readonly slot: StreamKeySlot;
  readonly label: string;
  readonly createdAtMs: number;
  readonly hmac: string;
}

const SHOWN = ['id', 'tenant', 'event', 'slot', 'label', 'createdBy', 'createdAtMs', 'revokedAtMs'] as const;

/** Makes one. Those of the same slot stay valid until they are revoked. */
export async function createStreamKey(
  db: Db,
  key: {
    readonly tenant: TenantId;
    readonly event: EventId;
    readonly slot: StreamKeySlot;
    readonly hmac: string;
    readonly label: string;
    readonly createdBy: string;
  },
  nowMs: number,
): Promise<StreamKey> {
  return db
    .insertInto('streamKeys')
    .values({ ...key, id: newId(nowMs), createdAtMs: nowMs, revokedAtMs: null })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
}

/** Those that are valid, in order of making. */
export async function listStreamKeys(db: Db, tenant: TenantId, event: EventId): Promise<readonly StreamKey[]> {
  return db
    .selectFrom('streamKeys')
    .select(SHOWN)
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('revokedAtMs', 'is', null)
    .orderBy('id')
    .execute();
}

/** @returns whether there was one that was valid. */
export async function revokeStreamKey(db: Db, tenant: TenantId, event: EventId, id: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('streamKeys')
    .set({ revokedAtMs: nowMs })
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('id', '=', id)
    .where('revokedAtMs', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** All valid keys of the installation. */
export async function validStreamKeys(db: Db): Promise<readonly ValidStreamKey[]> {
  return db
    .selectFrom('streamKeys')
    .innerJoin('events', (join) => join.onRef('events.id', '=', 'streamKeys.event').onRef('events.tenant', '=', 'streamKeys.tenant'))
    .select([
      'streamKeys.id',
      'streamKeys.event',
      'events.slug',
      'streamKeys.slot',
      'streamKeys.label',
      'streamKeys.createdAtMs',
      'streamKeys.hmac',
    ])
    .where('streamKeys.revokedAtMs', 'is', null)
    .orderBy('streamKeys.id')
    .execute();
}
