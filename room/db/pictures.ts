/** Pictures that organisers have sent, under a name made of their bytes. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { TenantId } from '../../core/contracts/room/ids.ts';
import type { Picture } from '../picture/picture.ts';
import type { StoredPicture } from '../picture/picture-cache.ts';
import type { Refusal } from '../refusals.ts';
import { refuse } from '../refusals.ts';
import type { Db } from './database.ts';

/** As many an organisation may have; what no event and no template shows goes by itself. */
export const MAX_PICTURES = 500;
/** A picture that was sent a moment ago is in a form that nobody has saved yet. */
const UNUSED_MS = 86_400_000;
const NAME_LENGTH = 40;

/**
 * Keeps one; run it in `write`. Its name is a hash of its bytes and of whose it is: for ever the same, and nobody finds it who was not told it,
 * nor learns whether another organisation has the same.
 */
export async function keepPicture(
  db: Db,
  { tenant, picture, createdBy }: { readonly tenant: TenantId; readonly picture: Picture; readonly createdBy: string },
  nowMs: number,
): Promise<{ readonly ok: true; readonly id: string } | Refusal> {
  const id = createHash('sha256').update(`${tenant}\n`).update(picture.bytes).digest('hex').slice(0, NAME_LENGTH);
  const { count } = await db
    .selectFrom('pictures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant', '=', tenant)
    .where('id', '!=', id)
    .executeTakeFirstOrThrow();
  if (count >= MAX_PICTURES) return refuse('ROOM_TOO_MANY', { max: MAX_PICTURES });
  await db
    .insertInto('pictures')
    .values({ id, tenant, ...picture, createdBy, createdAtMs: nowMs, usedAtMs: nowMs })
    .onConflict((on) => on.column('id').doUpdateSet({ usedAtMs: nowMs }))
    .execute();
  return { ok: true, id };
}

/** By its name; whose it is does not matter to who was told it. */
export async function findPicture(db: Db, id: string): Promise<StoredPicture | undefined> {
  return db.selectFrom('pictures').select(['type', 'bytes']).where('id', '=', id).executeTakeFirst();
}

/** Of the whole installation: pictures that no event and no template shows, some time after they were sent. @returns how many. */
export async function deleteUnusedPictures(db: Db, nowMs: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('pictures')
    .where('usedAtMs', '<', nowMs - UNUSED_MS)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('events').select('events.id').whereRef('events.tenant', '=', 'pictures.tenant').where(names('events.settings')),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('templates')
            .select('templates.id')
            .whereRef('templates.tenant', '=', 'pictures.tenant')
            .where(names('templates.settings')),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Whether settings have the name of the picture in them. */
const names = (settings: 'events.settings' | 'templates.settings') =>
  sql<boolean>`${sql.ref(settings)} like '%' || ${sql.ref('pictures.id')} || '%'`;
