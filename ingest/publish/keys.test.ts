import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import { deriveKey } from '../../core/grants/secrets.ts';
import { streamKeyHmac } from '../../core/grants/stream-keys.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { KeyBook } from './keys.ts';

const STAGE = 'stage' as StreamId;
let dir: string;
let open: KeyBook[];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'plenary-keys-'));
  open = [];
});
afterEach(async () => {
  for (const book of open) book.close();
  await rm(dir, { recursive: true });
});

async function openBook(): Promise<KeyBook> {
  const book = await KeyBook.open(dir);
  open.push(book);
  return book;
}

const file = (name: string) => path.join(dir, name);

describe('a key', () => {
  it('has at least 160 bits, and no two are alike', async () => {
    const book = await openBook();
    const made = await Promise.all(Array.from({ length: 20 }, () => book.create({ stream: STAGE, slot: 'primary' })));
    for (const { key } of made) {
      expect(key).toMatch(/^pk_[A-Za-z0-9_-]+$/);
      expect(Buffer.from(key.slice(3), 'base64url').byteLength * 8).toBeGreaterThanOrEqual(160);
    }
    expect(new Set(made.map(({ key }) => key)).size).toBe(20);
    expect(new Set(book.list().map((facts) => facts.id)).size).toBe(20);
  });

  it('is known by what it is for', async () => {
    const book = await openBook();
    const { key, ...facts } = await book.create({ stream: STAGE, slot: 'backup', label: 'van 2' });
    expect(facts).toMatchObject({ stream: 'stage', slot: 'backup', label: 'van 2' });
    expect(book.verify(key)).toEqual(facts);
    expect(book.list()).toEqual([facts]);
  });

  it('is nowhere but with its owner: the folder has its HMAC-SHA-256 with the secret', async () => {
    const book = await openBook();
    const { key } = await book.create({ stream: STAGE, slot: 'primary' });
    for (const name of await readdir(dir)) {
      const text = await readFile(file(name), 'utf8');
      for (const canary of [key, key.slice(3), Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64')])
        expect(text).not.toContain(canary);
    }
    const secret = (await readFile(file('secret'), 'utf8')).trim();
    expect(Buffer.from(secret, 'hex').byteLength).toBeGreaterThanOrEqual(32);
    expect(await readFile(file('keys.json'), 'utf8')).toContain(streamKeyHmac(key, deriveKey(secret, 'stream-key')));
    expect(JSON.stringify(book.list())).not.toContain('hmac');
  });

  it('can be read by this user alone', async () => {
    const book = await openBook();
    await book.create({ stream: STAGE, slot: 'primary' });
    expect((await readdir(dir)).sort()).toEqual(['keys.json', 'secret']);
    for (const name of ['keys.json', 'secret']) expect((await stat(file(name))).mode & 0o777).toBe(0o600);
  });
});

describe('verify', () => {
  const wrong = [
    { change: () => '', because: 'nothing was given' },
    { change: () => 'pk_', because: 'it is too short' },
    { change: (key: string) => key.slice(0, -1), because: 'a letter is missing' },
    { change: (key: string) => `${key}A`, because: 'there is a letter more' },
    { change: (key: string) => key.toUpperCase(), because: 'letters have a case' },
    { change: (key: string) => ` ${key}`, because: 'a space is no part of it' },
    { change: (key: string) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A'), because: 'the last letter is another' },
    { change: () => 'x'.repeat(100_000), because: 'it is very long' },
  ];
  for (const { change, because } of wrong) {
    it(`says no: ${because}`, async () => {
      const book = await openBook();
      const { key } = await book.create({ stream: STAGE, slot: 'primary' });
      expect(book.verify(change(key))).toBeUndefined();
      expect(book.verify(key)).toBeDefined();
    });
  }

  it('says no to a right key under another secret', async () => {
    const { key } = await (await openBook()).create({ stream: STAGE, slot: 'primary' });
    await rm(file('secret'));
    expect((await openBook()).verify(key)).toBeUndefined();
  });
});

describe('revoking', () => {
  it('takes one key and leaves the others', async () => {
    const book = await openBook();
    const first = await book.create({ stream: STAGE, slot: 'primary' });
    const second = await book.create({ stream: STAGE, slot: 'primary' });
    await book.revoke(first.id);
    expect(book.verify(first.key)).toBeUndefined();
    expect(book.verify(second.key)?.id).toBe(second.id);
    await expect(book.revoke(first.id)).rejects.toMatchObject({ code: 'INGEST_NO_SUCH_KEY' });
  });

  it('by another process is noticed well within two seconds, and told', async () => {
    const [mine, other] = [await openBook(), await openBook()];
    const { id, key } = await mine.create({ stream: STAGE, slot: 'primary' });
    expect(other.verify(key)?.id).toBe(id);
    let told = 0;
    const stop = mine.onChange(() => told++);
    await other.revoke(id);
    await waitUntil(() => told > 0, { within: 2_000, what: 'the change' });
    expect(mine.verify(key)).toBeUndefined();
    stop();
  });

  it('rotating gives a new key for the same place and takes the old one, in one step', async () => {
    const book = await openBook();
    const old = await book.create({ stream: STAGE, slot: 'backup', label: 'van 2' });
    const fresh = await book.rotate(old.id);
    expect(fresh).toMatchObject({ stream: 'stage', slot: 'backup', label: 'van 2' });
    expect(fresh.id).not.toBe(old.id);
    expect([book.verify(old.key), book.verify(fresh.key)?.id]).toEqual([undefined, fresh.id]);
    await expect(book.rotate(old.id)).rejects.toMatchObject({ code: 'INGEST_NO_SUCH_KEY' });
    expect(book.list()).toHaveLength(1);
  });
});

describe('the file', () => {
  it('loses nothing when several processes write at once', async () => {
    const books = await Promise.all([openBook(), openBook(), openBook()]);
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, index) => index).flatMap((index) =>
        books.map((book, which) => book.create({ stream: STAGE, slot: 'primary', label: `${which}.${index}` })),
      ),
    );
    const fresh = await openBook();
    expect(fresh.list()).toHaveLength(15);
    for (const one of made) expect(fresh.verify(one.key)?.label).toBe(one.label);
    expect((await readdir(dir)).sort()).toEqual(['keys.json', 'secret']);
  });

  it('is taken over from a process that died while it wrote', async () => {
    const book = await openBook();
    await writeFile(file('keys.json.lock'), '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(file('keys.json.lock'), longAgo, longAgo);
    await book.create({ stream: STAGE, slot: 'primary' });
    expect(book.list()).toHaveLength(1);
  });

  const broken = [
    { text: '', because: 'it is empty' },
    { text: '{"keys": [', because: 'it is cut off' },
    { text: '[]', because: 'it has another form' },
    { text: '{"keys": {}}', because: 'the keys are no list' },
    { text: '{"keys": [null]}', because: 'a key is nothing' },
    { text: '{"keys": [{"id": "1", "stream": "../x", "slot": "primary", "hmac": ""}]}', because: 'a key is not whole' },
  ];
  for (const { text, because } of broken) {
    it(`is refused with the way out when ${because}, and not overwritten`, async () => {
      await writeFile(file('keys.json'), text);
      await expect(openBook()).rejects.toMatchObject({
        code: 'INGEST_KEYS_UNREADABLE',
        message: expect.stringMatching(/keys\.json cannot be read \(.+\): put back a copy/),
      });
      expect(await readFile(file('keys.json'), 'utf8')).toBe(text);
    });
  }

  it('that is broken while it is in use takes no valid key away, and nothing is written over it', async () => {
    const book = await openBook();
    const { key } = await book.create({ stream: STAGE, slot: 'primary' });
    const good = await readFile(file('keys.json'), 'utf8');
    await writeFile(file('keys.json'), good.slice(0, 40));
    await expect(book.create({ stream: STAGE, slot: 'primary' })).rejects.toMatchObject({ code: 'INGEST_KEYS_UNREADABLE' });
    expect(book.verify(key)).toBeDefined();
    expect(await readFile(file('keys.json'), 'utf8')).toBe(good.slice(0, 40));
  });

  it('a secret that is none is refused', async () => {
    await writeFile(file('secret'), 'hunter2');
    await expect(openBook()).rejects.toMatchObject({ code: 'CORE_SECRET_UNUSABLE', message: expect.not.stringContaining('hunter2') });
  });

  it('a folder that cannot be written is told in a sentence', async () => {
    await writeFile(file('not-a-folder'), '');
    await expect(KeyBook.open(path.join(dir, 'not-a-folder'))).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
