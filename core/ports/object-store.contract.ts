import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/test-support.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';

/** An empty store, open. */
export type OpenObjectStore = () => Promise<ObjectStore>;

const FACTS = { contentType: 'video/iso.segment', cacheControl: 'public, max-age=31536000, immutable' };

function bytesOf(seed: number, sizeBytes: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: sizeBytes }, () => Math.floor(random() * 256));
}

const digest = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex'));

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  return (await infosOf(store, prefix)).map((info) => info.key);
}

async function infosOf(store: ObjectStore, prefix: string): Promise<ObjectInfo[]> {
  const infos: ObjectInfo[] = [];
  for await (const info of store.list(prefix)) infos.push(info);
  return infos;
}

/** What every ObjectStore does. */
export function objectStoreContract(name: string, open: OpenObjectStore): void {
  describe(`ObjectStore contract: ${name}`, () => {
    const stores: ObjectStore[] = [];

    async function openStore(): Promise<ObjectStore> {
      const store = await open();
      stores.push(store);
      return store;
    }

    afterEach(async () => {
      await Promise.all(stores.splice(0).map((store) => store.close()));
    });

    for (const sizeBytes of [0, 1, 1_000, 2_000_000]) {
      it(`gives back ${sizeBytes} bytes as they were put`, async () => {
        const store = await openStore();
        const body = bytesOf(sizeBytes, sizeBytes);
        await store.put('recordings/demo/r1/source/x-s1.m4s', body, FACTS);
        expect(digest(await store.get('recordings/demo/r1/source/x-s1.m4s'))).toBe(digest(body));
      });
    }

    it('takes a view into a larger buffer for what it is', async () => {
      const store = await openStore();
      const large = bytesOf(1, 1_000);
      await store.put('a', large.subarray(100, 300), FACTS);
      expect(digest(await store.get('a'))).toBe(digest(large.slice(100, 300)));
    });

    it('tells size, time and facts', async () => {
      const store = await openStore();
      const before = Date.now();
      await store.put('a/b.m4s', bytesOf(1, 123), FACTS);
      const head = await store.head('a/b.m4s');
      expect(head).toMatchObject({ key: 'a/b.m4s', sizeBytes: 123, facts: FACTS });
      expect(Math.abs((head?.modifiedMs ?? 0) - before)).toBeLessThan(60_000);
    });

    it('says undefined for what is not there', async () => {
      const store = await openStore();
      await store.put('a/b', bytesOf(1, 1), FACTS);
      for (const key of ['a/c', 'a', 'b', 'a/b/c', 'a/b.m4s']) {
        expect(await store.get(key), key).toBeUndefined();
        expect(await store.head(key), key).toBeUndefined();
      }
    });

    it('a later put replaces the bytes and the facts; the same put again changes nothing', async () => {
      const store = await openStore();
      const playlist = { contentType: 'application/vnd.apple.mpegurl', cacheControl: 'no-cache' };
      await store.put('a', bytesOf(1, 500), FACTS);
      await store.put('a', bytesOf(2, 20), playlist);
      await store.put('a', bytesOf(2, 20), playlist);
      expect(digest(await store.get('a'))).toBe(digest(bytesOf(2, 20)));
      expect((await store.head('a'))?.facts).toEqual(playlist);
      expect(await keysOf(store, '')).toEqual(['a']);
    });

    it('a reader beside a writer sees the old bytes or the new ones, never a mixture', async () => {
      const store = await openStore();
      const versions = [bytesOf(1, 300_000), bytesOf(2, 300_000), bytesOf(3, 200_000)];
      const digests = new Set(versions.map(digest));
      await store.put('a', versions[0] ?? new Uint8Array(), FACTS);
      const writing = (async () => {
        for (let round = 0; round < 10; round++) await store.put('a', versions[round % 3] ?? new Uint8Array(), FACTS);
      })();
      for (let round = 0; round < 20; round++) expect(digests.has(digest(await store.get('a')))).toBe(true);
      await writing;
    });

    it('deletes, also what is not there', async () => {
      const store = await openStore();
      await store.put('a/b', bytesOf(1, 10), FACTS);
      await store.put('a/c', bytesOf(1, 10), FACTS);
      await store.delete('a/b');
      await store.delete('a/b');
      await store.delete('never/was');
      await store.delete('a');
      expect(await store.get('a/b')).toBeUndefined();
      expect(await keysOf(store, '')).toEqual(['a/c']);
    });

    it('lists by prefix, in key order, across folders', async () => {
      const store = await openStore();
      const keys = ['a-b', 'a.b', 'a/1', 'a/10', 'a/2', 'a/B', 'a/b/c', 'a/b-c', 'ab', 'b/a', 'Z'];
      for (const key of keys) await store.put(key, bytesOf(1, key.length), FACTS);
      const sorted = [...keys].sort((one, two) => (one < two ? -1 : 1));
      const prefixes = ['', 'a', 'a/', 'a/1', 'a/b', 'a/b/', 'b/', 'Z', 'nothing', 'nothing/'];
      for (const prefix of prefixes) {
        expect(await keysOf(store, prefix), prefix).toEqual(sorted.filter((key) => key.startsWith(prefix)));
      }
      for (const info of await infosOf(store, '')) expect(info.sizeBytes).toBe(info.key.length);
    });

    it('lists more than one page of it', { timeout: 60_000 }, async () => {
      const store = await openStore();
      const keys = Array.from({ length: 1_100 }, (_, index) => `many/x-s${String(index).padStart(5, '0')}.m4s`);
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, Uint8Array.of(1), FACTS)));
      }
      expect(await keysOf(store, 'many/')).toEqual(keys);
    });

    const badKeys: readonly { key: string; because: string }[] = [
      { key: '', because: 'empty' },
      { key: '/etc/passwd', because: 'absolute' },
      { key: '../x', because: 'leaves the store' },
      { key: 'a/../../x', because: 'leaves the store in the middle' },
      { key: 'a/..', because: 'ends above itself' },
      { key: './a', because: 'a dot alone' },
      { key: 'a//b', because: 'an empty part' },
      { key: 'a/', because: 'ends with a slash' },
      { key: 'a b', because: 'a space' },
      { key: 'a\\b', because: 'a backslash' },
      { key: 'a\0b', because: 'a zero byte' },
      { key: 'a%2e%2e', because: 'a percent sign' },
      { key: 'a~facts.json', because: 'a tilde' },
      { key: 'ä', because: 'not ASCII' },
      { key: 'a\nb', because: 'a line break' },
      { key: 'a\n', because: 'a line break at the end' },
      { key: 'a/'.repeat(256) + 'a', because: 'longer than 512 characters' },
    ];
    for (const { key, because } of badKeys) {
      it(`refuses a key that is no key: ${because}`, async () => {
        const store = await openStore();
        const refused = { code: 'CORE_STORE_REFUSED', retryable: false };
        await expect(store.put(key, Uint8Array.of(1), FACTS)).rejects.toMatchObject(refused);
        await expect(store.get(key)).rejects.toMatchObject(refused);
        await expect(store.head(key)).rejects.toMatchObject(refused);
        await expect(store.delete(key)).rejects.toMatchObject(refused);
        expect(await keysOf(store, '')).toEqual([]);
      });
    }

    it('refuses a prefix no key can start with', async () => {
      const store = await openStore();
      for (const prefix of ['/', '../', 'a//', 'a b'])
        await expect(keysOf(store, prefix), prefix).rejects.toMatchObject({ code: 'CORE_STORE_REFUSED' });
    });

    it('a call whose signal has aborted throws its reason and does nothing', async () => {
      const store = await openStore();
      const reason = new Error('given up');
      const signal = AbortSignal.abort(reason);
      await expect(store.put('a', Uint8Array.of(1), FACTS, signal)).rejects.toBe(reason);
      await expect(store.get('a', signal)).rejects.toBe(reason);
      await expect(store.head('a', signal)).rejects.toBe(reason);
      await expect(store.delete('a', signal)).rejects.toBe(reason);
      await expect(
        (async () => {
          for await (const info of store.list('', signal)) expect(info).toBeUndefined();
        })(),
      ).rejects.toBe(reason);
      expect(await keysOf(store, '')).toEqual([]);
    });

    for (const seed of [1, 2, 3]) {
      it(`is what a map is, over a random walk (seed ${seed})`, async () => {
        const random = seededRandom(seed);
        const store = await openStore();
        const model = new Map<string, { body: Uint8Array; cacheControl: string }>();
        const keys = ['a/1', 'a/2', 'a/b/1', 'b/1', 'b/2', 'c'];
        for (let step = 0; step < 120; step++) {
          const key = keys[Math.floor(random() * keys.length)] ?? 'c';
          const dice = random();
          if (dice < 0.4) {
            const value = { body: bytesOf(step, Math.floor(random() * 3_000)), cacheControl: `max-age=${step}` };
            await store.put(key, value.body, { contentType: 'text/plain', cacheControl: value.cacheControl });
            model.set(key, value);
          } else if (dice < 0.55) {
            await store.delete(key);
            model.delete(key);
          } else if (dice < 0.75) {
            expect(digest(await store.get(key))).toBe(digest(model.get(key)?.body));
          } else if (dice < 0.9) {
            const head = await store.head(key);
            expect(head?.sizeBytes).toBe(model.get(key)?.body.length);
            expect(head?.facts.cacheControl).toBe(model.get(key)?.cacheControl);
          } else {
            const prefix = ['', 'a', 'a/', 'b/'][Math.floor(random() * 4)] ?? '';
            expect(await keysOf(store, prefix)).toEqual([...model.keys()].filter((one) => one.startsWith(prefix)).sort());
          }
        }
      });
    }
  });
}
