import type { ObjectFacts, ObjectHead, ObjectInfo, ObjectStore } from '../../core/ports/object-store.ts';
import { StoreUnavailable } from '../../core/ports/object-store-errors.ts';

/** An object store that a test looks into, slows down and takes away. */
export class StoreInMemory implements ObjectStore {
  readonly #objects = new Map<string, { readonly body: Uint8Array; readonly facts: ObjectFacts }>();
  /** Keys that were asked for, in order. */
  readonly gets: string[] = [];
  isAway = false;
  /** Gets wait until it is called. */
  #gate: Promise<void> | undefined;

  /** From now on gets wait for the returned function. */
  holdGets(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = undefined;
      resolve();
    };
  }

  async put(key: string, body: Uint8Array, facts: ObjectFacts): Promise<void> {
    this.#objects.set(key, { body, facts });
  }

  /** {@link put} of a text. */
  putText(key: string, text: string): Promise<void> {
    return this.put(key, Buffer.from(text), { contentType: 'text/plain', cacheControl: 'no-store' });
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    this.gets.push(key);
    await this.#gate;
    this.#check('get');
    return this.#objects.get(key)?.body;
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    this.#check('head');
    const found = this.#objects.get(key);
    return found === undefined ? undefined : { key, sizeBytes: found.body.byteLength, modifiedMs: 0, facts: found.facts };
  }

  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    this.#check('list');
    for (const [key, { body }] of this.#objects) if (key.startsWith(prefix)) yield { key, sizeBytes: body.byteLength, modifiedMs: 0 };
  }

  async delete(key: string): Promise<void> {
    this.#objects.delete(key);
  }

  async close(): Promise<void> {
    this.#objects.clear();
  }

  #check(operation: 'get' | 'head' | 'list'): void {
    if (this.isAway) throw new StoreUnavailable({ operation, reason: 'a test took it away' });
  }
}
