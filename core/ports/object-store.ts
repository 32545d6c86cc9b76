/** What is kept beside an object's bytes. */
export interface ObjectFacts {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  /** Unix ms. */
  readonly modifiedMs: number;
}

/** What `head` tells. */
export interface ObjectHead extends ObjectInfo {
  readonly facts: ObjectFacts;
}

/** What every object key must look like: relative, `/`-separated, no `.` or `..` part, at most 512 characters. */
export const OBJECT_KEY_PATTERN = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;

/** Longest object key. */
export const MAX_OBJECT_KEY_LENGTH = 512;

/** Whether `key` may name an object. */
export function isObjectKey(key: string): boolean {
  return key.length <= MAX_OBJECT_KEY_LENGTH && OBJECT_KEY_PATTERN.test(key);
}

/** Whether some key could start with `prefix`: the empty one, a key, a key with `/` after it. */
export function isObjectPrefix(prefix: string): boolean {
  return prefix === '' || isObjectKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}

/**
 * Keeps finished objects: init sections, closed segments, playlists of recordings, posters. Never the live edge.
 * A repeated put of one key is the same put; a reader sees the old bytes or the new ones, never a mixture.
 * Every call ends within the adapter's own time limit or when `signal` aborts.
 * @throws StoreUnavailable (retryable) when the store cannot be reached or answers 5xx; StoreRefused when it says no (credentials, quota, bad key).
 */
export interface ObjectStore {
  put(key: string, body: Uint8Array, facts: ObjectFacts, signal?: AbortSignal): Promise<void>;
  /** @returns undefined when there is no such object. */
  get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  head(key: string, signal?: AbortSignal): Promise<ObjectHead | undefined>;
  /** Every object whose key starts with `prefix`, in key order. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo>;
  /** Deleting what is not there is no error. */
  delete(key: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
