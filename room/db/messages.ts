import type { Audience, EntryBody } from '../../core/contracts/room/entries.ts';
import type { EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';

/** A message where it stands in the feed. */
export type MessageRecord = Omit<EntryBody & { readonly kind: 'message' }, 'kind'> & {
  readonly offset: number;
  readonly atMs: number;
  readonly audience: Audience;
};

/** Messages as they stand (what was removed is not among them), the newest first, at most `limit`, before an offset. */
export async function listMessages(
  db: Db,
  tenant: TenantId,
  event: EventId,
  options: { readonly audiences: readonly Audience[]; readonly before?: number; readonly limit: number },
): Promise<readonly MessageRecord[]> {
  let query = db
    .selectFrom('entries')
    .select(['feedOffset', 'atMs', 'audience', 'body'])
    .where('tenant', '=', tenant)
    .where('event', '=', event)
    .where('kind', '=', 'message')
    .where('audience', 'in', [...options.audiences])
    .orderBy('feedOffset', 'desc')
    .limit(options.limit);
  if (options.before !== undefined) query = query.where('feedOffset', '<', options.before);
  return (await query.execute()).flatMap(({ feedOffset, atMs, audience, body }) => {
    const entry = JSON.parse(body) as EntryBody;
    if (entry.kind !== 'message') return [];
    const { id, author, text, replyTo } = entry;
    return [{ id, author, text, ...(replyTo === undefined ? {} : { replyTo }), offset: feedOffset, atMs, audience }];
  });
}
