import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import { errorMessage } from '../../core/runtime/errors.ts';
import { KeysUnreadable, KeysUnwritable } from '../errors.ts';

/** What is known of a key. The key itself is known to nobody but its owner. */
export interface KeyFacts {
  readonly id: string;
  readonly stream: StreamId;
  readonly slot: PublishSlot;
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface KeyRow extends KeyFacts {
  /** HMAC-SHA-256 of the key with the server's secret, hex. */
  readonly hmac: string;
}

/** Whoever holds the lock for longer has died with it. */
const LOCK_STALE_MS = 10_000;
const LOCK_LIMIT_MS = 15_000;
const RETRY_MS = 20;

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, RETRY_MS);
  });
}

/** Changes with every change of the file. */
export function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

/** @returns no rows when there is no file. @throws KeysUnreadable */
export function readRows(file: string): readonly KeyRow[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const keys = typeof parsed === 'object' && parsed !== null && 'keys' in parsed ? parsed.keys : undefined;
    if (!Array.isArray(keys)) throw new Error('it has no list of keys');
    return keys.map(readRow);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
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

/**
 * Changes the rows, one process after another: they are read, changed and written under a lock, whole or not at all, and are on
 * disk before it returns.
 * @throws KeysUnreadable, KeysUnwritable, and what `change` throws.
 */
export async function changeRows<Result>(
  file: string,
  change: (rows: readonly KeyRow[]) => { readonly rows: readonly KeyRow[]; readonly result: Result },
): Promise<Result> {
  const lock = `${file}.lock`;
  await takeLock(file, lock);
  try {
    const { rows, result } = change(readRows(file));
    await writeRows(file, rows);
    return result;
  } finally {
    await unlink(lock);
  }
}

async function takeLock(file: string, lock: string): Promise<void> {
  const deadline = performance.now() + LOCK_LIMIT_MS;
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw new KeysUnwritable({ file, reason: errorMessage(error) }, error);
      if (performance.now() > deadline) throw new KeysUnwritable({ file, reason: `${lock} does not go away` }, error);
    }
    const held = await stat(lock).catch(() => undefined);
    if (held !== undefined && Date.now() - held.mtimeMs > LOCK_STALE_MS) await unlink(lock).catch(() => undefined);
    else await pause();
  }
}

async function writeRows(file: string, rows: readonly KeyRow[]): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ version: 1, keys: rows }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw new KeysUnwritable({ file, reason: errorMessage(error) }, error);
  }
}

/** A revoked key must not come back after a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
