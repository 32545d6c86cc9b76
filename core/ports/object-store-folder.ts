import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../runtime/log.ts';
import { TimeLimitError, withTimeLimit } from '../runtime/time-limit.ts';
import type { StoreOperation } from './object-store-errors.ts';
import { checkObjectKey, checkObjectPrefix, StoreRefused, StoreUnavailable } from './object-store-errors.ts';
import type { ObjectFacts, ObjectHead, ObjectInfo, ObjectStore } from './object-store.ts';

export interface FolderOptions {
  /** Where the objects are; made when missing. */
  readonly folder: string;
  /** Longest time of one call; a folder can hang when it is on a network. */
  readonly limitMs?: number;
}

/** `~` is in no object key: names with it are ours, and can never be asked for. */
const FACTS_SUFFIX = '~facts.json';
const TEMPORARY_FOLDER = '~tmp';
/** A temporary file this old has lost its writer. */
const ABANDONED_MS = 60 * 60_000;
const DEFAULT_FACTS: ObjectFacts = { contentType: 'application/octet-stream', cacheControl: 'no-cache' };

/** What a failed file operation means; any other code is taken as "may work later". */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'no permission in the folder',
  EPERM: 'no permission in the folder',
  EROFS: 'the folder is read-only',
  EISDIR: 'a folder has this name: one key cannot be the beginning of another here',
  ENOTDIR: 'an object has the name of a folder: one key cannot be the beginning of another here',
  ENOTEMPTY: 'a folder has this name: one key cannot be the beginning of another here',
  EEXIST: 'an object has the name of a folder: one key cannot be the beginning of another here',
  ENAMETOOLONG: 'the name is too long for this disk',
};
const OUTAGES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space in DATA_DIR',
  EDQUOT: 'the disk quota is used up: free some space in DATA_DIR',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an input/output error',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error));

/** The embedded {@link ObjectStore}: plain files under a folder, so that any web server can serve a recording from it. */
export class ObjectStoreFolder implements ObjectStore {
  readonly #folder: string;
  readonly #limitMs: number;

  private constructor(options: FolderOptions) {
    this.#folder = options.folder;
    this.#limitMs = options.limitMs ?? 30_000;
  }

  /** Makes the folder and clears away what a killed writer left. @throws StoreRefused, StoreUnavailable when it cannot be written to. */
  static async open(options: FolderOptions, log: Log): Promise<ObjectStoreFolder> {
    const store = new ObjectStoreFolder(options);
    const cleared = await store.#run('open', undefined, () => store.#clearTemporary());
    log.info({ folder: options.folder, cleared }, 'object store: a folder');
    return store;
  }

  async put(key: string, body: Uint8Array, facts: ObjectFacts, signal?: AbortSignal): Promise<void> {
    checkObjectKey('put', key);
    const path = this.#path(key);
    await this.#run('put', signal, async (inner) => {
      await mkdir(dirname(path), { recursive: true });
      await this.#replace(path + FACTS_SUFFIX, Buffer.from(JSON.stringify(facts)), inner);
      await this.#replace(path, body, inner);
    });
  }

  async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    checkObjectKey('get', key);
    return this.#run('get', signal, async (inner) => unlessMissing(readFile(this.#path(key), { signal: inner })));
  }

  async head(key: string, signal?: AbortSignal): Promise<ObjectHead | undefined> {
    checkObjectKey('head', key);
    const path = this.#path(key);
    return this.#run('head', signal, async () => {
      const info = await unlessMissing(stat(path));
      if (info?.isFile() !== true) return undefined;
      return { key, sizeBytes: info.size, modifiedMs: info.mtimeMs, facts: await readFacts(path + FACTS_SUFFIX) };
    });
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<ObjectInfo, void, void> {
    checkObjectPrefix(prefix);
    yield* this.#walk(prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix, signal);
  }

  async delete(key: string, signal?: AbortSignal): Promise<void> {
    checkObjectKey('delete', key);
    const path = this.#path(key);
    await this.#run('delete', signal, async () => {
      const info = await unlessMissing(stat(path));
      if (info?.isFile() !== true) return;
      await rm(path, { force: true });
      await rm(path + FACTS_SUFFIX, { force: true });
    });
  }

  /** Nothing stays open between calls. */
  async close(): Promise<void> {}

  #path(key: string): string {
    return join(this.#folder, key);
  }

  /** One folder in key order: its files, and its folders as if their names ended with `/`, as they do in keys. */
  async *#walk(folder: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<ObjectInfo, void, void> {
    const found = await this.#run('list', signal, () => unlessMissing(readdir(this.#path(folder), { withFileTypes: true })));
    const names = (found ?? []).filter((entry) => !entry.name.includes('~')).map(nameInKey);
    for (const name of names.sort((a, b) => (a < b ? -1 : 1))) {
      const key = folder + name;
      if (name.endsWith('/')) {
        if (key.startsWith(prefix) || prefix.startsWith(key)) yield* this.#walk(key, prefix, signal);
      } else if (key.startsWith(prefix)) {
        const info = await this.#run('list', signal, () => unlessMissing(stat(this.#path(key))));
        if (info !== undefined) yield { key, sizeBytes: info.size, modifiedMs: info.mtimeMs };
      }
    }
  }

  /** Writes beside, then renames: a reader sees all of the old or all of the new, also after the power went. */
  async #replace(path: string, body: Uint8Array, signal: AbortSignal): Promise<void> {
    const temporary = join(this.#folder, TEMPORARY_FOLDER, randomUUID());
    try {
      const file = await open(temporary, 'wx', 0o640);
      try {
        await file.writeFile(body, { signal });
        await file.datasync();
      } finally {
        await file.close();
      }
      signal.throwIfAborted();
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #clearTemporary(): Promise<number> {
    const folder = join(this.#folder, TEMPORARY_FOLDER);
    await mkdir(folder, { recursive: true });
    let cleared = 0;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const info = await unlessMissing(stat(path));
      if (info === undefined || info.mtimeMs > Date.now() - ABANDONED_MS) continue;
      await rm(path, { force: true });
      cleared += 1;
    }
    return cleared;
  }

  async #run<T>(operation: StoreOperation, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withTimeLimit(this.#limitMs, signal, work);
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      const code = codeOf(error);
      const refusal = REFUSALS[code];
      if (refusal !== undefined) throw new StoreRefused({ operation, reason: refusal }, error);
      const reason = error instanceof TimeLimitError ? error.message : (OUTAGES[code] ?? `file operation failed (${code || 'unknown'})`);
      throw new StoreUnavailable({ operation, reason }, error);
    }
  }
}

function nameInKey(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

async function unlessMissing<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function readFacts(path: string): Promise<ObjectFacts> {
  const text = await unlessMissing(readFile(path, 'utf8'));
  if (text === undefined) return DEFAULT_FACTS;
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) return DEFAULT_FACTS;
  const { contentType, cacheControl } = read as Partial<Record<keyof ObjectFacts, unknown>>;
  return {
    contentType: typeof contentType === 'string' ? contentType : DEFAULT_FACTS.contentType,
    cacheControl: typeof cacheControl === 'string' ? cacheControl : DEFAULT_FACTS.cacheControl,
  };
}
