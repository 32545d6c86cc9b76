import { defineError } from '../runtime/errors.ts';
import { isObjectKey, isObjectPrefix } from './object-store.ts';

/** What was being done. */
export type StoreOperation = 'open' | 'put' | 'get' | 'head' | 'list' | 'delete';

/** `reason` is a short clause for the operator: never an object's bytes, a path on disk or a credential. */
export interface StoreFailure {
  readonly operation: StoreOperation;
  readonly reason: string;
}

/** It may work later: network, 5xx, disk full, too slow. */
export const StoreUnavailable = defineError<StoreFailure>('CORE_STORE_UNAVAILABLE', {
  status: 503,
  retryable: true,
  message: ({ operation, reason }) => `the object store cannot be reached (${operation}): ${reason}`,
});

/** It will not work until somebody changes something: credentials, quota, a bad key, no such bucket. */
export const StoreRefused = defineError<StoreFailure>('CORE_STORE_REFUSED', {
  status: 502,
  retryable: false,
  message: ({ operation, reason }) => `the object store refused (${operation}): ${reason}`,
});

/** For adapters. @throws StoreRefused when `key` may not name an object. */
export function checkObjectKey(operation: StoreOperation, key: string): void {
  if (!isObjectKey(key)) throw new StoreRefused({ operation, reason: 'this is not an object key' });
}

/** For adapters. @throws StoreRefused when no key could start with `prefix`. */
export function checkObjectPrefix(prefix: string): void {
  if (!isObjectPrefix(prefix)) throw new StoreRefused({ operation: 'list', reason: 'no object key starts like this' });
}
