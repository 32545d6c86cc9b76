import type { Batch } from '../../core/contracts/room/frames.ts';
import type { Slice } from './history.ts';

/** What a batch carries besides entries. */
export type Extras = Pick<Batch, 'viewers' | 'reactions' | 'numbers' | 'upvotes' | 'slowSeconds'>;

/** A `batch` frame of entries that are JSON already. */
export function batchText(slice: Slice, extras: Extras): string {
  const rest = JSON.stringify({ ...(slice.sampledOut > 0 ? { sampledOut: slice.sampledOut } : {}), ...extras });
  return `{"t":"batch","from":${slice.from},"to":${slice.to},"entries":[${slice.entries.join(',')}]${rest === '{}' ? '' : `,${rest.slice(1, -1)}`}}`;
}

export function isEmptyExtras(extras: Extras): boolean {
  for (const _ in extras) return false;
  return true;
}
