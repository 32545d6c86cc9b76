import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamKeyListing, StreamKeysAnswer } from '../../core/contracts/room/internal.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { newStreamKey, streamKeyHmac } from '../../core/grants/stream-keys.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { KeyBook } from './keys.ts';
import { KeySync } from './key-sync.ts';

const SECRET = 'ab'.repeat(32);
let dataDir: string;
let clock: ManualClock;
let lines: string[];
let answer: StreamKeysAnswer | Error;
let sync: KeySync;
let book: KeyBook;

const listing = (id: string, key: string): StreamKeyListing => ({
  ...{ id, stream: 'main' as StreamId, slot: 'primary', label: '', createdAt: '2026-05-12T09:30:00.000Z' },
  hmac: streamKeyHmac(key, deriveKey(SECRET, 'stream-key')),
});

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-key-sync-'));
  clock = new ManualClock();
  lines = [];
  answer = { keys: [], atMs: 0 };
  book = await KeyBook.open(dataDir, SECRET);
  sync = await KeySync.open({
    file: path.join(dataDir, 'keys.json'),
    ask: async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
    clock,
    log: createLog({ name: 'ingest', destination: { write: (line) => lines.push(line) } }),
  });
});
afterEach(async () => {
  await sync.close();
  book.close();
  await rm(dataDir, { recursive: true });
});

describe('KeySync', () => {
  it('lets ingest know a key as soon as the room has it, and forget it as soon as it is revoked', async () => {
    const key = newStreamKey();
    answer = { keys: [listing('one', key)], atMs: 1 };
    await sync.askNow();
    expect(book.verify(key)).toMatchObject({ id: 'one', stream: 'main' });
    answer = { keys: [], atMs: 2 };
    await sync.askNow();
    await waitUntil(() => book.verify(key) === undefined, { within: 5_000, what: 'the revoked key' });
  });

  it('goes on with what was known while the room is away, over a restart too, and says so once', async () => {
    const key = newStreamKey();
    answer = { keys: [listing('one', key)], atMs: 1 };
    await sync.askNow();
    answer = new Error('away');
    for (let times = 0; times < 5; times++) await sync.askNow();
    expect(lines.filter((line) => line.includes('does not say'))).toHaveLength(1);
    const restarted = await KeyBook.open(dataDir, SECRET);
    expect(restarted.verify(key)).toMatchObject({ id: 'one' });
    restarted.close();
  });

  it('asks by itself, and writes only what has changed', async () => {
    answer = { keys: [listing('one', newStreamKey())], atMs: 1 };
    await sync.askNow();
    const file = path.join(dataDir, 'keys.json');
    const before = await readFile(file, 'utf8');
    const second = newStreamKey();
    answer = { keys: [listing('two', second)], atMs: 2 };
    clock.advance(1_000);
    await waitUntil(() => book.verify(second) !== undefined, { within: 5_000, what: 'the new key' });
    expect(await readFile(file, 'utf8')).not.toBe(before);
    expect(lines).toEqual([]);
  });
});
