/** What each client sent, had acked and received, and whether it all fits: nothing acked is lost, nothing is shown twice, one order for all. Pure. */
import type { FeedEntry } from '../../core/contracts/room/entries.ts';

/** What one client remembers. */
export interface ClientRecord {
  readonly name: string;
  /** Message ids, by the offset that the ack told; null: acked without an offset. */
  readonly acked: ReadonlyMap<string, number | null>;
  /** Message ids it was refused for good. */
  readonly refused: ReadonlySet<string>;
  /** Entries as they were shown, in order, over all its connections. */
  readonly shown: readonly FeedEntry[];
}

/** @returns what is wrong, a sentence each; empty: nothing. `stored`: the entries of the database, in order. */
export function audit(clients: readonly ClientRecord[], stored: readonly FeedEntry[]): readonly string[] {
  const wrong: string[] = [];
  stored.forEach(({ offset }, index) => {
    if (offset !== index + 1) wrong.push(`the database has a hole before ${offset}`);
  });
  const offsets = new Map<string, number>();
  for (const { offset, body } of stored) {
    if (body.kind !== 'message') continue;
    const before = offsets.get(body.id);
    if (before !== undefined) wrong.push(`message ${body.id} is stored twice: ${before} and ${offset}`);
    offsets.set(body.id, offset);
  }
  for (const { name, acked, refused, shown } of clients) {
    for (const [id, offset] of acked) {
      const stands = offsets.get(id);
      if (stands === undefined) wrong.push(`${name}: ${id} was acked and is not stored`);
      else if (offset !== null && offset !== stands) wrong.push(`${name}: ${id} was acked at ${offset} and stands at ${stands}`);
    }
    for (const id of refused) if (offsets.has(id)) wrong.push(`${name}: ${id} was refused for good and is stored`);
    let last = 0;
    for (const { offset } of shown) {
      if (offset <= last) wrong.push(`${name} was shown ${offset} after ${last}`);
      last = Math.max(last, offset);
    }
    const seen = new Map(shown.map((entry) => [entry.offset, entry]));
    for (const entry of stored) {
      const got = seen.get(entry.offset);
      if (got === undefined) {
        if (entry.audience === 'all') wrong.push(`${name} was never shown ${entry.offset}`);
      } else if (JSON.stringify(got.body) !== JSON.stringify(entry.body)) wrong.push(`${name} was shown something else at ${entry.offset}`);
    }
  }
  return wrong;
}
