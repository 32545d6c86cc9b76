import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { isStreamKey, newStreamKey, streamKeyHmac } from '../../core/grants/stream-keys.ts';
import { installationSecret } from '../../core/runtime/installation-secret.ts';
import { NoSuchKey } from '../errors.ts';
import type { KeyFacts, KeyRow } from './key-file.ts';
import { changeRows, readRows, stampOf } from './key-file.ts';

export type { KeyFacts } from './key-file.ts';

/** What a new key is for. */
export interface WantedKey {
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly label?: string;
}

/** A key when it is made: the only time that anybody sees it. */
export type NewKey = KeyFacts & { readonly key: string };

/** How often the file is looked at: a revoked key is cut within two seconds. */
const LOOK_EVERY_MS = 400;

/** Stream keys in DATA_DIR/keys.json: 192 bits each, shown once, kept as an HMAC. Several processes may work on one file. */
export class KeyBook {
  readonly #file: string;
  readonly #hmacKey: string;
  #rows: readonly KeyRow[] = [];
  #stamp = '';
  #watch: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(file: string, hmacKey: string) {
    this.#file = file;
    this.#hmacKey = hmacKey;
  }

  /** `secret`: the installation's; else the one in `dataDir`. @throws KeysUnreadable, KeysUnwritable, SecretUnusable */
  static async open(dataDir: string, secret?: string): Promise<KeyBook> {
    await mkdir(dataDir, { recursive: true, mode: 0o750 });
    const signing = secret ?? (await installationSecret(path.join(dataDir, 'secret')));
    const book = new KeyBook(path.join(dataDir, 'keys.json'), deriveKey(signing, 'stream-key'));
    book.#reload();
    book.#watch = setInterval(() => book.#lookAgain(), LOOK_EVERY_MS);
    book.#watch.unref();
    return book;
  }

  /** Calls back after every change, by whichever process; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A new key. @throws KeysUnreadable, KeysUnwritable */
  create(wanted: WantedKey): Promise<NewKey> {
    return this.#change((rows) => {
      const fresh = this.#make(wanted, rows);
      return { rows: [...rows, fresh.row], result: fresh.shown };
    });
  }

  /** A new key in place of an old one, which is worth nothing from then on. @throws NoSuchKey, KeysUnreadable, KeysUnwritable */
  rotate(id: string): Promise<NewKey> {
    return this.#change((rows) => {
      const fresh = this.#make(rowOf(rows, id), rows);
      return { rows: [...rows.filter((row) => row.id !== id), fresh.row], result: fresh.shown };
    });
  }

  list(): readonly KeyFacts[] {
    return this.#rows.map(factsOf);
  }

  /** @throws NoSuchKey, KeysUnreadable, KeysUnwritable */
  revoke(id: string): Promise<void> {
    return this.#change((rows) => {
      const revoked = rowOf(rows, id);
      return { rows: rows.filter((row) => row !== revoked), result: undefined };
    });
  }

  /** Whose key this is; it takes the same time whether it is nearly right or not at all. */
  verify(key: string): KeyFacts | undefined {
    const found = this.#find(key);
    if (found !== undefined) return found;
    // another process may have made it a moment ago
    return this.#lookAgain() ? this.#find(key) : undefined;
  }

  close(): void {
    clearInterval(this.#watch);
    this.#listeners.clear();
  }

  #make({ stream, slot, label }: WantedKey, rows: readonly KeyRow[]): { readonly row: KeyRow; readonly shown: NewKey } {
    const key = newStreamKey();
    const facts: KeyFacts = { id: newId(rows), stream, slot, label: label ?? '', createdAt: new Date().toISOString() };
    return { row: { ...facts, hmac: streamKeyHmac(key, this.#hmacKey) }, shown: { ...facts, key } };
  }

  #find(key: string): KeyFacts | undefined {
    const wanted = Buffer.from(streamKeyHmac(key, this.#hmacKey), 'hex');
    const [found] = this.#rows.filter((row) => timingSafeEqual(Buffer.from(row.hmac, 'hex'), wanted));
    return found !== undefined && isStreamKey(key) ? factsOf(found) : undefined;
  }

  async #change<Result>(change: Parameters<typeof changeRows<Result>>[1]): Promise<Result> {
    const result = await changeRows(this.#file, change);
    this.#lookAgain();
    return result;
  }

  /** @returns whether the file had changed. */
  #lookAgain(): boolean {
    if (stampOf(this.#file) === this.#stamp) return false;
    try {
      this.#reload();
    } catch {
      // half of a hand-made edit: what was valid stays valid, and the next look tries again
      return false;
    }
    for (const listener of this.#listeners) listener();
    return true;
  }

  #reload(): void {
    const stamp = stampOf(this.#file);
    this.#rows = readRows(this.#file);
    this.#stamp = stamp;
  }
}

function factsOf({ id, stream, slot, label, createdAt }: KeyRow): KeyFacts {
  return { id, stream, slot, label, createdAt };
}

function rowOf(rows: readonly KeyRow[], id: string): KeyRow {
  const found = rows.find((row) => row.id === id);
  if (found === undefined) throw new NoSuchKey({ id });
  return found;
}

/** Short, since people type it. */
function newId(rows: readonly KeyRow[]): string {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (!rows.some((row) => row.id === id)) return id;
  }
}
