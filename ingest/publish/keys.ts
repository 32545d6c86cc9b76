import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import { KeysUnreadable, NoSuchKey } from '../errors.ts';

/** What is known of a key. The key itself is known to nobody but its owner. */
export interface KeyFacts {
  readonly id: string;
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

interface KeyRow extends KeyFacts {
  /** HMAC-SHA-256 of the key with the server's secret, hex. */
  readonly hmac: string;
}

const KEY_BYTES = 24;
const KEY_PATTERN = /^pk_[A-Za-z0-9_-]{32}$/;
const SECRET_BYTES = 32;
/** How often the file is looked at: a revoked key is cut within two seconds. */
const LOOK_EVERY_MS = 400;

/** Stream keys in DATA_DIR/keys.json: at least 160 bits each, shown once, kept as an HMAC. Several processes may look at one file. */
export class KeyBook {
  readonly #file: string;
  readonly #secret: Buffer;
  #rows: readonly KeyRow[] = [];
  #stamp = '';
  #watch: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(file: string, secret: Buffer) {
    this.#file = file;
    this.#secret = secret;
  }

  /** @throws KeysUnreadable */
  static async open(dataDir: string): Promise<KeyBook> {
    await mkdir(dataDir, { recursive: true, mode: 0o750 });
    const book = new KeyBook(path.join(dataDir, 'keys.json'), await secretOf(path.join(dataDir, 'secret')));
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

  /** A new key. The only time that anybody sees it. */
  async create(wanted: {
    readonly stream: StreamId;
    readonly slot: PublishSlot;
    readonly label?: string;
  }): Promise<KeyFacts & { readonly key: string }> {
    const key = `pk_${randomBytes(KEY_BYTES).toString('base64url')}`;
    const facts: KeyFacts = {
      id: randomBytes(4).toString('hex'),
      stream: wanted.stream,
      slot: wanted.slot,
      label: wanted.label ?? '',
      createdAt: new Date().toISOString(),
    };
    this.#reload();
    await this.#save([...this.#rows, { ...facts, hmac: this.#hmac(key).toString('hex') }]);
    return { ...facts, key };
  }

  list(): readonly KeyFacts[] {
    return this.#rows.map(({ id, stream, slot, label, createdAt }) => ({ id, stream, slot, label, createdAt }));
  }

  /** @throws NoSuchKey */
  async revoke(id: string): Promise<void> {
    this.#reload();
    if (!this.#rows.some((row) => row.id === id)) throw new NoSuchKey({ id });
    await this.#save(this.#rows.filter((row) => row.id !== id));
  }

  /** Whose key this is; the same time whether it is right or wrong. */
  verify(key: string): KeyFacts | undefined {
    const wanted = this.#hmac(key);
    const found = this.#rows.filter((row) => timingSafeEqual(Buffer.from(row.hmac, 'hex'), wanted));
    return KEY_PATTERN.test(key) ? found[0] : undefined;
  }

  close(): void {
    clearInterval(this.#watch);
    this.#listeners.clear();
  }

  #hmac(key: string): Buffer {
    return createHmac('sha256', this.#secret).update(key).digest();
  }

  async #save(rows: readonly KeyRow[]): Promise<void> {
    const draft = `${this.#file}.${process.pid}`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ version: 1, keys: rows }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
    this.#lookAgain();
  }

  #lookAgain(): void {
    if (this.#stampNow() === this.#stamp) return;
    try {
      this.#reload();
    } catch {
      // half of a hand-made edit: what was valid stays valid, and the next look tries again
      return;
    }
    for (const listener of this.#listeners) listener();
  }

  #stampNow(): string {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    return found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  }

  #reload(): void {
    const stamp = this.#stampNow();
    this.#rows = stamp === 'none' ? [] : readRows(this.#file);
    this.#stamp = stamp;
  }
}

async function secretOf(file: string): Promise<Buffer> {
  try {
    await writeFile(file, randomBytes(SECRET_BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  if (secret.byteLength < SECRET_BYTES) throw new KeysUnreadable({ file, reason: 'it is no secret of ours' });
  return secret;
}

function readRows(file: string): readonly KeyRow[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const keys = typeof parsed === 'object' && parsed !== null && 'keys' in parsed ? parsed.keys : undefined;
    if (!Array.isArray(keys)) throw new Error('it has no list of keys');
    return keys.map(readRow);
  } catch (error) {
    throw new KeysUnreadable({ file, reason: errorMessage(error) }, error);
  }
}

function readRow(row: unknown): KeyRow {
  const { id, stream, slot, label, createdAt, hmac } = (row ?? {}) as Record<string, unknown>;
  const streamId = typeof stream === 'string' ? asStreamId(stream) : undefined;
  const isWhole = typeof id === 'string' && streamId !== undefined && typeof hmac === 'string' && /^[0-9a-f]{64}$/.test(hmac);
  if (!isWhole || (slot !== 'primary' && slot !== 'backup')) throw new Error('a key in it is not whole');
  return { id, stream: streamId, slot, hmac, label: textOf(label), createdAt: textOf(createdAt) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
