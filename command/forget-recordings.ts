import type { StreamId } from '../core/contracts/ids.ts';
import { storeKeys } from '../core/contracts/urls.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';

/**
 * Deletes everything that the store keeps of a stream's recordings, and its poster. A stream that was found empty is not looked up
 * again: the sweep asks for those of all events that are long over.
 * @returns how many objects there were. @throws StoreUnavailable, StoreRefused: the next sweep goes on with it.
 */
export function forgetRecordings(store: ObjectStore): (stream: StreamId) => Promise<number> {
  const empty = new Set<StreamId>();
  return async (stream) => {
    if (empty.has(stream)) return 0;
    const keys: string[] = [];
    for await (const { key } of store.list(storeKeys.recordingsPrefix(stream))) keys.push(key);
    for (const key of keys) await store.delete(key);
    await store.delete(storeKeys.poster(stream));
    if (keys.length === 0) empty.add(stream);
    return keys.length;
  };
}
